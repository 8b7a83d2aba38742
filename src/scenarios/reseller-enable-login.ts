import { defineScenario } from '../domain/scenario.ts';

export default defineScenario({
  id: 'reseller-enable-login',
  when: { policy: ['seed'], verdict: ['reseller'], topic: ['enable-login'] },
  headline: 'No login yet: {customer} bought via {reseller}.',
  never: [
    'tick "Login activated" for {customer}',
    'take a direct renewal for granted that Zuora does not show',
    'promise a date for the login',
  ],
  steps: [
    { id: 'what-bought', text: 'Ask {customer} what they bought from us and when; note order or quote.' },
    {
      id: 'ask-sales',
      text: 'Ask the account owner in Chatter if a direct purchase is under way: {customer}, so far {reseller}.',
    },
    { id: 'explain', text: 'Tell {customer} that the login waits until Sales has processed that purchase.' },
    { id: 'wait', text: 'Set {ticket} to Pending; look after two business days.' },
    { id: 'recheck', text: 'Check again when Sales confirms. Zuora has to say "Non-Reseller" first.' },
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
