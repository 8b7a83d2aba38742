import { defineScenario } from '../domain/scenario.ts';

export default defineScenario({
  id: 'conflict-login',
  when: { policy: ['seed'], verdict: ['conflict'], topic: ['sign-in', 'enable-login', 'direct-renewal'] },
  headline: '{customer}: Zuora does not settle who sold this, so no login.',
  never: [
    'tick "Login activated" for {customer}',
    'tell {customer} "direct" or "reseller"',
    'correct invoice owner or channel yourself',
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
    {
      id: 'restore-login',
      text: 'Restore the login; the card then shows how.',
      needs: { verdict: ['transition-complete', 'direct'] },
    },
  ],
  source: {
    rules: ['R9', 'R11', 'house'],
    page: 'Working with reseller related requests',
    checkedOn: '2026-11-22',
  },
});
