import { defineScenario } from '../../domain/scenario.ts';

export default defineScenario({
  id: 'contact-change-requester-unknown-2025',
  when: {
    policy: ['2025'],
    verdict: ['reseller', 'former-reseller'],
    topic: ['contact-change'],
    requester: ['unknown'],
    proof: ['unknown', 'none'],
  },
  headline: 'Contact change for {customer}: find out who is asking.',
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
    {
      id: 'choose-requester',
      text: 'Find out who wrote {ticket}: {customer}, or {reseller}. Say so on this card.',
    },
    {
      id: 'ask-proof',
      text: '{customer} asks: approval of an existing contact, an earlier contract, or the last loaded licence as text.',
    },
    {
      id: 'ask-invoice',
      text: '{reseller} asks: a copy of the invoice for {subscription}, made out to {invoiceOwner}.',
    },
    {
      id: 'through-reseller',
      text: 'No such proof: {customer} copies {reseller} in and authorises them in writing to send the invoice.',
    },
    { id: 'choose-proof', text: 'Say on this card what proof you found. The steps for it follow.' },
  ],
  texts: {
    reply:
      'Thank you for your message.\n\nA present contact can invite a new one for {subscription} in the Customers Portal; please try that first. If it is not possible, could you tell me for which company you are writing, and in which role?\n\nFrom the customer we then need the approval of a present contact, an earlier contract with us, or the loaded licence as text; from a reseller, a copy of the invoice for this subscription.',
    note: '{subscription}: Reseller, bought through {reseller}. The invoice goes to {invoiceOwner}, channel "{channel}". Rules: 2025, R5, R6, R7. Asked: a contact change, by somebody whose side is not known. Nothing was changed; self-service was suggested, role and proof were asked for.',
  },
  source: { rules: ['R5', 'R6', 'R7'], page: 'Associating purchases', checkedOn: '2026-11-22' },
});
