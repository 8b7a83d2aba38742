import { defineScenario } from '../../domain/scenario.ts';

export default defineScenario({
  id: 'contact-change-by-customer-2025',
  when: {
    policy: ['2025'],
    verdict: ['reseller', 'former-reseller'],
    topic: ['contact-change'],
    requester: ['customer'],
    proof: ['unknown', 'none'],
  },
  headline: 'Contact change: {customer} bought via {reseller}.',
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
      id: 'ask-proof',
      text: 'Not the Sold-To: ask for approval of an existing contact, an earlier contract, or the last loaded licence as text.',
    },
    {
      id: 'through-reseller',
      text: 'No such proof: {customer} copies {reseller} in and authorises them in writing to send the invoice.',
    },
    {
      id: 'check-proof',
      text: 'Check the proof against {subscription} before you change anything.',
      confirm: 'Is the proof in the ticket, and does it fit this subscription?',
    },
    {
      id: 'add-contact',
      text: 'Add the new contact to {account}. One person can hold one account only: they agree to give up another first.',
      requires: { steps: ['check-proof'] },
    },
    {
      id: 'keep-sold-to',
      text: "The Sold-To is to stay? Then last, save the original Sold-To's record once more: otherwise your edit can replace the Sold-To in Zuora.",
      requires: { steps: ['add-contact'] },
    },
    {
      id: 'resend',
      text: 'Once Zuora shows the new Sold-To, resend the licence to that person alone.',
      requires: { steps: ['add-contact'] },
      confirm: 'Does Zuora show the new Sold-To, and does it go to nobody else?',
    },
  ],
  texts: {
    reply:
      'Thank you for your message.\n\nA present contact of {subscription} can invite a new one in the Customers Portal; please try that first.\n\nIf it is not possible, please send one of these: the approval of a present contact, an earlier contract with us, or the licence that is loaded now, as text. If you have none of them, please copy {reseller} in on this ticket and write here that you authorise them; they can then send a copy of the invoice.',
    note: '{subscription}: Reseller, bought through {reseller}. The invoice goes to {invoiceOwner}, channel "{channel}". Rules: 2025, R2, R5, R6, R7. Asked: the customer wants a contact changed. Self-service comes first; else proof of ownership, or the reseller joins with written authorisation.',
  },
  source: { rules: ['R2', 'R5', 'R6', 'R7'], page: 'Associating purchases', checkedOn: '2026-11-22' },
});
