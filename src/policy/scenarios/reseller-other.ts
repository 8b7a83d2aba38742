import { defineScenario } from '../../domain/scenario.ts';

export default defineScenario({
  id: 'reseller-other',
  when: {
    policy: ['seed'],
    verdict: ['reseller'],
    topic: ['other'],
    requester: ['customer', 'internal', 'unknown'],
  },
  headline: '{customer} bought through {reseller}.',
  prohibitions: [
    'tick "Login activated" for {customer}',
    'send a licence or an activation code to {reseller}',
    'change {subscription} without {reseller}',
  ],
  steps: [
    { id: 'understand', text: 'Find out what {customer} needs before you pass anything on.' },
    { id: 'choose-topic', text: 'Choose a topic on this card if one fits: its steps are more exact.' },
    { id: 'to-reseller', text: 'For changes and invoices, point {customer} to {reseller}.' },
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
      'Thank you for your message.\n\n{subscription} was bought through {reseller}, so changes to it and invoices go through them.\n\nCould you tell me in a sentence or two what you need? If it is for our Sales team, I will pass it on and ask them to get in touch with you.',
    note: '{subscription}: Reseller, bought through {reseller}. The invoice goes to {invoiceOwner}, channel "{channel}". Rules: seed, R1, R2, R4, R5, R15. Asked: not clear yet. The need was asked for; changes and invoices go through the reseller.',
  },
  newer: {
    text: 'Customers of a reseller can sign in, read-only: no changes and no invoices.',
    date: '2025-06-16',
  },
  source: {
    rules: ['R1', 'R2', 'R4', 'R5', 'R15'],
    page: 'Working with reseller related requests',
    checkedOn: '2026-11-22',
  },
});
