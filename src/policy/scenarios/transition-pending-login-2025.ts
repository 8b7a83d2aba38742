import { defineScenario } from '../../domain/scenario.ts';

export default defineScenario({
  id: 'transition-pending-login-2025',
  when: {
    policy: ['2025'],
    verdict: ['transition-pending'],
    topic: ['sign-in', 'enable-login', 'direct-renewal'],
  },
  headline: '{customer} is going direct, but it is not finished: still read-only.',
  prohibitions: [
    'undo a deliberate block of the login',
    'promise {customer} a date, or a login in which they can change things',
    'send a licence or an activation code to {reseller}',
  ],
  steps: [
    {
      id: 'missing',
      text: 'Note what is missing: the channel still reads "{channel}" and must read "Non-Reseller".',
    },
    {
      id: 'other-account',
      text: 'Bought on another account? Then check that subscription: its own card decides.',
    },
    {
      id: 'history',
      text: 'CustomersDot, History: look for "login_activated = false". After "create" it is a deliberate block: stop and ask.',
    },
    {
      id: 'explain-read-only',
      text: 'Tell {customer} that they can sign in and look; changes wait until Sales has processed the purchase.',
    },
    {
      id: 'ask-sales-direct',
      text: 'Ask in the Chatter thread, or start one: {customer} first had a reseller purchase; is the new one processed?',
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
      'Thank you for your message.\n\nYour purchase from us is not finished in our records yet. Until then the Customers Portal shows the subscription read-only: you can look at it, but not change it. Your product is not affected by that.\n\nI have asked our Sales team where it stands. If you have an order or subscription number for the new purchase, please send it to me.',
    note: '{subscription}: Going direct, not finished; before, {reseller}. The invoice goes to {invoiceOwner}, channel "{channel}". Rules: 2025, R1, R8, R10. Asked: login or direct renewal. The customer first had a reseller purchase; Sales was asked whether the new one is processed. Read-only until then.',
  },
  source: {
    rules: ['R1', 'R8', 'R10'],
    page: 'Working with reseller related requests',
    checkedOn: '2026-11-22',
  },
});
