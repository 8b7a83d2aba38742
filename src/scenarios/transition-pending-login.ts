import { defineScenario } from '../domain/scenario.ts';

export default defineScenario({
  id: 'transition-pending-login',
  when: {
    policy: ['seed'],
    verdict: ['transition-pending'],
    topic: ['sign-in', 'enable-login', 'direct-renewal'],
  },
  headline: '{customer} is going direct, but it is not finished: no login yet.',
  never: [
    'tick "Login activated" yet',
    'promise {customer} a date for the login',
    'treat {customer} as a direct customer already',
  ],
  steps: [
    {
      id: 'missing',
      text: 'Note what is missing: the channel still reads "{channel}" and must read "Non-Reseller".',
    },
    {
      id: 'ask-sales',
      text: 'Ask in the Chatter thread, or start one: {customer} first had a reseller purchase; is the new one processed?',
    },
    { id: 'explain', text: 'Tell {customer} that the login follows once Sales has processed the purchase.' },
    { id: 'wait', text: 'Set {ticket} to Pending; look after two business days.' },
    { id: 'recheck', text: 'Check again when Sales confirms.' },
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
  source: {
    rules: ['R8', 'R9', 'R11'],
    page: 'Working with reseller related requests',
    checkedOn: '2026-11-22',
  },
});
