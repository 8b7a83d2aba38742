import { defineScenario } from '../../domain/scenario.ts';

export default defineScenario({
  id: 'contact-change-reseller-no-invoice',
  when: {
    policy: ['seed'],
    verdict: ['reseller', 'former-reseller'],
    topic: ['contact-change'],
    requester: ['reseller'],
    proof: ['none', 'own-invoice'],
  },
  headline: 'A reseller asks, without the invoice: contact of {customer}.',
  prohibitions: [
    'send a licence or an activation code to {reseller}',
    "change anything before a copy of the invoice is in {ticket}; a colleague's word never replaces it",
    'name the current Sold-To contact or copy them in',
  ],
  steps: [
    {
      id: 'ask-invoice',
      text: 'Ask the requester for a copy of the invoice for {subscription}, made out to {invoiceOwner}.',
    },
    { id: 'ask-ticket', text: 'Or: the current Sold-To opens a ticket of their own.' },
    { id: 'wait', text: 'Set {ticket} to Pending; change nothing until the proof is there.' },
    { id: 'choose-proof', text: 'The copy comes: say so on this card. The steps for the change follow.' },
  ],
  texts: {
    reply:
      'Thank you for your message.\n\nTo change the contact of an end customer at your request, we need a copy of the invoice for {subscription} in this ticket. The other way is a ticket that the present contact opens with us.\n\nPlease add the copy here, or ask your customer to write to us. Until then I cannot change anything, and licences and activation codes go only to the contact of the end customer.',
    note: '{subscription}: Reseller, bought through {reseller}. The invoice goes to {invoiceOwner}, channel "{channel}". Rules: seed, R5, R6, R7. Asked: a reseller wants a contact changed. No invoice that fits; nothing was changed. A copy, or a ticket by the current Sold-To, was asked for.',
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
