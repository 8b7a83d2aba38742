import { defineScenario } from '../domain/scenario.ts';

export default defineScenario({
  id: 'contact-change-internal',
  when: { policy: ['seed'], verdict: ['reseller'], topic: ['contact-change'], asker: ['internal'] },
  headline: 'A colleague asks to change a contact of {customer}.',
  never: [
    "accept a colleague's word as proof, the account owner's included",
    'send a licence to an address from an internal request',
    'copy {customer} into the internal request',
  ],
  steps: [
    { id: 'say-no', text: 'Tell the colleague that staff cannot vouch for a contact.' },
    {
      id: 'ask-ticket',
      text: 'Ask for a ticket from the current Sold-To, or from {reseller} with a copy of the invoice.',
    },
    { id: 'continue-there', text: 'Do the contact change in that ticket, with its proof.' },
    { id: 'close', text: 'Put the number of that ticket into the internal request and close it.' },
  ],
  source: { rules: ['R5', 'R6', 'R7'], page: 'Associating purchases', checkedOn: '2026-11-22' },
});
