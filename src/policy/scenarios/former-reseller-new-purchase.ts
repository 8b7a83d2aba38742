import { defineScenario } from '../../domain/scenario.ts';

export default defineScenario({
  id: 'former-reseller-new-purchase',
  when: { verdict: ['former-reseller'], topic: ['new-purchase', 'direct-renewal', 'change-subscription'] },
  headline: '{customer} may buy from us: the resold subscription has ended.',
  prohibitions: [
    'call it a renewal',
    'promise that earlier user counts carry over',
    'send a licence or an activation code to {reseller}',
  ],
  steps: [
    { id: 'nothing-active', text: 'Make sure that no other subscription of {customer} is active.' },
    {
      id: 'explain-new-purchase',
      text: 'Tell {customer} that they may buy from us as a new purchase: {subscription} ended on {endsOn}.',
    },
    { id: 'counts', text: 'Say that the new licence starts without the earlier user counts.' },
    {
      id: 'ask-sales-direct',
      text: 'Sales wanted: in Chatter, {customer} first had a reseller purchase, from {reseller}.',
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
      'Thank you for your message.\n\n{subscription} was bought through {reseller} and ended on {endsOn}. You may buy from us now; that counts as a new purchase and not as a renewal, and its licence does not include the earlier user counts.\n\nIf you would like to talk to our Sales team about it, please say so and I will ask them to get in touch with you.',
    note: '{subscription}: Reseller purchase, ended on {endsOn}, through {reseller}. The invoice went to {invoiceOwner}, channel "{channel}". Rules: R5, R8, R10, our own. Asked: to buy again. The customer first had a reseller purchase; a purchase now is new, without the earlier user counts.',
  },
  source: {
    rules: ['R5', 'R8', 'R10', 'house'],
    page: 'Working with reseller related requests',
    checkedOn: '2026-11-22',
  },
});
