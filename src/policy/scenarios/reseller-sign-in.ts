import { defineScenario } from '../../domain/scenario.ts';

export default defineScenario({
  id: 'reseller-sign-in',
  when: {
    policy: ['seed'],
    verdict: ['reseller'],
    topic: ['sign-in'],
    requester: ['customer', 'internal', 'unknown'],
  },
  headline: 'No portal login: {customer} bought via {reseller}.',
  prohibitions: [
    'tick "Login activated" for {customer}',
    'tell {customer} that they can never sign in',
    'send a licence or an activation code to {reseller}',
  ],
  steps: [
    { id: 'understand', text: 'Ask {customer} what they wanted to do in the portal.' },
    { id: 'gather', text: 'Note plan, seats and end date of {subscription}.' },
    {
      id: 'explain-changes',
      text: 'Tell {customer} that {reseller} handles changes, and that you ask Sales to get in touch.',
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
      'Thank you for your message.\n\nOur records show that {subscription} was bought through {reseller}. Such a subscription is managed together with the reseller rather than in the Customers Portal, so a new password does not help here. Your product keeps working as before.\n\nCould you tell me what you wanted to do in the portal? Changes to the subscription, and invoices, go through {reseller}. I have also asked our Sales team to get in touch with you.',
    note: '{subscription}: Reseller, bought through {reseller}. The invoice goes to {invoiceOwner}, channel "{channel}". Rules: seed, R1, R2, R5, R14, R15. Asked: cannot sign in to the portal. The account owner was asked to reach out; the login stays as it is.',
  },
  newer: {
    text: 'Customers of a reseller can sign in, read-only: no changes and no invoices.',
    date: '2025-06-16',
  },
  source: {
    rules: ['R1', 'R2', 'R5', 'R14', 'R15'],
    page: 'Working with reseller related requests',
    checkedOn: '2026-11-22',
  },
});
