import { defineScenario } from '../domain/scenario.ts';

export default defineScenario({
  id: 'former-reseller-login',
  when: { policy: ['seed'], verdict: ['former-reseller'], topic: ['sign-in', 'enable-login'] },
  headline: '{customer} bought through a reseller; that subscription has ended.',
  never: [
    'tick "Login activated" while the channel reads "{channel}"',
    'say that a login would bring {subscription} back',
  ],
  steps: [
    { id: 'why', text: 'Ask {customer} what they want to do in the portal.' },
    { id: 'newer', text: 'They bought from us since: check that subscription number on a card of its own.' },
    { id: 'buy', text: 'They want to buy: choose the topic "new purchase" on this card.' },
    {
      id: 'restore-login',
      text: 'Restore the login; the card then shows how.',
      needs: { verdict: ['transition-complete', 'direct'] },
    },
  ],
  newer: {
    text: 'Customers of a reseller can sign in, read-only: no changes and no invoices.',
    date: '2025-06-16',
  },
  source: { rules: ['R9', 'R11'], page: 'Working with reseller related requests', checkedOn: '2026-11-22' },
});
