import { defineScenario } from '../../domain/scenario.ts';

export default defineScenario({
  id: 'direct-enable-login',
  when: { policy: ['seed'], verdict: ['direct'], topic: ['enable-login'] },
  headline: '{customer} buys from us: check for a block, then restore the login.',
  prohibitions: [
    'tick anything before you have read the channel in Zuora',
    'undo a deliberate block',
    'take an unticked box for a sign of a reseller',
  ],
  steps: [
    {
      id: 'other-account',
      text: 'Bought on another account? Then check that subscription: its own card decides.',
    },
    {
      id: 'purchase-processed',
      text: 'Bought through Sales? Confirm that the purchase of {customer} is processed, and note where it shows.',
      linkLabel: 'a link that shows the processed purchase',
    },
    {
      id: 'channel',
      text: 'Read it yourself in Zuora: the channel of {account} says "Non-Reseller".',
      confirm: 'Does the channel read "Non-Reseller", to the letter?',
    },
    {
      id: 'owner-change',
      text: 'Earlier invoice owners unread? Look at the history of {subscription} in Zuora.',
      confirm: 'No renewal, or did you see the change of the invoice owner?',
    },
    {
      id: 'history',
      text: 'CustomersDot, History: look for "login_activated = false". After "create" it is a deliberate block: stop and ask.',
      confirm: 'Did you find no deliberate block of the login?',
    },
    {
      id: 'enable-login',
      text: 'Open the Edit tab of the right record: {customer}, {account}. Tick "Login activated". Press Save.',
      requires: {
        verdict: ['transition-complete', 'direct'],
        steps: ['purchase-processed', 'channel', 'owner-change', 'history'],
      },
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
      'Thank you for your message.\n\nYour purchase from us is in our records. I am going through the last checks for the sign-in to the Customers Portal and tell you as soon as you can try it.\n\nYou then sign in with the address that your subscription is registered with. If you have bought on another account since, please send me that subscription number.',
    note: '{subscription}: Direct, no reseller. The invoice goes to {invoiceOwner}, channel "{channel}". Rules: seed, R9, R10, R11, R12, R13. Asked: the login shall be restored. Looked at: processed purchase, channel, earlier owners, deliberate blocks. Then login on, and the record of the original Sold-To saved last.',
  },
  newer: {
    text: 'The login list is gone from the page: customers of a reseller can sign in anyway, read-only.',
    date: '2025-06-16',
  },
  source: {
    rules: ['R9', 'R10', 'R11', 'R12', 'R13'],
    page: 'Working with reseller related requests',
    checkedOn: '2026-11-22',
  },
});
