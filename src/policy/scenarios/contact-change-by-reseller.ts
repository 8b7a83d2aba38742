import { defineScenario } from '../../domain/scenario.ts';

export default defineScenario({
  id: 'contact-change-by-reseller',
  when: {
    policy: ['seed'],
    verdict: ['reseller', 'former-reseller'],
    topic: ['contact-change'],
    requester: ['reseller'],
    proof: ['unknown'],
  },
  headline: 'A reseller asks to change a contact of {customer}.',
  prohibitions: [
    'send a licence or an activation code to {reseller}',
    "change anything before a copy of the invoice is in {ticket}; a colleague's word never replaces it",
    'name the current Sold-To contact or copy them in',
  ],
  steps: [
    { id: 'find-invoice', text: 'Look in {ticket} for a copy of the invoice for {subscription}.' },
    {
      id: 'ask-invoice',
      text: 'No copy: ask the requester for one, or for a ticket by the current Sold-To. Stop until it is there.',
    },
    {
      id: 'check-invoice',
      text: 'Compare the copy: it must be for {subscription} and made out to {invoiceOwner}.',
      confirm: 'Is the copy for this subscription, and made out to the invoice owner?',
    },
    {
      id: 'distributor',
      text: 'Another reseller than {invoiceOwner} is asking? The copy has to come through {invoiceOwner}.',
    },
    { id: 'choose-proof', text: 'Say on this card what proof you found. The steps for it follow.' },
  ],
  texts: {
    reply:
      'Thank you for your message.\n\nTo change the contact of an end customer at your request, we need a copy of the invoice for {subscription} in this ticket. The other way is a ticket that the present contact opens with us.\n\nUntil one of the two is here I cannot change anything, and licences and activation codes go only to the contact of the end customer.',
    note: '{subscription}: Reseller, bought through {reseller}. The invoice goes to {invoiceOwner}, channel "{channel}". Rules: seed, R5, R6, R7. Asked: a reseller wants a contact changed. Nothing was changed; a copy of the invoice or a ticket by the Sold-To was asked for.',
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
