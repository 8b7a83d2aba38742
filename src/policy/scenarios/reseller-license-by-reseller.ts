import { defineScenario } from '../../domain/scenario.ts';

export default defineScenario({
  id: 'reseller-license-by-reseller',
  when: { verdict: ['reseller'], topic: ['license-upload'], requester: ['reseller'] },
  headline: 'A reseller asks about a licence of {customer}.',
  prohibitions: [
    'send a licence or an activation code to {reseller}',
    'explain, judge or waive an overage',
    'tell the requester more than their own order covers',
  ],
  steps: [
    {
      id: 'check-requester',
      text: 'Compare the requester with {invoiceOwner}. In a chain of partners, note both names.',
    },
    { id: 'decline-licence', text: 'They ask for a licence or code: decline, and offer the contact change.' },
    {
      id: 'ask-counts',
      text: 'An upload fails: {customer} sends a screenshot of the instance dashboard: users in licence, billable, maximum.',
    },
    {
      id: 'set-issue-type',
      text: 'Set the issue type of {ticket} to "Sales-assistance required", then "Reseller".',
    },
    {
      id: 'ask-sales-counts',
      text: 'Give the account owner the counts in Chatter (SMB pool: by Case): {customer}, {reseller}.',
      linkLabel: 'the link to the Chatter post or Case',
      startsHandoff: true,
    },
    {
      id: 'mark-ticket',
      text: 'Tick "Escalated to sales", send the "Pass to Sales" macro, note the Chatter link in {ticket}, set it to Pending.',
      requires: { steps: ['ask-sales-counts'] },
      confirm: 'Macro sent, "Escalated to sales" ticked, link noted and the ticket on Pending?',
    },
    {
      id: 'follow-up',
      text: 'See that Sales answers. Silent for 24 working hours: look at the activity of the account, then ask one level higher.',
      requires: { steps: ['ask-sales-counts'] },
    },
  ],
  texts: {
    reply:
      'Thank you for your message.\n\nLicences and activation codes go only to the contact of the end customer, so I cannot send one to you. If that contact has to change, please say so and I will explain what we need.\n\nIf a licence does not upload, please ask your customer for a screenshot of the dashboard of their instance that shows the users in the licence, the billable users and the maximum users. I have asked our Sales team to get in touch about {subscription}.',
    note: '{subscription}: Reseller, bought through {reseller}. The invoice goes to {invoiceOwner}, channel "{channel}". Rules: R5, R14, R15. Asked: a reseller asked about a licence. No licence or code was sent; the account owner has the counts as far as they came.',
  },
  source: {
    rules: ['R5', 'R14', 'R15'],
    page: 'Troubleshoot license upload issues',
    checkedOn: '2026-11-22',
  },
});
