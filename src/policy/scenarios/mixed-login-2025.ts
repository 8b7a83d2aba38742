import { defineScenario } from '../../domain/scenario.ts';

export default defineScenario({
  id: 'mixed-login-2025',
  when: { policy: ['2025'], verdict: ['mixed'], topic: ['sign-in', 'enable-login'] },
  headline: 'The subscriptions of {customer} were not all sold alike.',
  prohibitions: [
    'undo a deliberate block of the login',
    'conclude anything for the whole account',
    'treat an unknown subscription as a direct one',
  ],
  steps: [
    {
      id: 'choose-subscription',
      text: 'Ask {customer} which subscription {ticket} is about, and choose it on this card.',
    },
    {
      id: 'check-record',
      text: 'Look in CustomersDot whether they use the right address, and whether the account is confirmed.',
    },
    {
      id: 'history',
      text: 'CustomersDot, History: look for "login_activated = false". After "create" it is a deliberate block: stop and ask.',
    },
    {
      id: 'explain-read-only',
      text: 'Tell {customer} that they can sign in; what was bought through a reseller is shown read-only there.',
    },
    {
      id: 'separate',
      text: 'Subscriptions of a reseller and direct ones should not share an account: tell the account owner.',
    },
  ],
  texts: {
    reply:
      'Thank you for your message.\n\nThere are several subscriptions on your account, and they were not all bought in the same way. Could you tell me the number of the one that your question is about?\n\nYou should be able to sign in to the Customers Portal with the address that your subscriptions are registered with. What was bought through a reseller is shown read-only there; your product is not affected by that.',
    note: '{subscription}: Mixed, so no word on the reseller for the whole account. Each subscription has its own verdict. Rules: 2025, R1, R2, our own. Asked: cannot sign in, or wants the login. Address and blocks were looked at; the resold subscriptions are read-only.',
  },
  source: {
    rules: ['R1', 'R2', 'house'],
    page: 'Working with reseller related requests',
    checkedOn: '2026-11-22',
  },
});
