import { defineScenario } from '../domain/scenario.ts';

export default defineScenario({
  id: 'direct-license-upload',
  when: { verdict: ['direct'], topic: ['license-upload'] },
  headline: '{customer} bought from us, not through a reseller.',
  never: [
    'call a purchase on another account a renewal',
    'copy earlier user counts into the licence unchecked',
    'explain, judge or waive an overage',
  ],
  steps: [
    { id: 'usual-page', text: 'Work on {ticket} by the page on licence upload errors.' },
    {
      id: 'earlier',
      text: 'Ask whether {customer} had another subscription before, perhaps through a reseller or on another account.',
    },
    {
      id: 'counts',
      text: 'If so, it is a new purchase: its licence starts without the earlier user counts.',
    },
    {
      id: 'entity',
      text: 'Only the billing entity changed? The old subscription names the new one; no reseller is involved.',
    },
    { id: 'ask-sales', text: 'A true-up is open: ask the account owner in Chatter to talk to {customer}.' },
  ],
  source: { rules: ['R3', 'R10'], page: 'Troubleshoot license upload issues', checkedOn: '2026-11-22' },
});
