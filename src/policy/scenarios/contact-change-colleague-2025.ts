import { defineScenario } from '../../domain/scenario.ts';

export default defineScenario({
  id: 'contact-change-colleague-2025',
  when: {
    policy: ['2025'],
    verdict: ['reseller', 'former-reseller'],
    topic: ['contact-change'],
    requester: ['customer', 'reseller', 'unknown'],
    proof: ['colleague'],
  },
  headline: "A colleague's word is no proof: contact of {customer}.",
  prohibitions: [
    'send a licence or an activation code to {reseller}',
    "change anything for {reseller} without a copy of the invoice or a vouch that fits, or on a colleague's word",
    'name the current Sold-To contact or copy them in',
  ],
  steps: [
    {
      id: 'decline-colleague',
      text: 'Tell the colleague that staff cannot vouch for a contact, the account owner included.',
    },
    {
      id: 'self-service',
      text: 'First: can a present contact invite the new one in the Customers Portal? Then let them.',
    },
    {
      id: 'ask-proof',
      text: '{customer} asks: approval of an existing contact, an earlier contract, or the last loaded licence as text.',
    },
    {
      id: 'ask-invoice',
      text: '{reseller} asks: a copy of the invoice for {subscription}, made out to {invoiceOwner}.',
    },
    { id: 'wait', text: 'Set {ticket} to Pending; change nothing until the proof is there.' },
    {
      id: 'choose-proof',
      text: 'The proof comes: say on this card which it is. The steps for the change follow.',
    },
  ],
  texts: {
    reply:
      'Thank you for your message.\n\nBefore a contact of {subscription} can change, we need proof in this ticket, and a word from somebody at our company does not count as one.\n\nPlease send the approval of a present contact, an earlier contract with us, or the loaded licence as text. A reseller who asks for a customer sends a copy of the invoice for this subscription.\n\nThe quickest way is often another: a present contact can invite a new one in the Customers Portal.',
    note: '{subscription}: Reseller, bought through {reseller}. The invoice goes to {invoiceOwner}, channel "{channel}". Rules: 2025, R5, R6, R7. Asked: a contact change, with the word of a colleague. Staff cannot vouch; nothing was changed. Self-service or proof was asked for.',
  },
  source: { rules: ['R5', 'R6', 'R7'], page: 'Associating purchases', checkedOn: '2026-11-22' },
});
