import { defineScenario } from '../domain/scenario.ts';

export default defineScenario({
  id: 'not-found',
  when: { verdict: ['not-found'] },
  headline: 'The system answered: it has no such record.',
  never: ['say "direct": nothing was found, so nothing is known', 'guess an account from a mail domain'],
  steps: [
    { id: 'typing', text: 'Compare what you typed with the source, digit by digit.' },
    {
      id: 'another-way',
      text: 'Try another way in: full e-mail address, subscription number, Salesforce id, ticket link.',
    },
    { id: 'by-hand', text: 'Search Zuora by mail domain, and confirm by name what you find.' },
    {
      id: 'ask-number',
      text: 'Ask {customer} for the subscription number or the e-mail address it was sent to.',
    },
    { id: 'no-crm', text: 'Not in Salesforce either: pass it to Sales as a request for a new quote.' },
  ],
  source: { rules: ['R3', 'house'], page: 'Working with Sales', checkedOn: '2026-11-22' },
});
