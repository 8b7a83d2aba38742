import { defineScenario } from '../../domain/scenario.ts';

export default defineScenario({
  id: 'contact-change-invoice-2025',
  when: {
    policy: ['2025'],
    verdict: ['reseller', 'former-reseller'],
    topic: ['contact-change'],
    requester: ['customer', 'reseller', 'unknown'],
    proof: ['invoice'],
  },
  headline: 'Contact change, with the invoice: {customer}.',
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
      id: 'distributor',
      text: 'Another reseller than {invoiceOwner} is asking? The copy has to come through {invoiceOwner}.',
    },
    {
      id: 'add-contact',
      text: 'Add the new contact to {account}. One person can hold one account only: they agree to give up another first.',
      requires: { steps: ['check-invoice', 'authorised'] },
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
      'Thank you for your message.\n\nThe copy of the invoice fits {subscription}, and the contact has been changed as you asked. Licences and activation codes go to that contact only, so please ask them if you need one.\n\nFor the next time: a present contact can invite a new one in the Customers Portal.',
    note: '{subscription}: Reseller, bought through {reseller}. The invoice goes to {invoiceOwner}, channel "{channel}". Rules: 2025, R5, R6, R7. Asked: a contact change, with the invoice. The copy fits the subscription and the invoice owner; self-service was not possible; the contact was changed.',
  },
  source: { rules: ['R5', 'R6', 'R7'], page: 'Associating purchases', checkedOn: '2026-11-22' },
});
