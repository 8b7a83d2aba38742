import { defineScenario } from '../../domain/scenario.ts';

export default defineScenario({
  id: 'contact-change-internal-2025',
  when: {
    policy: ['2025'],
    verdict: ['reseller', 'former-reseller'],
    topic: ['contact-change'],
    requester: ['internal'],
  },
  headline: 'A colleague asks to change a contact of {customer}.',
  prohibitions: [
    'send a licence or an activation code to {reseller}, or to an address from an internal request',
    "change anything without a copy of the invoice or a ticket of the Sold-To: a colleague's word is no proof",
    'name the current Sold-To contact or copy them in, or {customer}',
  ],
  steps: [
    {
      id: 'decline-colleague',
      text: 'Tell the colleague that staff cannot vouch for a contact, the account owner included.',
    },
    {
      id: 'self-service',
      text: 'First: can a present contact invite the new one in the Customers Portal? Then let them.',
    },
    {
      id: 'ask-ticket',
      text: 'Ask for a ticket from the current Sold-To, or from {reseller} with a copy of the invoice.',
    },
    { id: 'continue-there', text: 'Do the contact change in that ticket, with its proof.' },
    { id: 'close-request', text: 'Put the number of that ticket into the internal request and close it.' },
  ],
  texts: {
    reply:
      'Thank you for your message.\n\nA contact of {subscription} cannot be changed on the word of a colleague, and a licence cannot go to an address from an internal request. Please ask the present contact to open a ticket with Support, or the reseller to open one with a copy of the invoice. I continue there, and close this request with the number of that ticket.\n\nOften neither is needed: a present contact can invite a new one in the Customers Portal.',
    note: '{subscription}: Reseller, bought through {reseller}. The invoice goes to {invoiceOwner}, channel "{channel}". Rules: 2025, R5, R6, R7. Asked: a colleague wants a contact changed. Staff cannot vouch; a ticket by the Sold-To, or by the reseller with the invoice, was asked for.',
  },
  source: { rules: ['R5', 'R6', 'R7'], page: 'Associating purchases', checkedOn: '2026-11-22' },
});
