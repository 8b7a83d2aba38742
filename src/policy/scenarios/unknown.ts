import { defineScenario } from '../../domain/scenario.ts';

export default defineScenario({
  id: 'unknown',
  when: { verdict: ['unknown'] },
  headline: 'Nobody can tell yet who sold this: no verdict.',
  prohibitions: [
    'tell {customer} "direct" or "reseller"',
    'decide by Salesforce, by the login or by what {customer} says',
    'change a login, a contact or a subscription',
  ],
  steps: [
    { id: 'recheck', text: 'Check again in a minute if a system did not answer.' },
    {
      id: 'by-hand',
      text: 'Or look in Zuora yourself: the invoice owner of {subscription}, and the channel of its account.',
    },
    { id: 'ask-billing', text: 'A field is blank or reads something odd: ask Billing which value is right.' },
    { id: 'explain-checking', text: 'Tell {customer} only that you are looking into it.' },
    { id: 'note-by-hand', text: 'Note in {ticket} what you saw by hand, and when.' },
  ],
  texts: {
    reply:
      'Thank you for your message.\n\nI am looking into how {subscription} was bought, because what we may change depends on that. I come back to you here when I know. Your product is not affected by this.',
    note: '{subscription}: Unknown, so no word on a reseller. Not readable or not clear: invoice owner {invoiceOwner}, channel "{channel}". Rules: R3, R4, our own. Asked: something that depends on who sold it. Nothing was changed, and nobody was told direct or reseller.',
  },
  source: {
    rules: ['R3', 'R4', 'house'],
    page: 'Working with reseller related requests',
    checkedOn: '2026-11-22',
  },
});
