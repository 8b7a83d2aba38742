import { defineScenario } from '../../domain/scenario.ts';

export default defineScenario({
  id: 'former-reseller-login-2025',
  when: { policy: ['2025'], verdict: ['former-reseller'], topic: ['sign-in', 'enable-login'] },
  headline: 'Read-only login; the resold subscription of {customer} has ended.',
  prohibitions: [
    'undo a deliberate block of the login',
    'say that a login would bring {subscription} back',
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
      id: 'other-number',
      text: 'They bought from us since: check that subscription number on a card of its own.',
    },
    { id: 'choose-topic', text: 'They want to buy: choose the topic "new purchase" on this card.' },
  ],
  texts: {
    reply:
      'Thank you for your message.\n\nYou should be able to sign in to the Customers Portal with the address that {subscription} was registered with; please ask there for a new one-time sign-in link, or use your linked GitLab account. It was bought through {reseller}, so the portal shows it read-only; your product is not affected by that notice. It ended on {endsOn}, and a sign-in does not bring it back.\n\nCould you tell me what you wanted to do there? If you have bought from us since, please send me that subscription number.',
    note: '{subscription}: Reseller purchase, ended on {endsOn}, through {reseller}. The invoice went to {invoiceOwner}, channel "{channel}". Rules: 2025, R1, R5. Asked: cannot sign in, or wants the login back. Address, confirmation and blocks were looked at; a newer purchase was asked for.',
  },
  source: { rules: ['R1', 'R5'], page: 'Working with reseller related requests', checkedOn: '2026-11-22' },
});
