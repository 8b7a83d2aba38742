import { defineScenario } from '../../domain/scenario.ts';

export default defineScenario({
  id: 'transition-pending-login',
  when: {
    policy: ['seed'],
    verdict: ['transition-pending'],
    topic: ['sign-in', 'enable-login', 'direct-renewal'],
  },
  headline: '{customer} is going direct, but it is not finished: no login yet.',
  prohibitions: [
    'tick "Login activated" yet',
    'promise {customer} a date for the login',
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
      id: 'explain-login-waits',
      text: 'Tell {customer} that the login follows once Sales has processed the purchase.',
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
      id: 'purchase-processed',
      text: 'Look after two business days. When Sales has processed the purchase, note where it shows.',
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
      'Thank you for your message.\n\nYour purchase from us is not finished in our records yet. A sign-in to the Customers Portal can be set up when our Sales team has processed it.\n\nI have asked them where it stands. If you have an order or subscription number for the new purchase, please send it to me.',
    note: '{subscription}: Going direct, not finished; before, {reseller}. The invoice goes to {invoiceOwner}, channel "{channel}". Rules: seed, R8, R9, R10, R11. Asked: login or direct renewal. The customer first had a reseller purchase; Sales was asked whether the new one is processed. No login before that.',
  },
  newer: {
    text: 'Customers of a reseller can sign in, read-only: no changes and no invoices.',
    date: '2025-06-16',
  },
  source: {
    rules: ['R8', 'R9', 'R10', 'R11'],
    page: 'Working with reseller related requests',
    checkedOn: '2026-11-22',
  },
});
