import { defineScenario } from '../../domain/scenario.ts';

export default defineScenario({
  id: 'former-reseller-login',
  when: { policy: ['seed'], verdict: ['former-reseller'], topic: ['sign-in', 'enable-login'] },
  headline: '{customer} bought through a reseller; that subscription has ended.',
  prohibitions: [
    'tick "Login activated" while the channel reads "{channel}"',
    'say that a login would bring {subscription} back',
    'send a licence or an activation code to {reseller}',
  ],
  steps: [
    { id: 'understand', text: 'Ask {customer} what they wanted to do in the portal.' },
    {
      id: 'other-number',
      text: 'They bought from us since: check that subscription number on a card of its own.',
    },
    { id: 'choose-topic', text: 'They want to buy: choose the topic "new purchase" on this card.' },
    {
      id: 'purchase-processed',
      text: 'They bought from us: when that purchase is processed, note where it shows.',
      linkLabel: 'a link that shows the processed purchase',
    },
    {
      id: 'restore-login',
      text: 'Restore the login: check again, and follow the card as it then stands.',
      requires: { verdict: ['transition-complete', 'direct'], steps: ['purchase-processed'] },
    },
  ],
  texts: {
    reply:
      'Thank you for your message.\n\n{subscription} was bought through {reseller} and ended on {endsOn}. A sign-in to the Customers Portal can be set up once a purchase from us has been processed.\n\nCould you tell me what you wanted to do there? If you have bought from us since, please send me that subscription number.',
    note: '{subscription}: Reseller purchase, ended on {endsOn}, through {reseller}. The invoice went to {invoiceOwner}, channel "{channel}". Rules: seed, R5, R9, R11. Asked: cannot sign in, or wants the login back. No login while the channel reads "{channel}"; a newer purchase was asked for.',
  },
  newer: {
    text: 'Customers of a reseller can sign in, read-only: no changes and no invoices.',
    date: '2025-06-16',
  },
  source: {
    rules: ['R5', 'R9', 'R11'],
    page: 'Working with reseller related requests',
    checkedOn: '2026-11-22',
  },
});
