import { defineScenario } from '../../domain/scenario.ts';

export default defineScenario({
  id: 'marketplace-login',
  when: { policy: ['seed'], verdict: ['marketplace'], topic: ['sign-in', 'enable-login'] },
  headline: '{customer} bought on a marketplace: {marketplace}.',
  prohibitions: [
    'call {marketplace} a reseller',
    'tick "Login activated" without word from the account owner',
    'promise {customer} a login in which they can change things',
  ],
  steps: [
    {
      id: 'what-bought',
      text: 'Find out what was bought: an image with five default seats comes without a portal account.',
    },
    {
      id: 'amazon-record',
      text: 'Amazon private offer: portal and Zuora accounts were made; check address and account.',
    },
    { id: 'google', text: 'Google: changes go through Sales, not through the portal.' },
    {
      id: 'ask-cloud',
      text: 'No account in Salesforce: ask the cloud alliance team in Slack, for Amazon or for Google.',
    },
    {
      id: 'ask-sales',
      text: 'Ask the account owner in Chatter (SMB pool: by Case), and name the marketplace: {customer}.',
      linkLabel: 'the link to the Chatter post, Case or Slack thread',
    },
    {
      id: 'mark-ticket',
      text: 'Tick "Escalated to sales", send the "Pass to Sales" macro, note the Chatter link in {ticket}, set it to Pending.',
      requires: { steps: ['ask-sales'] },
      confirm: 'Macro sent, "Escalated to sales" ticked, link noted and the ticket on Pending?',
    },
    {
      id: 'follow-up',
      text: 'See that Sales answers. Silent for 24 working hours: look at the activity of the account, then ask one level higher.',
      requires: { steps: ['ask-sales'] },
    },
  ],
  texts: {
    reply:
      'Thank you for your message.\n\n{subscription} was bought on {marketplace}. Not every marketplace purchase comes with a sign-in to the Customers Portal, so I am checking what applies to yours.\n\nCould you tell me what you wanted to do in the portal, and whether you bought an image or a private offer? Changes to the subscription are arranged with our Sales team.',
    note: '{subscription}: Cloud marketplace, no reseller: bought on {marketplace}. The invoice goes to {invoiceOwner}. Rules: seed, R1, R16, our own. Asked: cannot sign in, or wants the login. What was bought was asked for; the login stays as it is until the account owner answers.',
  },
  newer: {
    text: 'Customers of both marketplaces can sign in, read-only, and link their own group.',
    date: '2025-10-14',
  },
  source: {
    rules: ['R1', 'R16', 'house'],
    page: 'AWS and GCP marketplace licenses',
    checkedOn: '2026-11-22',
  },
});
