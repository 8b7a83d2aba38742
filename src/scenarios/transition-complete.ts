import { defineScenario } from '../domain/scenario.ts';

export default defineScenario({
  id: 'transition-complete',
  when: {
    policy: ['seed'],
    verdict: ['transition-complete'],
    topic: ['license-upload', 'contact-change', 'change-subscription', 'new-purchase', 'other'],
  },
  headline: '{customer} bought through a reseller before and buys from us now.',
  never: [
    'send {customer} back to {earlierOwner}',
    'take instructions from {earlierOwner} without word from {customer}',
    'promise that earlier user counts carry over',
  ],
  steps: [
    {
      id: 'as-direct',
      text: 'Work on {ticket} as for any direct customer; the reseller steps no longer apply.',
    },
    {
      id: 'counts',
      text: 'A licence that fails: compare its counts with the instance. Bought on another account, it starts without them.',
    },
    {
      id: 'login',
      text: 'The login is wanted too: choose the topic "restore the login" for the order of clicks.',
    },
    {
      id: 'crm',
      text: 'Salesforce still shows the earlier partner? Tell the account owner; change nothing yourself.',
    },
  ],
  source: {
    rules: ['R10', 'house'],
    page: 'Working with reseller related requests',
    checkedOn: '2026-11-22',
  },
});
