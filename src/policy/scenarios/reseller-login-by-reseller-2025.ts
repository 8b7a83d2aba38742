import { defineScenario } from '../../domain/scenario.ts';

export default defineScenario({
  id: 'reseller-login-by-reseller-2025',
  when: {
    policy: ['2025'],
    verdict: ['reseller'],
    topic: ['sign-in', 'enable-login'],
    requester: ['reseller'],
  },
  headline: 'A reseller asks about the portal login of {customer}.',
  prohibitions: [
    'set up a portal login for {reseller}',
    'send a licence or an activation code to {reseller}',
    'tell the requester more than their own order covers',
  ],
  steps: [
    {
      id: 'check-requester',
      text: 'Compare the requester with {invoiceOwner}. In a chain of partners, note both names.',
    },
    {
      id: 'understand',
      text: 'Ask what is to be done in the portal. A wrong contact: choose the topic "change a contact" on this card.',
    },
    {
      id: 'explain-read-only',
      text: 'Tell the requester that the login belongs to the end customer, who sees the subscription read-only.',
    },
    { id: 'ask-login-ticket', text: '{customer} cannot sign in: have them open a ticket of their own.' },
    {
      id: 'set-issue-type',
      text: 'Set the issue type of {ticket} to "Sales-assistance required", then "Reseller".',
    },
    {
      id: 'ask-sales',
      text: 'A change is wanted: ask the account owner in Chatter to reach out: {customer}, {reseller}.',
      linkLabel: 'the link to the Chatter post or Case',
      startsHandoff: true,
    },
    {
      id: 'mark-ticket',
      text: 'Tick "Escalated to sales", send the "Pass to Sales" macro, note the Chatter link in {ticket}, set it to Pending.',
      requires: { steps: ['ask-sales'] },
      confirm: 'Macro sent, "Escalated to sales" ticked, link noted and the ticket on Pending?',
    },
  ],
  texts: {
    reply:
      'Thank you for your message.\n\nThe sign-in to the Customers Portal for {subscription} belongs to your customer, who sees the subscription there read-only; the product is not affected by that. If your customer cannot sign in, please ask them to open a ticket with us.\n\nChanges and renewals go through your own order. If the contact of your customer has to change, please say so and I will explain what we need.',
    note: '{subscription}: Reseller, bought through {reseller}. The invoice goes to {invoiceOwner}, channel "{channel}". Rules: 2025, R1, R2, R5, R15. Asked: a reseller asked about the portal login. The login is for the end customer; no login was set up for the reseller.',
  },
  source: {
    rules: ['R1', 'R2', 'R5', 'R15'],
    page: 'Working with reseller related requests',
    checkedOn: '2026-11-22',
  },
});
