import { defineScenario } from '../domain/scenario.ts';

export default defineScenario({
  id: 'mixed',
  when: {
    verdict: ['mixed'],
    topic: [
      'license-upload',
      'contact-change',
      'change-subscription',
      'direct-renewal',
      'new-purchase',
      'other',
    ],
  },
  headline: 'The subscriptions of {customer} were not all sold alike.',
  never: [
    'conclude anything for the whole account',
    'merge the subscriptions',
    'treat an unknown subscription as a direct one',
  ],
  steps: [
    { id: 'which', text: 'Ask {customer} which subscription {ticket} is about, and choose it on this card.' },
    { id: 'steps', text: 'Follow the steps of that subscription, not of the account.' },
    { id: 'whole', text: 'Anything for the whole account follows the strictest line above.' },
    {
      id: 'separate',
      text: 'Subscriptions of a reseller and direct ones should not share an account: tell the account owner.',
    },
    {
      id: 'seats',
      text: 'Seats bought in two ways stay two subscriptions; one licence for the sum is possible if the invoice owners differ.',
    },
  ],
  source: { rules: ['house'], page: 'Working with reseller related requests', checkedOn: '2026-11-22' },
});
