import { defineScenario } from '../../domain/scenario.ts';

export default defineScenario({
  id: 'conflict-login',
  when: { policy: ['seed'], verdict: ['conflict'], topic: ['sign-in', 'enable-login', 'direct-renewal'] },
  headline: '{customer}: Zuora does not settle who sold this, so no login.',
  prohibitions: [
    'tick "Login activated" for {customer}',
    'tell {customer} "direct" or "reseller"',
    'correct invoice owner or channel yourself',
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
    {
      id: 'restore-login',
      text: 'Restore the login: check again, and follow the card as it then stands.',
      requires: { verdict: ['transition-complete', 'direct'] },
    },
  ],
  texts: {
    reply:
      'Thank you for your message.\n\nI am checking with our billing team how {subscription} was bought, because what we may change depends on that. I come back to you here when I know.\n\nYour product is not affected by this check. If you have an order confirmation that shows who sold the subscription, the order number helps me.',
    note: '{subscription}: Conflict, reseller not settled. The invoice goes to {invoiceOwner}, channel "{channel}". Rules: seed, R9, R11, our own. Asked: login or direct renewal. Billing was asked which is right; nothing was changed, and the customer was told neither direct nor reseller.',
  },
  newer: {
    text: 'Customers of a reseller can sign in, read-only: no changes and no invoices.',
    date: '2025-06-16',
  },
  source: {
    rules: ['R9', 'R11', 'house'],
    page: 'Working with reseller related requests',
    checkedOn: '2026-11-22',
  },
});
