import { defineScenario } from '../../domain/scenario.ts';

export default defineScenario({
  id: 'contact-change-by-customer',
  when: {
    policy: ['seed'],
    verdict: ['reseller', 'former-reseller'],
    topic: ['contact-change'],
    requester: ['customer'],
    proof: ['unknown', 'none'],
  },
  headline: 'Contact change: {customer} bought via {reseller}.',
  prohibitions: [
    'send a licence or an activation code to {reseller}',
    "change anything for {reseller} without a copy of the invoice, or for anybody on a colleague's word",
    'name the current Sold-To contact or copy them in',
  ],
  steps: [
    {
      id: 'check-sold-to',
      text: 'Check in Zuora whether the requester is the current Sold-To of {subscription}.',
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
      text: 'Add the new contact by the contact workflow, one per subscription; leave "Login activated" unticked.',
      requires: { steps: ['check-proof'] },
    },
    {
      id: 'resend',
      text: 'Once Zuora shows the new Sold-To, resend the licence to that person alone.',
      requires: { steps: ['add-contact'] },
      confirm: 'Does Zuora show the new Sold-To, and does it go to nobody else?',
    },
    {
      id: 'explain-changes',
      text: 'Tell {customer} that {reseller} still handles changes; for several people, suggest a shared mailbox.',
    },
  ],
  texts: {
    reply:
      'Thank you for your message.\n\nBefore a contact of {subscription} can change, we need to see that the request comes from the right side. Please send one of these: the approval of a present contact, an earlier contract with us, or the licence that is loaded now, as text.\n\nIf you have none of them, please copy {reseller} in on this ticket and write here that you authorise them; they can then send a copy of the invoice. One contact is kept for a subscription, so for several people a shared mailbox works best.',
    note: '{subscription}: Reseller, bought through {reseller}. The invoice goes to {invoiceOwner}, channel "{channel}". Rules: seed, R1, R2, R5, R6, R7. Asked: the customer wants a contact changed. Proof of ownership was asked for; without it the reseller joins with written authorisation.',
  },
  newer: {
    text: 'A new contact gets "Login activated" ticked, and self-service comes first.',
    date: '2026-05-01',
  },
  source: { rules: ['R1', 'R2', 'R5', 'R6', 'R7'], page: 'Associating purchases', checkedOn: '2026-11-22' },
});
