import { defineScenario } from '../domain/scenario.ts';

export default defineScenario({
  id: 'former-reseller',
  when: { policy: ['seed'], verdict: ['former-reseller'], topic: ['contact-change', 'other'] },
  headline: '{customer} bought through a reseller; that subscription has ended.',
  never: [
    'send a licence or an activation code to {reseller}',
    'name the current Sold-To contact or copy them in',
    'extend {subscription} yourself',
  ],
  steps: [
    {
      id: 'understand',
      text: 'Ask {customer} what they still need for {subscription}; it ended on {endsOn}.',
    },
    { id: 'newer', text: 'They mean a newer purchase: check that subscription number on a card of its own.' },
    {
      id: 'contact',
      text: 'They want a contact changed: ask for the same proof as while {subscription} ran.',
    },
    { id: 'buy', text: 'They want to go on: choose the topic "new purchase" on this card.' },
  ],
  source: {
    rules: ['R5', 'R7', 'house'],
    page: 'Working with reseller related requests',
    checkedOn: '2026-11-22',
  },
});
