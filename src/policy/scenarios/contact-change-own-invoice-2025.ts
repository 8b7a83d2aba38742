import { defineScenario } from '../../domain/scenario.ts';

export default defineScenario({
  id: 'contact-change-own-invoice-2025',
  when: {
    policy: ['2025'],
    verdict: ['reseller', 'former-reseller'],
    topic: ['contact-change'],
    requester: ['customer', 'unknown'],
    proof: ['own-invoice'],
  },
  headline: 'Their own invoice is no proof: {customer} bought via a reseller.',
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
      id: 'decline-invoice',
      text: 'Say that an invoice of {customer} is no proof here: the one for {subscription} goes to {invoiceOwner}.',
    },
    {
      id: 'through-reseller',
      text: '{customer} copies {reseller} into {ticket} and authorises them there in writing.',
    },
    {
      id: 'ask-invoice',
      text: 'Then ask {reseller} for a copy of the invoice for {subscription}.',
      requires: { steps: ['through-reseller'] },
    },
    {
      id: 'ask-proof',
      text: 'Or: approval of an existing contact, an earlier contract, or the last loaded licence as text.',
    },
    { id: 'wait', text: 'Set {ticket} to Pending; change nothing until the proof is there.' },
    {
      id: 'choose-proof',
      text: 'The proof comes: say on this card which it is. The steps for the change follow.',
    },
  ],
  texts: {
    reply:
      'Thank you for your message.\n\nThank you as well for the invoice. {subscription} was bought through a reseller, so an invoice of your own cannot prove who owns it.\n\nPlease copy your reseller in on this ticket and write here that you authorise them; they can then send a copy of the invoice for this subscription. An approval by a present contact, an earlier contract with us, or the loaded licence as text works too.\n\nThe quickest way is often another: a present contact can invite a new one in the Customers Portal.',
    note: '{subscription}: Reseller, bought through {reseller}. The invoice goes to {invoiceOwner}, channel "{channel}". Rules: 2025, R5, R6, R7. Asked: a contact change, with an invoice of the customer. That invoice is no proof for a resold subscription; self-service comes first, else the reseller joins, authorised in writing.',
  },
  source: { rules: ['R5', 'R6', 'R7'], page: 'Associating purchases', checkedOn: '2026-11-22' },
});
