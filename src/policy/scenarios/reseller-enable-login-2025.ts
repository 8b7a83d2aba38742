import { defineScenario } from '../../domain/scenario.ts';

export default defineScenario({
  id: 'reseller-enable-login-2025',
  when: {
    policy: ['2025'],
    verdict: ['reseller'],
    topic: ['enable-login'],
    requester: ['customer', 'internal', 'unknown'],
  },
  headline: 'Read-only login: {customer} bought via {reseller}.',
  prohibitions: [
    'undo a deliberate block of the login',
    'promise {customer} a login in which they can change things',
    'send a licence or an activation code to {reseller}',
  ],
  steps: [
    {
      id: 'check-record',
      text: 'Look in CustomersDot whether they use the right address, and whether the account is confirmed.',
    },
    {
      id: 'history',
      text: 'CustomersDot, History: look for "login_activated = false". After "create" it is a deliberate block: stop and ask.',
    },
    {
      id: 'ask-login-on',
      text: 'The login is off and nobody blocked it: ask in the Slack channel of Licensing & Renewals to have it on.',
    },
    {
      id: 'explain-read-only',
      text: 'Tell {customer} what read-only means: {reseller} makes changes, the product is not affected.',
    },
    {
      id: 'other-account',
      text: 'They bought from us since? Bought on another account, check that subscription: its own card decides.',
    },
    { id: 'to-reseller', text: 'For changes and invoices, point {customer} to {reseller}.' },
  ],
  texts: {
    reply:
      'Thank you for your message.\n\nBecause {subscription} was bought through {reseller}, the Customers Portal shows it read-only: you can view it, manage its contacts and link your group or download the licence. Changes, renewals and invoices go through {reseller}. The read-only notice concerns the portal alone; your product is not affected by it.\n\nI am checking whether anything keeps you from signing in. If you have bought from us since, please send me that subscription number.',
    note: '{subscription}: Reseller, bought through {reseller}. The invoice goes to {invoiceOwner}, channel "{channel}". Rules: 2025, R1, R2, R5, R10. Asked: the login shall be restored. A resold customer can sign in, read-only; the history was searched for a deliberate block.',
  },
  source: {
    rules: ['R1', 'R2', 'R5', 'R10'],
    page: 'Working with reseller related requests',
    checkedOn: '2026-11-22',
  },
});
