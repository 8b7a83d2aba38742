import { defineScenario } from '../../domain/scenario.ts';

export default defineScenario({
  id: 'transition-complete',
  when: {
    verdict: ['transition-complete'],
    topic: ['license-upload', 'contact-change', 'change-subscription', 'new-purchase', 'other'],
  },
  headline: '{customer} bought through a reseller before and buys from us now.',
  prohibitions: [
    'send {customer} back to {earlierOwner}',
    'take instructions from {earlierOwner} without word from {customer}',
    'promise that earlier user counts carry over',
  ],
  steps: [
    {
      id: 'usual-page',
      text: 'Work on {ticket} as for any direct customer; the reseller steps no longer apply.',
    },
    {
      id: 'counts',
      text: 'A licence that fails: bought on another account, it is new and starts without the earlier user counts; compare the three.',
    },
    {
      id: 'choose-topic',
      text: 'The login is wanted too: choose the topic "restore the login" for the order of clicks.',
    },
    {
      id: 'tell-crm',
      text: 'Salesforce still shows the earlier partner? Tell the account owner; change nothing yourself.',
    },
  ],
  texts: {
    reply:
      'Thank you for your message.\n\nOur records show that {subscription} is now with us directly, so I can help you with it here and you do not need the earlier reseller for it.\n\nIf you have bought on another account, please send me that subscription number: such a purchase counts as new, and its licence does not include the earlier user counts.',
    note: '{subscription}: Direct now; the reseller before was {earlierOwner}. The invoice goes to {invoiceOwner}, channel "{channel}". Rules: R10, our own. Asked: something that is no longer for the reseller. Worked on as for a direct customer.',
  },
  source: {
    rules: ['R10', 'house'],
    page: 'Working with reseller related requests',
    checkedOn: '2026-11-22',
  },
});
