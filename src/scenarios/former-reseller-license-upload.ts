import { defineScenario } from '../domain/scenario.ts';

export default defineScenario({
  id: 'former-reseller-license-upload',
  when: { policy: ['seed'], verdict: ['former-reseller'], topic: ['license-upload'] },
  headline: '{customer} bought through a reseller; that subscription has ended.',
  never: [
    'copy earlier user counts into a new licence unchecked',
    'explain, judge or waive an overage',
    'send a licence or an activation code to {reseller}',
  ],
  steps: [
    {
      id: 'which',
      text: 'Ask which licence is loaded: the one of {subscription}, or one of a newer purchase.',
    },
    { id: 'newer', text: 'A newer purchase: check that subscription number on a card of its own.' },
    {
      id: 'ask-counts',
      text: 'Ask for a screenshot of the instance dashboard: users in licence, billable and maximum users.',
    },
    {
      id: 'compare',
      text: 'A purchase on another account starts without the earlier counts: compare the three.',
    },
    {
      id: 'ask-sales',
      text: 'A true-up is open: give the account owner the counts in Chatter: {customer}, {reseller}.',
    },
    {
      id: 'mark-ticket',
      text: 'Tick "Escalated to sales", send the "Pass to Sales" macro, note the Chatter link in {ticket}, set it to Pending.',
    },
  ],
  source: { rules: ['R5', 'R10'], page: 'Troubleshoot license upload issues', checkedOn: '2026-11-22' },
});
