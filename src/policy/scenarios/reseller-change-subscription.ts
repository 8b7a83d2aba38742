import { defineScenario } from '../../domain/scenario.ts';

export default defineScenario({
  id: 'reseller-change-subscription',
  when: {
    policy: ['seed'],
    verdict: ['reseller'],
    topic: ['change-subscription'],
    requester: ['customer', 'internal', 'unknown'],
  },
  headline: 'Changes for {customer} go through {reseller}.',
  prohibitions: [
    'add seats, upgrade or quote for {customer}, or point them to "Add seats" in the portal',
    'act on a permission that you have not seen in writing',
    'send a licence or an activation code to {reseller}',
  ],
  steps: [
    {
      id: 'note-wish',
      text: 'Note exactly what {customer} wants for {subscription}: seats, tier, storage, compute.',
    },
    { id: 'to-reseller', text: 'Tell {customer} to ask {reseller} for it.' },
    {
      id: 'permission',
      text: 'Does {reseller} allow a direct change, in writing? Note in {ticket} where it says so.',
    },
    {
      id: 'set-issue-type',
      text: 'Only with that permission, or when the reseller cannot be reached: set "Sales-assistance required", "Reseller".',
    },
    {
      id: 'ask-sales',
      text: 'Ask the account owner in Chatter (SMB pool: by Case) to reach out: {customer}, {reseller}.',
      linkLabel: 'the link to the Chatter post or Case',
      startsHandoff: true,
    },
    {
      id: 'mark-ticket',
      text: 'Tick "Escalated to sales", send the "Pass to Sales" macro, note the Chatter link in {ticket}, set it to Pending.',
      requires: { steps: ['ask-sales'] },
      confirm: 'Macro sent, "Escalated to sales" ticked, link noted and the ticket on Pending?',
    },
    {
      id: 'follow-up',
      text: 'See that Sales answers. Silent for 24 working hours: look at the activity of the account, then ask one level higher.',
      requires: { steps: ['ask-sales'] },
    },
  ],
  texts: {
    reply:
      'Thank you for your message.\n\n{subscription} was bought through {reseller}, so additions and changes are ordered there. Please tell them what you need.\n\nIf {reseller} allows you to order the change from us, please send me their permission in writing. If you cannot reach them, tell me so and I will ask our Sales team to get in touch with you.',
    note: '{subscription}: Reseller, bought through {reseller}. The invoice goes to {invoiceOwner}, channel "{channel}". Rules: seed, R2, R5, R15. Asked: a change of the subscription. Pointed to the reseller; passed to Sales only with its written permission or when it cannot be reached.',
  },
  newer: {
    text: 'Renewals go through the reseller too, and its permission no longer makes an exception.',
    date: '2025-06-16',
  },
  source: {
    rules: ['R2', 'R5', 'R15'],
    page: 'Working with reseller related requests',
    checkedOn: '2026-11-22',
  },
});
