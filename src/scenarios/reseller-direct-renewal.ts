import { defineScenario } from '../domain/scenario.ts';

export default defineScenario({
  id: 'reseller-direct-renewal',
  when: { policy: ['seed'], verdict: ['reseller'], topic: ['direct-renewal'] },
  headline: '{customer} bought through a reseller and wants to renew with us.',
  never: [
    'tick "Login activated" before Sales has processed the purchase',
    'promise a direct renewal, a price or a date',
    'send a licence or an activation code to {reseller}',
  ],
  steps: [
    { id: 'in-writing', text: 'Ask {customer} to say in writing whether they want to leave {reseller}.' },
    { id: 'gather', text: 'Note plan, seats and the end of {subscription}: {endsOn}.' },
    {
      id: 'set-issue-type',
      text: 'Set the issue type of {ticket} to "Sales-assistance required", then "Reseller".',
    },
    {
      id: 'ask-sales',
      text: 'In Chatter: {customer} first had a reseller purchase, from {reseller}. Ask Sales to reach out.',
    },
    {
      id: 'mark-ticket',
      text: 'Tick "Escalated to sales", send the "Pass to Sales" macro, note the Chatter link in {ticket}, set it to Pending.',
    },
    {
      id: 'restore-login',
      text: 'Restore the login; the card then shows how.',
      needs: { verdict: ['transition-complete', 'direct'] },
    },
  ],
  newer: {
    text: 'Sales may quote a direct renewal only after the customer has dropped the partner in writing.',
    date: '2026-06-30',
  },
  source: { rules: ['R8', 'R9', 'R11'], page: 'Working with Sales', checkedOn: '2026-11-22' },
});
