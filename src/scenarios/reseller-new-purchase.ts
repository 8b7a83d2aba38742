import { defineScenario } from '../domain/scenario.ts';

export default defineScenario({
  id: 'reseller-new-purchase',
  when: { policy: ['seed'], verdict: ['reseller'], topic: ['new-purchase'] },
  headline: 'New purchase: {customer} bought via {reseller}.',
  never: [
    'call a purchase on another account a renewal',
    'promise that earlier user counts carry over',
    'send a licence or an activation code to {reseller}',
  ],
  steps: [
    {
      id: 'which',
      text: 'Ask whether {customer} wants more of {subscription}, or a separate purchase on another account.',
    },
    { id: 'more', text: 'More of the same: that is a change, and it goes through {reseller}.' },
    {
      id: 'separate',
      text: 'Separate: say that it counts as new, and that its licence knows nothing of the earlier users.',
    },
    {
      id: 'portal',
      text: 'The portal takes no new purchase until 30 days after {subscription} ends ({endsOn}).',
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
  source: {
    rules: ['R2', 'R5', 'R10'],
    page: 'Working with reseller related requests',
    checkedOn: '2026-11-22',
  },
});
