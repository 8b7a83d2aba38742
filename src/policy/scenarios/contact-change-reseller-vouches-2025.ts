import { defineScenario } from '../../domain/scenario.ts';

export default defineScenario({
  id: 'contact-change-reseller-vouches-2025',
  when: {
    policy: ['2025'],
    verdict: ['reseller', 'former-reseller'],
    topic: ['contact-change'],
    requester: ['customer', 'reseller', 'unknown'],
    proof: ['reseller-vouches'],
  },
  headline: 'The reseller vouches: contact of {customer}.',
  prohibitions: [
    'send a licence or an activation code to {reseller}',
    "change anything without a copy of the invoice unless both comparisons fit, or on a colleague's word",
    'name the current Sold-To contact or copy them in',
  ],
  steps: [
    {
      id: 'self-service',
      text: 'First: can a present contact invite the new one in the Customers Portal? Then let them.',
    },
    {
      id: 'not-activated',
      text: 'Look whether the licence of {subscription} was ever activated. If it was, a vouch does not count.',
      confirm: 'Was the licence never activated?',
    },
    {
      id: 'same-domain',
      text: 'Compare the mail domain of whoever vouches with that of the Sold-To of {invoiceOwner}, in a chain as well.',
      confirm: 'Are the two mail domains the same, to the letter?',
    },
    {
      id: 'ask-invoice',
      text: 'One of the two fails: ask for a copy of the invoice for {subscription}, and stop.',
    },
    {
      id: 'add-contact',
      text: 'Add the new contact to {account}. One person can hold one account only: they agree to give up another first.',
      requires: { steps: ['not-activated', 'same-domain'] },
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
      'Thank you for your message.\n\nA present contact can invite a new one for {subscription} in the Customers Portal; please try that first.\n\nIf that is not possible, we can act on the word of the reseller for a licence that was never activated, after a check of who is writing. In all other cases we need a copy of the invoice for this subscription. Licences and activation codes go only to the contact of the end customer.',
    note: '{subscription}: Reseller, bought through {reseller}. The invoice goes to {invoiceOwner}, channel "{channel}". Rules: 2025, R5, R7. Asked: a contact change, with the word of the reseller. Looked at: whether the licence was never activated, and whether the mail domains are the same. Both fit, or nothing was changed.',
  },
  source: { rules: ['R5', 'R7'], page: 'Associating purchases', checkedOn: '2026-11-22' },
});
