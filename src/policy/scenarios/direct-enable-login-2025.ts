import { defineScenario } from '../../domain/scenario.ts';

export default defineScenario({
  id: 'direct-enable-login-2025',
  when: { policy: ['2025'], verdict: ['direct'], topic: ['enable-login'] },
  headline: '{customer} buys from us: the login should be on.',
  prohibitions: [
    'undo a deliberate block',
    'take an unticked box for a sign of a reseller',
    'edit the record of another account than {account}',
  ],
  steps: [
    {
      id: 'other-account',
      text: 'Bought on another account? Then check that subscription: its own card decides.',
    },
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
      confirm: 'Did you find no deliberate block of the login?',
    },
    {
      id: 'enable-login',
      text: 'Still off: open the Edit tab of {customer}, {account}. Tick "Login activated". Press Save.',
      requires: { verdict: ['transition-complete', 'direct'], steps: ['history'] },
      confirm: "Is this the customer's own record, on the account that was checked?",
    },
    {
      id: 'save-sold-to',
      text: "Last, save the original Sold-To's record once more: otherwise your edit can replace the Sold-To in Zuora.",
      requires: { steps: ['enable-login'] },
    },
  ],
  texts: {
    reply:
      'Thank you for your message.\n\nYou should be able to sign in to the Customers Portal with the address that {subscription} is registered with. Please ask there for a new one-time sign-in link, or use your linked GitLab account.\n\nIf that does not work, please tell me what you see. If you have bought on another account, please send me that subscription number.',
    note: '{subscription}: Direct, no reseller. The invoice goes to {invoiceOwner}, channel "{channel}". Rules: 2025, R10, R11, R13. Asked: the login shall be restored. Address, confirmation and blocks were looked at; login switched on only without a deliberate block.',
  },
  source: {
    rules: ['R10', 'R11', 'R13'],
    page: 'Working with reseller related requests',
    checkedOn: '2026-11-22',
  },
});
