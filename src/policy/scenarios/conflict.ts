import { defineScenario } from '../../domain/scenario.ts';

export default defineScenario({
  id: 'conflict',
  when: {
    verdict: ['conflict'],
    topic: ['license-upload', 'contact-change', 'change-subscription', 'new-purchase', 'other'],
  },
  headline: '{customer}: Zuora does not settle who sold this.',
  prohibitions: [
    'tell {customer} "direct" or "reseller"',
    'correct invoice owner or channel yourself',
    'promise a change, a renewal or a licence, or send one',
  ],
  steps: [
    { id: 'read-zuora', text: 'Open both records in Zuora and read invoice owner and channel yourself.' },
    {
      id: 'same-group',
      text: '{invoiceOwner} in the same group as {customer}? Then it is about billing, not about a reseller.',
    },
    {
      id: 'ask-billing',
      text: 'Ask Billing which is right: {subscription}, invoice owner {invoiceOwner}, channel "{channel}".',
    },
    { id: 'ask-colleagues', text: 'Billing cannot tell: ask in the Slack channel of Licensing & Renewals.' },
    { id: 'explain-checking', text: 'Tell {customer} only that you are checking who sold this.' },
    { id: 'recheck', text: 'Check again when Billing has answered.' },
  ],
  texts: {
    reply:
      'Thank you for your message.\n\nI am checking with our billing team how {subscription} was bought, because what we may change depends on that. I come back to you here when I know.\n\nYour product is not affected by this check. If you have an order confirmation that shows who sold the subscription, the order number helps me.',
    note: '{subscription}: Conflict, reseller not settled. The invoice goes to {invoiceOwner}, channel "{channel}". Rules: R3, our own. Asked: something that depends on who sold it. Billing was asked which is right; nothing was changed, and the customer was told neither direct nor reseller.',
  },
  source: { rules: ['R3', 'house'], page: 'Working with reseller related requests', checkedOn: '2026-11-22' },
});
