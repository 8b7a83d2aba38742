import { defineScenario } from '../../domain/scenario.ts';

export default defineScenario({
  id: 'marketplace-login-2025',
  when: { policy: ['2025'], verdict: ['marketplace'], topic: ['sign-in', 'enable-login'] },
  headline: '{customer} bought on a marketplace: {marketplace}.',
  prohibitions: [
    'call {marketplace} a reseller',
    'undo a deliberate block of the login',
    'promise {customer} a login in which they can change things',
  ],
  steps: [
    {
      id: 'what-bought',
      text: 'Find out what was bought: an image with five default seats comes without a portal account.',
    },
    {
      id: 'check-record',
      text: 'Look in CustomersDot whether they use the right address, and whether the account is confirmed.',
    },
    {
      id: 'history',
      text: 'CustomersDot, History: look for "login_activated = false". After "create" it is a deliberate block: stop and ask.',
    },
    {
      id: 'explain-read-only',
      text: 'Tell {customer} that they can sign in read-only and link their own group; the product is not affected.',
    },
    {
      id: 'ask-cloud',
      text: 'No account in Salesforce: ask the cloud alliance team in Slack, for Amazon or for Google.',
    },
    {
      id: 'ask-sales',
      text: 'A change is wanted: ask the account owner in Chatter (SMB pool: by Case), name the marketplace: {customer}.',
      linkLabel: 'the link to the Chatter post, Case or Slack thread',
    },
    {
      id: 'mark-ticket',
      text: 'Tick "Escalated to sales", send the "Pass to Sales" macro, note the Chatter link in {ticket}, set it to Pending.',
      requires: { steps: ['ask-sales'] },
      confirm: 'Macro sent, "Escalated to sales" ticked, link noted and the ticket on Pending?',
    },
  ],
  texts: {
    reply:
      'Thank you for your message.\n\n{subscription} was bought on {marketplace}. With a subscription account you can sign in to the Customers Portal, look at the subscription read-only and link your own group; your product is not affected by the read-only notice. A marketplace image with the default seats comes without such an account.\n\nCould you tell me which of the two you bought, and what you wanted to do? Changes to the subscription are arranged with our Sales team.',
    note: '{subscription}: Cloud marketplace, no reseller: bought on {marketplace}. The invoice goes to {invoiceOwner}. Rules: 2025, R1, R16, our own. Asked: cannot sign in, or wants the login. Read-only access was explained; address and blocks were looked at.',
  },
  source: {
    rules: ['R1', 'R16', 'house'],
    page: 'AWS and GCP marketplace licenses',
    checkedOn: '2026-11-22',
  },
});
