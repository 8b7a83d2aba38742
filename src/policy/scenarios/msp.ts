import { defineScenario } from '../../domain/scenario.ts';

export default defineScenario({
  id: 'msp',
  when: { policy: ['seed'], verdict: ['msp'] },
  headline: '{invoiceOwner} runs this for {customer}.',
  prohibitions: [
    'treat {customer} as the owner of the licence',
    'refuse {invoiceOwner} its licence only because it is a partner',
    'tick "Login activated" for {customer}',
  ],
  steps: [
    {
      id: 'provider-is-sold-to',
      text: 'Confirm in Zuora that the Sold-To of {subscription} belongs to {invoiceOwner}.',
    },
    { id: 'resend-sold-to', text: 'Send licences and codes to that Sold-To, and to nobody else.' },
    { id: 'point-to-owner', text: '{customer} asks for something: point them to {invoiceOwner}.' },
    {
      id: 'ask-sales',
      text: 'Changes and renewals: ask the account owner in Chatter and name {invoiceOwner} and {customer}.',
      linkLabel: 'the link to the Chatter post or Case',
      startsHandoff: true,
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
      'Thank you for your message.\n\nSubscription {subscription} is run by a managed service provider, who holds the licence and arranges changes. If you are its customer, please ask them; if you are the provider, I can help you here.',
    note: '{subscription}: Managed service provider, no reseller. Invoice and Sold-To belong to {invoiceOwner}, channel "{channel}". Rules: seed, R2, R5, our own. Asked: something about a provider purchase. The provider is the Sold-To and acts; the end customer was pointed to it.',
  },
  newer: {
    text: 'Customers of a reseller can sign in, read-only: no changes and no invoices.',
    date: '2025-06-16',
  },
  source: {
    rules: ['R2', 'R5', 'house'],
    page: 'Working with reseller related requests',
    checkedOn: '2026-11-22',
  },
});
