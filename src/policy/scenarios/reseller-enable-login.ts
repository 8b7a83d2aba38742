import { defineScenario } from '../../domain/scenario.ts';

export default defineScenario({
  id: 'reseller-enable-login',
  when: {
    policy: ['seed'],
    verdict: ['reseller'],
    topic: ['enable-login'],
    requester: ['customer', 'internal', 'unknown'],
  },
  headline: 'No login yet: {customer} bought via {reseller}.',
  prohibitions: [
    'tick "Login activated" for {customer}',
    'take a direct renewal for granted that Zuora does not show, or promise a date',
    'send a licence or an activation code to {reseller}',
  ],
  steps: [
    {
      id: 'other-account',
      text: 'Ask {customer} what they bought. Bought on another account? Check that subscription: its own card decides.',
    },
    {
      id: 'explain-login-waits',
      text: 'Tell {customer} that the login waits until Sales has processed a purchase from us.',
    },
    {
      id: 'ask-sales-direct',
      text: 'In Chatter: {customer} first had a reseller purchase, {reseller}; is a direct one under way?',
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
    {
      id: 'purchase-processed',
      text: 'When Sales has processed the purchase, note where it shows. Zuora has to say "Non-Reseller" as well.',
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
      'Thank you for your message.\n\nOur records show {subscription} as bought through {reseller}. A sign-in to the Customers Portal can be set up once a purchase from us has been processed, and I do not see that yet.\n\nCould you tell me what you bought from us and when, with the order or subscription number? I have asked our Sales team where it stands.',
    note: '{subscription}: Reseller, bought through {reseller}. The invoice goes to {invoiceOwner}, channel "{channel}". Rules: seed, R5, R9, R10, R11. Asked: the login shall be restored. No direct purchase shows; Sales was asked. The login waits for a processed purchase and channel "Non-Reseller".',
  },
  newer: {
    text: 'Customers of a reseller can sign in, read-only: no changes and no invoices.',
    date: '2025-06-16',
  },
  source: {
    rules: ['R5', 'R9', 'R10', 'R11'],
    page: 'Working with reseller related requests',
    checkedOn: '2026-11-22',
  },
});
