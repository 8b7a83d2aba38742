import { defineScenario } from '../../domain/scenario.ts';

export default defineScenario({
  id: 'former-reseller',
  when: { verdict: ['former-reseller'], topic: ['other'] },
  headline: '{customer} bought through a reseller; that subscription has ended.',
  prohibitions: [
    'send a licence or an activation code to {reseller}',
    'extend {subscription} yourself',
    'call a new purchase a renewal',
  ],
  steps: [
    {
      id: 'understand',
      text: 'Ask {customer} what they still need for {subscription}; it ended on {endsOn}.',
    },
    {
      id: 'other-number',
      text: 'They bought from us since: check that subscription number on a card of its own.',
    },
    {
      id: 'choose-topic',
      text: 'They want to go on: choose the topic "new purchase" on this card. A contact: "change a contact".',
    },
    { id: 'extension', text: 'More time is wanted: that is for the account owner to decide.' },
  ],
  texts: {
    reply:
      'Thank you for your message.\n\n{subscription} was bought through {reseller} and ended on {endsOn}. Could you tell me what you still need for it?\n\nIf you have bought from us since, please send me that subscription number. If you want to go on, please say so.',
    note: '{subscription}: Reseller purchase, ended on {endsOn}, through {reseller}. The invoice went to {invoiceOwner}, channel "{channel}". Rules: R5, R10, our own. Asked: not clear yet. The need was asked for; going on would be a new purchase.',
  },
  source: {
    rules: ['R5', 'R10', 'house'],
    page: 'Working with reseller related requests',
    checkedOn: '2026-11-22',
  },
});
