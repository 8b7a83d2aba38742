import { defineScenario } from '../../domain/scenario.ts';

export default defineScenario({
  id: 'reseller-new-purchase',
  when: { verdict: ['reseller'], topic: ['new-purchase'], requester: ['customer', 'internal', 'unknown'] },
  headline: 'New purchase: {customer} bought via {reseller}.',
  prohibitions: [
    'call a purchase on another account a renewal',
    'promise that earlier user counts carry over',
    'send a licence or an activation code to {reseller}',
  ],
  steps: [
    {
      id: 'which-purchase',
      text: 'Ask whether {customer} wants more of {subscription}, or a separate purchase on another account.',
    },
    { id: 'to-reseller', text: 'More of the same is a change: it goes through {reseller}.' },
    {
      id: 'counts',
      text: 'Separate: it is new, its licence starts without the earlier user counts; the portal takes it 30 days after {endsOn}.',
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
      'Thank you for your message.\n\n{subscription} was bought through {reseller}. If you want more of it, please order that from them.\n\nA separate purchase on another account counts as a new purchase and not as a renewal, and its licence does not include the user counts of the earlier subscription. Please tell me which of the two you want. I have asked our Sales team to get in touch with you.',
    note: '{subscription}: Reseller, bought through {reseller}. The invoice goes to {invoiceOwner}, channel "{channel}". Rules: R2, R5, R10. Asked: a new purchase. More of the same goes through the reseller; a separate purchase is new and its licence starts without the earlier counts.',
  },
  source: {
    rules: ['R2', 'R5', 'R10'],
    page: 'Working with reseller related requests',
    checkedOn: '2026-11-22',
  },
});
