import { defineScenario } from '../../domain/scenario.ts';

export default defineScenario({
  id: 'reseller-direct-renewal-2025',
  when: {
    policy: ['2025'],
    verdict: ['reseller'],
    topic: ['direct-renewal'],
    requester: ['customer', 'internal', 'unknown'],
  },
  headline: '{customer} bought through a reseller and wants to renew with us.',
  prohibitions: [
    'promise a direct renewal, a price or a date',
    'quote {customer} directly while {reseller} holds the subscription',
    'send a licence or an activation code to {reseller}',
  ],
  steps: [
    {
      id: 'to-reseller',
      text: 'Tell {customer} that renewals of {subscription} go through {reseller} as well.',
    },
    {
      id: 'in-writing',
      text: 'They insist: ask {customer} to say in writing whether they want to leave {reseller}.',
    },
    {
      id: 'gather',
      text: 'Note plan, seats and the end of {subscription}: {endsOn}. More time is for the account owner to grant.',
    },
    {
      id: 'set-issue-type',
      text: 'Set the issue type of {ticket} to "Sales-assistance required", then "Reseller".',
    },
    {
      id: 'ask-sales-direct',
      text: 'In Chatter: {customer} first had a reseller purchase, from {reseller}. Ask Sales to reach out.',
      linkLabel: 'the link to the Chatter post or Case',
      startsHandoff: true,
    },
    {
      id: 'mark-ticket',
      text: 'Tick "Escalated to sales", send the "Pass to Sales" macro, note the Chatter link in {ticket}, set it to Pending.',
      requires: { steps: ['ask-sales-direct'] },
      confirm: 'Macro sent, "Escalated to sales" ticked, link noted and the ticket on Pending?',
    },
    {
      id: 'follow-up',
      text: 'See that Sales answers. Silent for 24 working hours: look at the activity of the account, then ask one level higher.',
      requires: { steps: ['ask-sales-direct'] },
    },
  ],
  texts: {
    reply:
      'Thank you for your message.\n\n{subscription} was bought through {reseller}, and its renewal goes through them as well.\n\nIf you no longer want to work with {reseller}, please say so here in one sentence. I pass that to our Sales team and ask them to get in touch with you; they can say what is possible.',
    note: '{subscription}: Reseller, bought through {reseller}. The invoice goes to {invoiceOwner}, channel "{channel}". Rules: 2025, R2, R5, R8. Asked: the customer wants to renew directly. The customer first had a reseller purchase; Sales was told so. The wish to leave the partner was asked for in writing.',
  },
  source: { rules: ['R2', 'R5', 'R8'], page: 'Working with Sales', checkedOn: '2026-11-22' },
});
