import { defineScenario } from '../../domain/scenario.ts';

export default defineScenario({
  id: 'reseller-other-by-reseller',
  when: { verdict: ['reseller'], topic: ['other'], requester: ['reseller'] },
  headline: 'A reseller asks about {customer}.',
  prohibitions: [
    'send a licence or an activation code to {reseller}',
    'tell the requester more than their own order covers',
    'mix {customer} and the partner in one Zendesk organisation',
  ],
  steps: [
    {
      id: 'check-requester',
      text: 'Compare the requester with {invoiceOwner}. In a chain of partners, note both names.',
    },
    { id: 'decline-licence', text: 'They ask for a licence or code: decline, and offer the contact change.' },
    {
      id: 'partner-support',
      text: 'They ask about the partner programme or portal: point them to partner support.',
    },
    {
      id: 'set-issue-type',
      text: 'Set the issue type of {ticket} to "Sales-assistance required", then "Reseller".',
    },
    {
      id: 'ask-sales',
      text: 'An order or a subscription: ask the account owner in Chatter to reach out: {customer}, {reseller}.',
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
      'Thank you for your message.\n\nQuestions about an order or about {subscription} are for our Sales team; I pass them on and ask them to get in touch with you. Questions about the partner programme or its portal are answered by partner support.\n\nLicences and activation codes go only to the contact of the end customer, so I cannot send one to you. If that contact has to change, please say so and I will explain what we need.',
    note: '{subscription}: Reseller, bought through {reseller}. The invoice goes to {invoiceOwner}, channel "{channel}". Rules: R2, R5, R15. Asked: a reseller asked about a customer. No licence or code was sent; orders go to the account owner, programme questions to partner support.',
  },
  source: { rules: ['R2', 'R5', 'R15'], page: 'Working with Sales', checkedOn: '2026-11-22' },
});
