import { defineScenario } from '../../domain/scenario.ts';

export default defineScenario({
  id: 'reseller-login-by-reseller',
  when: {
    policy: ['seed'],
    verdict: ['reseller'],
    topic: ['sign-in', 'enable-login'],
    requester: ['reseller'],
  },
  headline: 'A reseller asks about the portal login of {customer}.',
  prohibitions: [
    'tick "Login activated" for {customer} or for {reseller}',
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
      id: 'explain-to-reseller',
      text: 'Tell the requester that changes go through their own order, and that you ask Sales to get in touch.',
    },
    {
      id: 'set-issue-type',
      text: 'Set the issue type of {ticket} to "Sales-assistance required", then "Reseller".',
    },
    {
      id: 'ask-sales',
      text: 'Ask the account owner in Chatter (SMB pool: by Case) to reach out: {customer}, {reseller}.',
      linkLabel: 'the link to the Chatter post or Case',
      startsHandoff: true,
    },
    {
      id: 'mark-ticket',
      text: 'Tick "Escalated to sales", send the "Pass to Sales" macro, note the Chatter link in {ticket}, set it to Pending.',
      requires: { steps: ['ask-sales'] },
      confirm: 'Macro sent, "Escalated to sales" ticked, link noted and the ticket on Pending?',
    },
    {
      id: 'follow-up',
      text: 'See that Sales answers. Silent for 24 working hours: look at the activity of the account, then ask one level higher.',
      requires: { steps: ['ask-sales'] },
    },
  ],
  texts: {
    reply:
      'Thank you for your message.\n\nSubscription {subscription} is managed through your order rather than in the Customers Portal, so I am not changing any sign-in for it.\n\nCould you tell me what was to be done in the portal? If the contact of your customer has to change, please attach a copy of the invoice for this subscription. I have asked our Sales team to get in touch about everything else.',
    note: '{subscription}: Reseller, bought through {reseller}. The invoice goes to {invoiceOwner}, channel "{channel}". Rules: seed, R1, R2, R5, R9, R15. Asked: a reseller asked about the portal login. Nothing was enabled; the account owner was asked to reach out.',
  },
  newer: {
    text: 'Customers of a reseller can sign in, read-only: no changes and no invoices.',
    date: '2025-06-16',
  },
  source: {
    rules: ['R1', 'R2', 'R5', 'R9', 'R15'],
    page: 'Working with reseller related requests',
    checkedOn: '2026-11-22',
  },
});
