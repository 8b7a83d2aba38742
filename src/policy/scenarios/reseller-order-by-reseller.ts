import { defineScenario } from '../../domain/scenario.ts';

export default defineScenario({
  id: 'reseller-order-by-reseller',
  when: {
    verdict: ['reseller'],
    topic: ['change-subscription', 'direct-renewal', 'new-purchase'],
    requester: ['reseller'],
  },
  headline: 'A reseller asks about a purchase of {customer}.',
  prohibitions: [
    'send a licence or an activation code to {reseller}',
    'tell the requester more than their own order covers',
    'promise a price, a discount or a date',
  ],
  steps: [
    {
      id: 'check-requester',
      text: 'Compare the requester with {invoiceOwner}. In a chain of partners, note both names.',
    },
    {
      id: 'note-wish',
      text: 'Note what is wanted for {subscription}: seats, tier, renewal or a new order; it ends on {endsOn}.',
    },
    {
      id: 'explain-to-reseller',
      text: 'Tell the requester that orders are for Sales, and that you ask them to get in touch.',
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
      'Thank you for your message.\n\nOrders, changes and renewals for {subscription} are handled by our Sales team. I have passed on what you need and asked them to get in touch with you.\n\nIf anything is missing, such as seats, tier or the wanted dates, please add it here.',
    note: '{subscription}: Reseller, bought through {reseller}. The invoice goes to {invoiceOwner}, channel "{channel}". Rules: R2, R5, R15. Asked: a reseller asked about an order. The account owner was given both names and asked to reach out.',
  },
  source: { rules: ['R2', 'R5', 'R15'], page: 'Working with Sales', checkedOn: '2026-11-22' },
});
