import { defineScenario } from '../domain/scenario.ts';

export default defineScenario({
  id: 'direct',
  when: {
    verdict: ['direct'],
    topic: ['sign-in', 'contact-change', 'change-subscription', 'direct-renewal', 'new-purchase', 'other'],
  },
  headline: '{customer} bought from us, not through a reseller.',
  never: ['send {customer} to a reseller', 'hand {ticket} to Sales as a reseller case'],
  steps: [
    { id: 'usual-page', text: 'Leave this workflow: work on {ticket} by the usual page for its topic.' },
    {
      id: 'other-number',
      text: '{customer} names a reseller? Ask for that subscription number and check it too.',
    },
    {
      id: 'history',
      text: 'Earlier invoice owners unread? Look at the history of {subscription} in Zuora before you rule a reseller out.',
    },
  ],
  source: { rules: ['R3'], page: 'Working with reseller related requests', checkedOn: '2026-11-22' },
});
