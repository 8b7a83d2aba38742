import { defineScenario } from '../../domain/scenario.ts';

export default defineScenario({
  id: 'reseller-other-2025',
  when: {
    policy: ['2025'],
    verdict: ['reseller'],
    topic: ['other'],
    requester: ['customer', 'internal', 'unknown'],
  },
  headline: '{customer} bought through {reseller}.',
  prohibitions: [
    'send a licence or an activation code to {reseller}',
    'change or renew {subscription} without {reseller}',
    'tell {customer} that they cannot sign in',
  ],
  steps: [
    { id: 'understand', text: 'Find out what {customer} needs before you pass anything on.' },
    { id: 'choose-topic', text: 'Choose a topic on this card if one fits: its steps are more exact.' },
    {
      id: 'to-reseller',
      text: 'For changes, renewals and invoices, point {customer} to {reseller}; the portal is read-only.',
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
      'Thank you for your message.\n\n{subscription} was bought through {reseller}, so changes, renewals and invoices go through them. In the Customers Portal you can sign in and look at it read-only; your product is not affected by that.\n\nCould you tell me in a sentence or two what you need? If it is for our Sales team, I will pass it on and ask them to get in touch with you.',
    note: '{subscription}: Reseller, bought through {reseller}. The invoice goes to {invoiceOwner}, channel "{channel}". Rules: 2025, R1, R2, R5, R15. Asked: not clear yet. The need was asked for; changes, renewals and invoices go through the reseller.',
  },
  source: {
    rules: ['R1', 'R2', 'R5', 'R15'],
    page: 'Working with reseller related requests',
    checkedOn: '2026-11-22',
  },
});
