import { defineScenario } from '../domain/scenario.ts';

export default defineScenario({
  id: 'direct-enable-login',
  when: { policy: ['seed'], verdict: ['direct'], topic: ['enable-login'] },
  headline: '{customer} buys from us: check for a block, then restore the login.',
  never: [
    'tick anything before you have read the channel in Zuora',
    'undo a deliberate block',
    'take an unticked box for a sign of a reseller',
  ],
  steps: [
    { id: 'channel', text: 'Read it yourself in Zuora: the channel of {account} says "Non-Reseller".' },
    {
      id: 'owner-change',
      text: 'Earlier invoice owners unread? Look at the history of {subscription} in Zuora.',
    },
    {
      id: 'history',
      text: 'CustomersDot, History: look for "login_activated = false". After "create" it is a deliberate block: stop and ask.',
    },
    { id: 'edit', text: 'Open the Edit tab of the right record: {customer}, {account}.' },
    { id: 'tick', text: 'Tick "Login activated".', needs: { verdict: ['transition-complete', 'direct'] } },
    { id: 'save', text: 'Press Save.', needs: { verdict: ['transition-complete', 'direct'] } },
    {
      id: 'save-sold-to',
      text: "Last, save the original Sold-To's record once more: otherwise your edit can replace the Sold-To in Zuora.",
    },
  ],
  newer: {
    text: 'The login list is gone from the page: customers of a reseller can sign in anyway, read-only.',
    date: '2025-06-16',
  },
  source: {
    rules: ['R11', 'R12', 'R13'],
    page: 'Working with reseller related requests',
    checkedOn: '2026-11-22',
  },
});
