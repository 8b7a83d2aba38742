import { defineScenario } from '../domain/scenario.ts';

export default defineScenario({
  id: 'conflict',
  when: {
    verdict: ['conflict'],
    topic: ['license-upload', 'contact-change', 'change-subscription', 'new-purchase', 'other'],
  },
  headline: '{customer}: Zuora does not settle who sold this.',
  never: [
    'tell {customer} "direct" or "reseller"',
    'correct invoice owner or channel yourself',
    'promise a change, a renewal or a licence',
  ],
  steps: [
    { id: 'read', text: 'Open both records in Zuora and read invoice owner and channel yourself.' },
    {
      id: 'family',
      text: '{invoiceOwner} in the same group as {customer}? Then it is about billing, not about a reseller.',
    },
    {
      id: 'ask-billing',
      text: 'Ask Billing which is right: {subscription}, invoice owner {invoiceOwner}, channel "{channel}".',
    },
    { id: 'ask-colleagues', text: 'Billing cannot tell: ask in the Slack channel of Licensing & Renewals.' },
    { id: 'explain', text: 'Tell {customer} only that you are checking who sold this.' },
    { id: 'recheck', text: 'Check again when Billing has answered.' },
  ],
  source: { rules: ['house'], page: 'Working with reseller related requests', checkedOn: '2026-11-22' },
});
