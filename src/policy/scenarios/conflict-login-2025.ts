import { defineScenario } from '../../domain/scenario.ts';

export default defineScenario({
  id: 'conflict-login-2025',
  when: { policy: ['2025'], verdict: ['conflict'], topic: ['sign-in', 'enable-login', 'direct-renewal'] },
  headline: '{customer}: Zuora does not settle who sold this.',
  prohibitions: [
    'undo a deliberate block of the login',
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
    {
      id: 'explain-checking',
      text: 'Tell {customer} only that you are checking who sold this; they can sign in meanwhile, perhaps read-only.',
    },
    {
      id: 'history',
      text: 'CustomersDot, History: look for "login_activated = false". After "create" it is a deliberate block: stop and ask.',
    },
    { id: 'recheck', text: 'Check again when Billing has answered.' },
  ],
  texts: {
    reply:
      'Thank you for your message.\n\nI am checking with our billing team how {subscription} was bought, because what we may change depends on that. I come back to you here when I know.\n\nMeanwhile you should be able to sign in to the Customers Portal with the address that the subscription is registered with. Should it say that it is read-only: your product is not affected by that.',
    note: '{subscription}: Conflict, reseller not settled. The invoice goes to {invoiceOwner}, channel "{channel}". Rules: 2025, R1, R11, our own. Asked: login or direct renewal. Billing was asked which is right; nothing was changed, and the customer was told neither direct nor reseller.',
  },
  source: {
    rules: ['R1', 'R11', 'house'],
    page: 'Working with reseller related requests',
    checkedOn: '2026-11-22',
  },
});
