import { defineScenario } from '../../domain/scenario.ts';

export default defineScenario({
  id: 'ambiguous',
  when: { verdict: ['ambiguous'] },
  headline: 'Several accounts fit. Choose one before you act.',
  prohibitions: [
    'take the first account, or the likeliest one',
    'edit an account membership before one is chosen',
  ],
  steps: [
    { id: 'ask-number', text: 'Ask {customer} which subscription or which company {ticket} is about.' },
    { id: 'choose-account', text: 'Choose that account on this card; the steps follow.' },
    {
      id: 'one-account',
      text: 'One user can hold one account only: before you switch it, have them agree to give up the other.',
    },
  ],
  texts: {
    reply:
      'Thank you for your message.\n\nMore than one account fits your request. Could you tell me the number of the subscription it is about, and the name of the company that holds it?',
    note: '{subscription}: Several accounts fit, so no word on a reseller. None was chosen. Rules: R3, our own. Asked: not clear which account. The subscription number was asked for.',
  },
  source: { rules: ['R3', 'house'], page: 'Associating purchases', checkedOn: '2026-11-22' },
});
