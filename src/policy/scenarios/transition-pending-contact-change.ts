import { defineScenario } from '../../domain/scenario.ts';

export default defineScenario({
  id: 'transition-pending-contact-change',
  when: { verdict: ['transition-pending'], topic: ['contact-change'] },
  headline: '{customer} is going direct; a contact change needs the proof of a resold one.',
  prohibitions: [
    'send a licence or an activation code to {reseller}',
    "change anything for {reseller} without a copy of the invoice, or for anybody on a colleague's word",
    'name the current Sold-To contact or copy them in',
  ],
  steps: [
    {
      id: 'missing',
      text: 'Note what is missing: the channel still reads "{channel}" and must read "Non-Reseller".',
    },
    {
      id: 'ask-proof',
      text: 'Not the Sold-To: ask for approval of an existing contact, an earlier contract, or the last loaded licence as text.',
    },
    { id: 'ask-invoice', text: '{reseller} asks: a copy of the invoice for {subscription}.' },
    {
      id: 'check-proof',
      text: 'Check the proof against {subscription} before you change anything.',
      confirm: 'Is the proof in the ticket, and does it fit this subscription?',
    },
    {
      id: 'add-contact',
      text: 'Add the new contact by the contact workflow; leave the login as it is.',
      requires: { steps: ['check-proof'] },
    },
    {
      id: 'resend',
      text: 'Once Zuora shows the new Sold-To, resend the licence to that person alone.',
      requires: { steps: ['add-contact'] },
      confirm: 'Does Zuora show the new Sold-To, and does it go to nobody else?',
    },
    {
      id: 'recheck',
      text: 'Not urgent: wait until Sales has finished, check again, and follow the new card.',
    },
  ],
  texts: {
    reply:
      'Thank you for your message.\n\nYour move from a reseller to us is not finished in our records, so I need the proof that we ask for with a reseller: the approval of a present contact of {subscription}, an earlier contract with us, or the loaded licence as text.\n\nIf it is not urgent, it gets simpler once our Sales team has finished the change.',
    note: '{subscription}: Going direct, not finished; before, {reseller}. The invoice goes to {invoiceOwner}, channel "{channel}". Rules: R5, R6, R7, our own. Asked: a contact change. Treated as resold until done: proof was asked for, the login was left as it is.',
  },
  source: { rules: ['R5', 'R6', 'R7', 'house'], page: 'Associating purchases', checkedOn: '2026-11-22' },
});
