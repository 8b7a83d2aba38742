import { defineScenario } from '../domain/scenario.ts';

export default defineScenario({
  id: 'unknown',
  when: { verdict: ['unknown'] },
  headline: 'Nobody can tell yet who sold this: no verdict.',
  never: [
    'tell {customer} "direct" or "reseller"',
    'decide by Salesforce, by the login or by what {customer} says',
    'change a login, a contact or a subscription',
  ],
  steps: [
    { id: 'again', text: 'Try again in a minute if a system did not answer.' },
    {
      id: 'by-hand',
      text: 'Or look in Zuora yourself: the invoice owner of {subscription}, and the channel of its account.',
    },
    { id: 'odd-field', text: 'A field is blank or reads something odd: ask Billing what it should say.' },
    { id: 'explain', text: 'Tell {customer} only that you are looking into it.' },
    { id: 'note', text: 'Note in {ticket} what you saw by hand, and when.' },
  ],
  source: {
    rules: ['R3', 'R4', 'house'],
    page: 'Working with reseller related requests',
    checkedOn: '2026-11-22',
  },
});
