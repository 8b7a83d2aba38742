import { defineScenario } from '../domain/scenario.ts';

export default defineScenario({
  id: 'contact-change-by-customer',
  when: { policy: ['seed'], verdict: ['reseller'], topic: ['contact-change'], asker: ['customer'] },
  headline: 'Contact change: {customer} bought via {reseller}.',
  never: [
    'accept an invoice that {customer} brings as proof',
    'tell the requester who the current Sold-To is',
    'tick "Login activated" for the new contact',
  ],
  steps: [
    { id: 'sold-to', text: 'Check in Zuora whether the requester is the current Sold-To of {subscription}.' },
    {
      id: 'proof',
      text: 'Ask for proof: approval of an existing contact, an earlier contract, or the last loaded licence as text.',
    },
    {
      id: 'through-reseller',
      text: 'No proof: {customer} copies in and authorises {reseller}, who then sends the invoice.',
    },
    {
      id: 'add-contact',
      text: 'Add the one subscription contact. Several people wanted: suggest a shared mailbox.',
    },
    { id: 'explain', text: 'Tell {customer} that {reseller} still handles changes to the subscription.' },
    { id: 'resend', text: 'Once Zuora shows the new Sold-To, resend the licence to that person alone.' },
  ],
  newer: {
    text: 'A new contact gets "Login activated" ticked, and self-service comes first.',
    date: '2026-05-01',
  },
  source: { rules: ['R1', 'R2', 'R6'], page: 'Associating purchases', checkedOn: '2026-11-22' },
});
