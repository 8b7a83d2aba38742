import { defineScenario } from '../../domain/scenario.ts';

export default defineScenario({
  id: 'contact-change-customer-invoice',
  when: {
    policy: ['seed'],
    verdict: ['reseller', 'former-reseller'],
    topic: ['contact-change'],
    requester: ['customer'],
    proof: ['invoice'],
  },
  headline: 'Contact change, with the invoice: {customer}.',
  prohibitions: [
    'send a licence or an activation code to {reseller}',
    "change anything for {reseller} without a copy of the invoice, or for anybody on a colleague's word",
    'name the current Sold-To contact or copy them in',
  ],
  steps: [
    {
      id: 'check-invoice',
      text: 'Compare the copy: it must be for {subscription} and made out to {invoiceOwner}.',
      confirm: 'Is the copy for this subscription, and made out to the invoice owner?',
    },
    {
      id: 'authorised',
      text: "A customer's ticket: {reseller} sent the copy, and {customer} authorised them there in writing.",
      confirm: "Is the reseller's part in this ticket authorised in writing, where it needs to be?",
    },
    {
      id: 'add-contact',
      text: 'Add the new contact by the contact workflow, one per subscription; leave "Login activated" unticked.',
      requires: { steps: ['check-invoice', 'authorised'] },
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
      'Thank you for your message.\n\nThe contact for {subscription} has been changed as you asked. Licences and activation codes go to that contact only, so please ask them if you need one.\n\nThe order itself stays with {reseller}: changes to the subscription go through them as before.',
    note: '{subscription}: Reseller, bought through {reseller}. The invoice goes to {invoiceOwner}, channel "{channel}". Rules: seed, R5, R6, R7. Asked: the customer wants a contact changed. The invoice fits, the reseller sent it with written authorisation; the contact was changed.',
  },
  newer: {
    text: 'A new contact gets "Login activated" ticked, and self-service comes first.',
    date: '2026-05-01',
  },
  source: { rules: ['R5', 'R6', 'R7'], page: 'Associating purchases', checkedOn: '2026-11-22' },
});
