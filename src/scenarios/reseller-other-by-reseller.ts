import { defineScenario } from '../domain/scenario.ts';

export default defineScenario({
  id: 'reseller-other-by-reseller',
  when: { policy: ['seed'], verdict: ['reseller'], topic: ['other'], asker: ['reseller'] },
  headline: 'A reseller asks about {customer}.',
  never: [
    'send a licence or an activation code to {reseller}',
    'tell the requester more than their own order covers',
    'mix {customer} and the partner in one Zendesk organisation',
  ],
  steps: [
    {
      id: 'who',
      text: 'Compare the requester with {invoiceOwner}. In a chain of partners, note both names.',
    },
    {
      id: 'licence',
      text: 'They ask for a licence or code: decline, and offer the contact change with a copy of the invoice.',
    },
    {
      id: 'programme',
      text: 'They ask about the partner programme or portal: point them to partner support.',
    },
    {
      id: 'set-issue-type',
      text: 'Set the issue type of {ticket} to "Sales-assistance required", then "Reseller".',
    },
    {
      id: 'ask-sales',
      text: 'An order or a subscription: ask the account owner in Chatter to reach out: {customer}, {reseller}.',
    },
    {
      id: 'mark-ticket',
      text: 'Tick "Escalated to sales", send the "Pass to Sales" macro, note the Chatter link in {ticket}, set it to Pending.',
    },
  ],
  source: { rules: ['R2', 'R5', 'R15'], page: 'Working with Sales', checkedOn: '2026-11-22' },
});
