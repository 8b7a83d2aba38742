import { defineScenario } from '../../domain/scenario.ts';

export default defineScenario({
  id: 'reseller-direct-renewal',
  when: {
    policy: ['seed'],
    verdict: ['reseller'],
    topic: ['direct-renewal'],
    requester: ['customer', 'internal', 'unknown'],
  },
  headline: '{customer} bought through a reseller and wants to renew with us.',
  prohibitions: [
    'tick "Login activated" before Sales has processed the purchase',
    'promise a direct renewal, a price or a date',
    'send a licence or an activation code to {reseller}',
  ],
  steps: [
    { id: 'in-writing', text: 'Ask {customer} to say in writing whether they want to leave {reseller}.' },
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
      id: 'purchase-processed',
      text: 'Silent for 24 working hours: ask one level higher. When Sales has processed the purchase, note where it shows.',
      requires: { steps: ['ask-sales-direct'] },
      linkLabel: 'a link that shows the processed purchase',
    },
    {
      id: 'restore-login',
      text: 'Restore the login: check again, and follow the card as it then stands.',
      requires: { verdict: ['transition-complete', 'direct'], steps: ['purchase-processed'] },
    },
  ],
  texts: {
    reply:
      'Thank you for your message.\n\n{subscription} was bought through {reseller}. I have told our Sales team that you would like to renew with us, and asked them to get in touch with you; they can say what is possible.\n\nTo help them, please reply with one sentence that says whether you still want to work with {reseller} for this subscription. Nothing changes until Sales has talked to you.',
    note: '{subscription}: Reseller, bought through {reseller}. The invoice goes to {invoiceOwner}, channel "{channel}". Rules: seed, R5, R8, R9, R11. Asked: the customer wants to renew directly. The customer first had a reseller purchase; Sales was told so. The wish to leave the partner was asked for in writing. No login before the purchase is processed.',
  },
  newer: {
    text: 'Sales may quote a direct renewal only after the customer has dropped the partner in writing.',
    date: '2026-06-30',
  },
  source: { rules: ['R5', 'R8', 'R9', 'R11'], page: 'Working with Sales', checkedOn: '2026-11-22' },
});
