import { defineScenario } from '../domain/scenario.ts';

export default defineScenario({
  id: 'reseller-license-upload',
  when: { policy: ['seed'], verdict: ['reseller'], topic: ['license-upload'] },
  headline: 'Upload fails: {customer} bought via {reseller}.',
  never: [
    'send a licence or an activation code to {reseller}',
    'explain, judge or waive an overage',
    'issue a legacy licence before Sales has the exemption',
  ],
  steps: [
    {
      id: 'ask-counts',
      text: 'Ask {customer} for a screenshot of the instance dashboard: users in licence, billable and maximum users.',
    },
    {
      id: 'compare',
      text: 'Compare users, previous users and true-up with the licence of {subscription}: one of the three does not fit.',
    },
    {
      id: 'other-account',
      text: 'Bought anew on another account? Then it is no renewal, and the licence starts without the earlier counts.',
    },
    {
      id: 'set-fields',
      text: 'Set category "Self-managed license related matters" and the subcategory about errors applying a licence.',
    },
    {
      id: 'ask-sales',
      text: 'Give the account owner the three counts in Chatter (SMB pool: Case): {customer}, {reseller}.',
    },
    {
      id: 'mark-ticket',
      text: 'Tick "Escalated to sales", send the "Pass to Sales" macro, note the Chatter link in {ticket}, set it to Pending.',
    },
  ],
  source: {
    rules: ['R5', 'R10', 'R14', 'R15', 'R18'],
    page: 'Troubleshoot license upload issues',
    checkedOn: '2026-11-22',
  },
});
