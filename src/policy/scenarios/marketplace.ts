import { defineScenario } from '../../domain/scenario.ts';

export default defineScenario({
  id: 'marketplace',
  when: {
    verdict: ['marketplace'],
    topic: [
      'license-upload',
      'contact-change',
      'change-subscription',
      'direct-renewal',
      'new-purchase',
      'other',
    ],
  },
  headline: '{customer} bought on a marketplace: {marketplace}.',
  prohibitions: [
    'call {marketplace} a reseller',
    'change {subscription} in the portal',
    'promise a direct renewal',
  ],
  steps: [
    { id: 'crm-account', text: 'Look whether {customer} has an account in Salesforce.' },
    {
      id: 'ask-cloud',
      text: 'No account in Salesforce: ask the cloud alliance team in Slack, for Amazon or for Google.',
    },
    {
      id: 'amazon',
      text: 'Amazon, more than five seats: point {customer} to a private offer by the AWS sales desk.',
    },
    { id: 'google', text: 'Google: changes go through Sales, and fewer seats not before the renewal.' },
    {
      id: 'ask-sales',
      text: 'Ask the account owner in Chatter (SMB pool: by Case) to reach out, and name the marketplace: {customer}.',
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
      'Thank you for your message.\n\n{subscription} was bought on {marketplace}, so changes and renewals are arranged with our Sales team and the marketplace rather than in the Customers Portal.\n\nCould you tell me what you need, with the number of seats and the wanted date? I have passed your request on and asked for somebody to get in touch with you.',
    note: '{subscription}: Cloud marketplace, no reseller: bought on {marketplace}. The invoice goes to {invoiceOwner}. Rules: R16, our own. Asked: something about a marketplace purchase. The account owner or the cloud alliance team was asked; no portal change.',
  },
  source: { rules: ['R16', 'house'], page: 'AWS and GCP marketplace licenses', checkedOn: '2026-11-22' },
});
