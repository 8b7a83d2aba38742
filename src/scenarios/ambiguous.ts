import { defineScenario } from '../domain/scenario.ts';

export default defineScenario({
  id: 'ambiguous',
  when: { verdict: ['ambiguous'] },
  headline: 'Several accounts fit. Choose one before you act.',
  never: ['take the first account, or the likeliest one', 'edit an account membership before one is chosen'],
  steps: [
    { id: 'ask', text: 'Ask {customer} which subscription or which company {ticket} is about.' },
    { id: 'choose', text: 'Choose that account on this card; the steps follow.' },
    {
      id: 'one-login',
      text: 'One user can hold one account only: before you switch it, have them agree to give up the other.',
    },
  ],
  source: { rules: ['R3', 'house'], page: 'Associating purchases', checkedOn: '2026-11-22' },
});
