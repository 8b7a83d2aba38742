import { defineScenario } from '../../domain/scenario.ts';

export default defineScenario({
  id: 'contact-change-reseller-invoice',
  when: {
    policy: ['seed'],
    verdict: ['reseller', 'former-reseller'],
    topic: ['contact-change'],
    requester: ['reseller'],
    proof: ['invoice'],
  },
  headline: 'A reseller asks, with the invoice: contact of {customer}.',
  prohibitions: [
    'send a licence or an activation code to {reseller}',
    "change anything before a copy of the invoice is in {ticket}; a colleague's word never replaces it",
    'name the current Sold-To contact or copy them in',
  ],
  steps: [
    {
      id: 'check-invoice',
      text: 'Compare the copy: it must be for {subscription} and made out to {invoiceOwner}.',
      confirm: 'Is the copy for this subscription, and made out to the invoice owner?',
    },
    {
      id: 'distributor',
      text: 'Another reseller than {invoiceOwner} is asking? The copy has to come through {invoiceOwner}.',
    },
    {
      id: 'add-contact',
      text: 'Add the new contact by the contact workflow, one per subscription; leave "Login activated" unticked.',
      requires: { steps: ['check-invoice'] },
    },
    {
      id: 'resend',
      text: 'Once Zuora shows the new Sold-To, resend the licence to that person alone.',
      requires: { steps: ['add-contact'] },
      confirm: 'Does Zuora show the new Sold-To, and does it go to nobody else?',
    },
    {
      id: 'explain-changed',
      text: 'Tell the requester that the contact is changed; name nobody and attach nothing.',
    },
  ],
  texts: {
    reply:
      'Thank you for your message.\n\nThe copy of the invoice fits {subscription}, and the contact of your customer has been changed as you asked. Licences and activation codes go to that contact only, so please ask them if you need one.',
    note: '{subscription}: Reseller, bought through {reseller}. The invoice goes to {invoiceOwner}, channel "{channel}". Rules: seed, R5, R6, R7. Asked: a reseller wants a contact changed. The copy of the invoice fits the subscription and the invoice owner; the contact was changed, the licence goes to the new Sold-To alone.',
  },
  newer: {
    text: 'A new contact gets "Login activated" ticked, and self-service comes first.',
    date: '2026-05-01',
  },
  source: {
    rules: ['R5', 'R6', 'R7'],
    page: 'Working with reseller related requests',
    checkedOn: '2026-11-22',
  },
});
