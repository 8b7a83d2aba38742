import { defineScenario } from '../../domain/scenario.ts';

export default defineScenario({
  id: 'not-found',
  when: { verdict: ['not-found'] },
  headline: 'The system answered: it has no such record.',
  prohibitions: [
    'say "direct": nothing was found, so nothing is known',
    'guess an account from a mail domain',
  ],
  steps: [
    { id: 'typing', text: 'Compare what you typed with the source, digit by digit.' },
    {
      id: 'another-way',
      text: 'Try another way in: full e-mail address, subscription number, Salesforce id, ticket link.',
    },
    { id: 'search-by-hand', text: 'Search Zuora by mail domain, and confirm by name what you find.' },
    {
      id: 'ask-number',
      text: 'Ask {customer} for the subscription number or the e-mail address it was sent to.',
    },
    { id: 'new-quote', text: 'Not in Salesforce either: pass it to Sales as a request for a new quote.' },
  ],
  texts: {
    reply:
      'Thank you for your message.\n\nI could not find your subscription with what I have. Could you send me its number, which starts with A-S, or the address that the confirmation of the purchase was sent to?\n\nIf a reseller sold it to you, please add their name.',
    note: '{subscription}: Not found, so no word on a reseller. The system has no such record. Rules: R3, our own. Asked: something about a subscription that was not found. The number was asked for; nobody was told direct.',
  },
  source: { rules: ['R3', 'house'], page: 'Working with Sales', checkedOn: '2026-11-22' },
});
