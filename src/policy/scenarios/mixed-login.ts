import { defineScenario } from '../../domain/scenario.ts';

export default defineScenario({
  id: 'mixed-login',
  when: { policy: ['seed'], verdict: ['mixed'], topic: ['sign-in', 'enable-login'] },
  headline: 'The subscriptions of {customer} were not all sold alike.',
  prohibitions: [
    'tick "Login activated" while one of them is not direct',
    'conclude anything for the whole account',
    'treat an unknown subscription as a direct one',
  ],
  steps: [
    {
      id: 'choose-subscription',
      text: 'Ask {customer} which subscription {ticket} is about, and choose it on this card.',
    },
    { id: 'strictest', text: 'A login opens the whole account, so the strictest line above decides.' },
    {
      id: 'explain-login-waits',
      text: 'Tell {customer} that the login waits until every subscription on the account is direct.',
    },
    {
      id: 'separate',
      text: 'Subscriptions of a reseller and direct ones should not share an account: tell the account owner.',
    },
    { id: 'recheck', text: 'Check the whole account again when something changes.' },
  ],
  texts: {
    reply:
      'Thank you for your message.\n\nThere are several subscriptions on your account, and they were not all bought in the same way. Could you tell me the number of the one that your question is about?\n\nA sign-in to the Customers Portal opens the whole account, so it can only be set up once every subscription on it is with us directly.',
    note: '{subscription}: Mixed, so no word on the reseller for the whole account. Each subscription has its own verdict. Rules: seed, R1, R9, R11, our own. Asked: cannot sign in, or wants the login. The strictest subscription decides; the login stays as it is.',
  },
  newer: {
    text: 'Customers of a reseller can sign in, read-only: no changes and no invoices.',
    date: '2025-06-16',
  },
  source: {
    rules: ['R1', 'R9', 'R11', 'house'],
    page: 'Working with reseller related requests',
    checkedOn: '2026-11-22',
  },
});
