import { defineScenario } from '../../domain/scenario.ts';

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
  prohibitions: [
    'conclude anything for the whole account',
    'merge the subscriptions',
    'treat an unknown subscription as a direct one',
  ],
  steps: [
    {
      id: 'choose-subscription',
      text: 'Ask {customer} which subscription {ticket} is about, and choose it on this card.',
    },
    { id: 'follow-line', text: 'Follow the steps of that subscription, not of the account.' },
    { id: 'strictest', text: 'Anything for the whole account: the strictest line above decides.' },
    {
      id: 'separate',
      text: 'Subscriptions of a reseller and direct ones should not share an account: tell the account owner.',
    },
    {
      id: 'seats',
      text: 'Seats bought in two ways stay two subscriptions; one licence for the sum is possible if the invoice owners differ.',
    },
  ],
  texts: {
    reply:
      'Thank you for your message.\n\nThere are several subscriptions on your account, and they were not all bought in the same way. Could you tell me the number of the one that your question is about?',
    note: '{subscription}: Mixed, so no word on the reseller for the whole account. Each subscription has its own verdict. Rules: R3, our own. Asked: not clear which subscription. The number was asked for; nothing was concluded for the whole account.',
  },
  source: { rules: ['R3', 'house'], page: 'Working with reseller related requests', checkedOn: '2026-11-22' },
});
