import { defineScenario } from '../../domain/scenario.ts';

export default defineScenario({
  id: 'transition-pending',
  when: {
    verdict: ['transition-pending'],
    topic: ['license-upload', 'change-subscription', 'new-purchase', 'other'],
  },
  headline: '{customer} is going direct; treat as bought through a reseller until done.',
  prohibitions: [
    'treat {customer} as a direct customer already',
    'promise {customer} a date, a change or a licence',
    'send a licence or an activation code to {reseller}',
  ],
  steps: [
    {
      id: 'missing',
      text: 'Note what is missing: the channel still reads "{channel}" and must read "Non-Reseller".',
    },
    {
      id: 'ask-sales-direct',
      text: 'Ask in Chatter (SMB pool: Case): {customer} first had a reseller purchase; is the direct one processed?',
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
      id: 'as-resold',
      text: 'Urgent before then: handle it as for a reseller customer; changes go through {reseller}.',
    },
    { id: 'recheck', text: 'Check again when Sales confirms, and follow the new card.' },
  ],
  texts: {
    reply:
      'Thank you for your message.\n\nYour move from a reseller to us is not finished in our records yet. I have asked our Sales team where it stands, and I come back to your question when they have answered.\n\nIf it is urgent, please tell me, so that I can see what is possible before then.',
    note: '{subscription}: Going direct, not finished; before, {reseller}. The invoice goes to {invoiceOwner}, channel "{channel}". Rules: R2, R5, R8. Asked: something that waits for the direct purchase. Treated as resold until done; Sales was asked whether it is processed.',
  },
  source: {
    rules: ['R2', 'R5', 'R8'],
    page: 'Working with reseller related requests',
    checkedOn: '2026-11-22',
  },
});
