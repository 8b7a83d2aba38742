import { defineScenario } from '../domain/scenario.ts';

/** What we say when no scenario claims the facts. */
export const fallbackScenario = defineScenario({
  id: 'fallback',
  when: {},
  headline: '{customer}: no steps are written for this case yet.',
  prohibitions: [
    'send a licence or an activation code to a reseller',
    'change a login, a contact or a subscription before you have read the page',
  ],
  steps: [
    { id: 'evidence', text: 'Read what decided the verdict, and the evidence below.' },
    { id: 'page', text: 'Look up the current handbook page on reseller requests, and follow that.' },
    { id: 'ask', text: 'Unclear: ask in the Slack channel of Licensing & Renewals.' },
    { id: 'note', text: 'Note in {ticket} what you did and why.' },
    { id: 'tell', text: "Tell the bot's owner which case had no steps." },
  ],
  source: {
    rules: ['R5', 'house'],
    page: 'Working with reseller related requests',
    checkedOn: '2026-11-22',
  },
});
