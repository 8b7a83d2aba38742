import { defineScenario } from '../domain/scenario.ts';

export default defineScenario({
  id: 'contact-change-by-reseller',
  when: { policy: ['seed'], verdict: ['reseller'], topic: ['contact-change'], asker: ['reseller'] },
  headline: 'A reseller asks to change a contact of {customer}.',
  never: [
    'send a licence or an activation code to {reseller}',
    'change anything before a copy of the invoice is in {ticket}',
    'name the current Sold-To contact or copy them in',
  ],
  steps: [
    { id: 'find-invoice', text: 'Look in {ticket} for a copy of the invoice for {subscription}.' },
    {
      id: 'ask-invoice',
      text: 'No copy: ask the requester for one, or for a ticket by the current Sold-To. Stop until it is there.',
    },
    {
      id: 'compare-invoice',
      text: 'Compare the copy: it must be for {subscription} and made out to {invoiceOwner}.',
    },
    {
      id: 'distributor',
      text: 'Another reseller than {invoiceOwner} is asking? The copy has to come through {invoiceOwner}.',
    },
    {
      id: 'add-contact',
      text: 'Add the new contact, one per subscription; leave "Login activated" unticked.',
    },
    { id: 'resend', text: 'Once Zuora shows the new Sold-To, resend the licence to that person alone.' },
  ],
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
