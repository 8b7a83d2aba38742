import { defineScenario } from '../domain/scenario.ts';

export default defineScenario({
  id: 'msp',
  when: { policy: ['seed'], verdict: ['msp'] },
  headline: '{invoiceOwner} runs this for {customer}.',
  never: [
    'treat {customer} as the owner of the licence',
    'refuse {invoiceOwner} its licence only because it is a partner',
    'tick "Login activated" for {customer}',
  ],
  steps: [
    { id: 'sold-to', text: 'Confirm in Zuora that the Sold-To of {subscription} belongs to {invoiceOwner}.' },
    { id: 'licence', text: 'Send licences and codes to that Sold-To, and to nobody else.' },
    { id: 'customer', text: '{customer} asks for something: point them to {invoiceOwner}.' },
    {
      id: 'ask-sales',
      text: 'Changes and renewals: ask the account owner in Chatter and name {invoiceOwner} and {customer}.',
    },
    {
      id: 'mark-ticket',
      text: 'Tick "Escalated to sales", send the "Pass to Sales" macro, note the Chatter link in {ticket}, set it to Pending.',
    },
  ],
  source: {
    rules: ['R2', 'R5', 'house'],
    page: 'Working with reseller related requests',
    checkedOn: '2026-11-22',
  },
});
