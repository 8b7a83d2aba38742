import { defineScenario } from '../domain/scenario.ts';

export default defineScenario({
  id: 'reseller-change-subscription',
  when: { policy: ['seed'], verdict: ['reseller'], topic: ['change-subscription'] },
  headline: 'Changes for {customer} go through {reseller}.',
  never: [
    'add seats, upgrade or quote for {customer}',
    'point {customer} to "Add seats" in the portal',
    'act on a permission that you have not seen in writing',
  ],
  steps: [
    { id: 'what', text: 'Note exactly what {customer} wants: seats, tier, storage, compute.' },
    { id: 'to-reseller', text: 'Tell {customer} to ask {reseller} for it.' },
    {
      id: 'permission',
      text: 'Does {reseller} allow a direct change, in writing? Note in {ticket} where it says so.',
    },
    {
      id: 'set-issue-type',
      text: 'Only with that permission, or when the reseller cannot be reached: set "Sales-assistance required", "Reseller".',
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
    text: 'Renewals go through the reseller too, and its permission no longer makes an exception.',
    date: '2025-06-16',
  },
  source: { rules: ['R2'], page: 'Working with reseller related requests', checkedOn: '2026-11-22' },
});
