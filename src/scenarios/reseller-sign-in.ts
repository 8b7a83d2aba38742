import { defineScenario } from '../domain/scenario.ts';

export default defineScenario({
  id: 'reseller-sign-in',
  when: { policy: ['seed'], verdict: ['reseller'], topic: ['sign-in'] },
  headline: 'No portal login: {customer} bought via {reseller}.',
  never: [
    'tick "Login activated" for {customer}',
    'tell {customer} that they can never sign in',
    'send a licence or an activation code to {reseller}',
  ],
  steps: [
    {
      id: 'gather',
      text: 'Ask {customer} what they wanted to do in the portal; note plan, seats and end date of {subscription}.',
    },
    {
      id: 'explain',
      text: 'Tell {customer} that {reseller} handles changes and that Sales will be in touch.',
    },
    {
      id: 'set-issue-type',
      text: 'Set the issue type of {ticket} to "Sales-assistance required", then "Reseller".',
    },
    {
      id: 'ask-sales',
      text: 'Ask the account owner in Chatter (SMB pool: by Case) to reach out: {customer}, {reseller}.',
    },
    {
      id: 'mark-ticket',
      text: 'Tick "Escalated to sales", send the "Pass to Sales" macro, note the Chatter link in {ticket}, set it to Pending.',
    },
  ],
  newer: {
    text: 'Customers of a reseller can sign in, read-only: no changes and no invoices.',
    date: '2025-06-16',
  },
  source: {
    rules: ['R1', 'R2', 'R5', 'R14', 'R15'],
    page: 'Working with reseller related requests',
    checkedOn: '2026-11-22',
  },
});
