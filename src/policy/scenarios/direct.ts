import { defineScenario } from '../../domain/scenario.ts';

export default defineScenario({
  id: 'direct',
  when: {
    verdict: ['direct'],
    topic: ['sign-in', 'contact-change', 'change-subscription', 'direct-renewal', 'new-purchase', 'other'],
  },
  headline: '{customer} bought from us, not through a reseller.',
  prohibitions: ['send {customer} to a reseller', 'hand {ticket} to Sales as a reseller case'],
  steps: [
    { id: 'usual-page', text: 'Leave this workflow: work on {ticket} by the usual page for its topic.' },
    {
      id: 'other-number',
      text: '{customer} names a reseller? Ask for that subscription number and check it too.',
    },
    {
      id: 'owner-change',
      text: 'Earlier invoice owners unread? Look at the history of {subscription} in Zuora before you rule a reseller out.',
    },
  ],
  texts: {
    reply:
      'Thank you for your message.\n\nOur records show that {subscription} was bought from us, so I can help you with it here.\n\nIf a reseller was involved in your purchase, please send me the number of that subscription as well.',
    note: '{subscription}: Direct, no reseller. The invoice goes to {invoiceOwner}, channel "{channel}". Rules: R3. Asked: something for the usual page. The reseller workflow does not apply; no handoff as a reseller case.',
  },
  source: { rules: ['R3'], page: 'Working with reseller related requests', checkedOn: '2026-11-22' },
});
