import { defineScenario } from '../../domain/scenario.ts';

export default defineScenario({
  id: 'contact-change-reseller-vouches',
  when: {
    policy: ['seed'],
    verdict: ['reseller', 'former-reseller'],
    topic: ['contact-change'],
    requester: ['customer', 'reseller', 'unknown'],
    proof: ['reseller-vouches'],
  },
  headline: 'The word of the reseller is no proof: contact of {customer}.',
  prohibitions: [
    'send a licence or an activation code to {reseller}',
    "change anything before a copy of the invoice is in {ticket}; a colleague's word never replaces it",
    'name the current Sold-To contact or copy them in',
  ],
  steps: [
    {
      id: 'decline-vouch',
      text: 'Say that the word of {reseller} is no proof, not even for a licence that was never activated.',
    },
    {
      id: 'ask-invoice',
      text: 'Ask {reseller} for a copy of the invoice for {subscription}, made out to {invoiceOwner}.',
    },
    { id: 'ask-ticket', text: 'Or: the current Sold-To opens a ticket of their own.' },
    { id: 'wait', text: 'Set {ticket} to Pending; change nothing until the proof is there.' },
    { id: 'choose-proof', text: 'The copy comes: say so on this card. The steps for the change follow.' },
  ],
  texts: {
    reply:
      'Thank you for your message.\n\nTo change the contact of {subscription}, we need more than the word of the reseller: a copy of the invoice for this subscription, or a ticket that the present contact opens with us.\n\nUntil one of the two is here I cannot change anything.',
    note: '{subscription}: Reseller, bought through {reseller}. The invoice goes to {invoiceOwner}, channel "{channel}". Rules: seed, R5, R6, R7. Asked: a contact change, with the word of the reseller. A vouch is no proof under these rules; a copy of the invoice was asked for.',
  },
  newer: {
    text: "Before activation the reseller may vouch, if its mail domain is that of the invoice owner's Sold-To.",
    date: '2026-05-01',
  },
  source: {
    rules: ['R5', 'R6', 'R7'],
    page: 'Working with reseller related requests',
    checkedOn: '2026-11-22',
  },
});
