import { defineScenario } from '../../domain/scenario.ts';

export default defineScenario({
  id: 'reseller-sign-in-2025',
  when: {
    policy: ['2025'],
    verdict: ['reseller'],
    topic: ['sign-in'],
    requester: ['customer', 'internal', 'unknown'],
  },
  headline: 'Read-only login: {customer} bought via {reseller}.',
  prohibitions: [
    'send a password reset as the only answer',
    'undo a deliberate block of the login',
    'send a licence or an activation code to {reseller}',
  ],
  steps: [
    { id: 'understand', text: 'Ask {customer} what they wanted to do in the portal.' },
    {
      id: 'check-record',
      text: 'Look in CustomersDot whether they use the right address, and whether the account is confirmed.',
    },
    {
      id: 'one-time-link',
      text: 'Have them ask for a new one-time sign-in link, or sign in with the linked GitLab account.',
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
    { id: 'to-reseller', text: 'For changes and invoices, point {customer} to {reseller}.' },
  ],
  texts: {
    reply:
      'Thank you for your message.\n\nYou should be able to sign in to the Customers Portal with the address that the subscription {subscription} was registered with. Please ask there for a new one-time sign-in link, or use your linked GitLab account, and tell me what you see.\n\nBecause {subscription} was bought through {reseller}, the portal shows it read-only: you can view it, manage its contacts and link your group or download the licence. Changes, renewals and invoices go through {reseller}. The read-only notice concerns the portal alone; your product is not affected by it.',
    note: '{subscription}: Reseller, bought through {reseller}. The invoice goes to {invoiceOwner}, channel "{channel}". Rules: 2025, R1, R2, R5, R14. Asked: cannot sign in to the portal. Address, confirmation and blocks in the history were looked at; no handoff unless a change is wanted.',
  },
  source: {
    rules: ['R1', 'R2', 'R5', 'R14'],
    page: 'Working with reseller related requests',
    checkedOn: '2026-11-22',
  },
});
