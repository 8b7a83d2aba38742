import { defineScenario } from '../../domain/scenario.ts';

export default defineScenario({
  id: 'contact-change-by-reseller-2025',
  when: {
    policy: ['2025'],
    verdict: ['reseller', 'former-reseller'],
    topic: ['contact-change'],
    requester: ['reseller'],
    proof: ['unknown', 'none', 'own-invoice'],
  },
  headline: 'A reseller asks to change a contact of {customer}.',
  prohibitions: [
    'send a licence or an activation code to {reseller}',
    "change anything for {reseller} without a copy of the invoice or a vouch that fits, or on a colleague's word",
    'name the current Sold-To contact or copy them in',
  ],
  steps: [
    {
      id: 'self-service',
      text: 'First: can a present contact invite the new one in the Customers Portal? Then let them.',
    },
    { id: 'find-invoice', text: 'Look in {ticket} for a copy of the invoice for {subscription}.' },
    {
      id: 'ask-invoice',
      text: 'No copy: ask the requester for one, or for a ticket by the current Sold-To. Stop until it is there.',
    },
    {
      id: 'vouch',
      text: 'A licence that was never activated: their word can do; then say on this card that the reseller vouches.',
    },
    { id: 'wait', text: 'Set {ticket} to Pending; change nothing until the proof is there.' },
    { id: 'choose-proof', text: 'Say on this card what proof you found. The steps for it follow.' },
  ],
  texts: {
    reply:
      'Thank you for your message.\n\nA present contact of {subscription} can invite a new one in the Customers Portal; please ask your customer to try that first.\n\nIf it is not possible, we need a copy of the invoice for this subscription here, or a ticket that the present contact opens with us. If the licence was never activated, please say so. Licences and activation codes go only to the contact of the end customer.',
    note: '{subscription}: Reseller, bought through {reseller}. The invoice goes to {invoiceOwner}, channel "{channel}". Rules: 2025, R5, R6, R7. Asked: a reseller wants a contact changed. Nothing was changed; self-service, a copy of the invoice or a ticket by the Sold-To was asked for.',
  },
  source: { rules: ['R5', 'R6', 'R7'], page: 'Associating purchases', checkedOn: '2026-11-22' },
});
