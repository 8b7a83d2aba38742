import { defineScenario } from '../../domain/scenario.ts';

export default defineScenario({
  id: 'msp-2025',
  when: { policy: ['2025'], verdict: ['msp'] },
  headline: '{invoiceOwner} runs this for {customer}.',
  prohibitions: [
    'treat {customer} as the owner of the licence',
    'refuse {invoiceOwner} its licence only because it is a partner',
    'undo a deliberate block of the login',
  ],
  steps: [
    {
      id: 'provider-is-sold-to',
      text: 'Confirm in Zuora that the Sold-To of {subscription} belongs to {invoiceOwner}.',
    },
    { id: 'resend-sold-to', text: 'Send licences and codes to that Sold-To, and to nobody else.' },
    { id: 'point-to-owner', text: '{customer} asks for something: point them to {invoiceOwner}.' },
    {
      id: 'explain-read-only',
      text: 'A login is wanted: the Sold-To of {invoiceOwner} can sign in, and the portal is read-only.',
    },
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
      'Thank you for your message.\n\nSubscription {subscription} is run by a managed service provider, who holds the licence and arranges changes. If you are its customer, please ask them; if you are the provider, I can help you here.\n\nIn the Customers Portal the provider can sign in and look at the subscription read-only; the product is not affected by that.',
    note: '{subscription}: Managed service provider, no reseller. Invoice and Sold-To belong to {invoiceOwner}, channel "{channel}". Rules: 2025, R1, R2, R5, our own. Asked: something about a provider purchase. The provider is the Sold-To and acts; the end customer was pointed to it.',
  },
  source: {
    rules: ['R1', 'R2', 'R5', 'house'],
    page: 'Working with reseller related requests',
    checkedOn: '2026-11-22',
  },
});
