import { defineScenario } from '../domain/scenario.ts';

export default defineScenario({
  id: 'former-reseller-new-purchase',
  when: {
    policy: ['seed'],
    verdict: ['former-reseller'],
    topic: ['new-purchase', 'direct-renewal', 'change-subscription'],
  },
  headline: '{customer} may buy from us: the resold subscription has ended.',
  never: [
    'call it a renewal',
    'promise that earlier user counts carry over',
    'tick "Login activated" while the channel reads "{channel}"',
  ],
  steps: [
    { id: 'nothing-active', text: 'Make sure that no other subscription of {customer} is active.' },
    {
      id: 'explain',
      text: 'Tell {customer} that they may buy from us as a new purchase: {subscription} ended on {endsOn}.',
    },
    { id: 'counts', text: 'Say that the new licence starts without the earlier user counts.' },
    {
      id: 'ask-sales',
      text: 'Sales wanted: in Chatter, say that {customer} first had a reseller purchase, from {reseller}.',
    },
    {
      id: 'mark-ticket',
      text: 'Tick "Escalated to sales", send the "Pass to Sales" macro, note the Chatter link in {ticket}, set it to Pending.',
    },
  ],
  source: {
    rules: ['R8', 'R10', 'house'],
    page: 'Working with reseller related requests',
    checkedOn: '2026-11-22',
  },
});
