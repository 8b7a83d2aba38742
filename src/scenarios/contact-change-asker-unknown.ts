import { defineScenario } from '../domain/scenario.ts';

export default defineScenario({
  id: 'contact-change-asker-unknown',
  when: { policy: ['seed'], verdict: ['reseller'], topic: ['contact-change'], asker: ['unknown'] },
  headline: 'Contact change for {customer}: find out who is asking.',
  never: [
    'change anything before you know who asks',
    'send a licence or an activation code to {reseller}',
    'name the current Sold-To contact or copy them in',
  ],
  steps: [
    {
      id: 'who',
      text: 'Find out who wrote {ticket}: the current Sold-To, somebody else at {customer}, or {reseller}.',
    },
    { id: 'sold-to', text: 'The Sold-To: check the proof of ownership, then add the contact.' },
    {
      id: 'customer',
      text: 'Somebody else at {customer}: ask for approval of the Sold-To, an earlier contract, or the licence as text.',
    },
    {
      id: 'reseller',
      text: 'The reseller: a copy of the invoice for {subscription} must be in {ticket}, made out to {invoiceOwner}.',
    },
    { id: 'add-contact', text: 'Then add the one contact; leave "Login activated" unticked.' },
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
