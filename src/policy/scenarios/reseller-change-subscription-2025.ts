import { defineScenario } from '../../domain/scenario.ts';

export default defineScenario({
  id: 'reseller-change-subscription-2025',
  when: {
    policy: ['2025'],
    verdict: ['reseller'],
    topic: ['change-subscription'],
    requester: ['customer', 'internal', 'unknown'],
  },
  headline: 'Changes for {customer} go through {reseller}.',
  prohibitions: [
    'add seats, upgrade or quote for {customer}, or point them to "Add seats" in the portal',
    'make an exception because {reseller} allows it',
    'send a licence or an activation code to {reseller}',
  ],
  steps: [
    {
      id: 'note-wish',
      text: 'Note exactly what {customer} wants for {subscription}: seats, tier, storage, compute.',
    },
    {
      id: 'to-reseller',
      text: 'Tell {customer} to ask {reseller} for it; the portal shows them the subscription read-only.',
    },
    {
      id: 'set-issue-type',
      text: 'Only when the reseller cannot be reached: set "Sales-assistance required", "Reseller".',
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
      'Thank you for your message.\n\n{subscription} was bought through {reseller}, so additions, changes and renewals are ordered there. Please tell them what you need. In the Customers Portal you can look at the subscription, but not change it; your product is not affected by that.\n\nIf you cannot reach {reseller}, please tell me and I will ask our Sales team to get in touch with you.',
    note: '{subscription}: Reseller, bought through {reseller}. The invoice goes to {invoiceOwner}, channel "{channel}". Rules: 2025, R2, R5, R15. Asked: a change of the subscription. Pointed to the reseller; its permission makes no exception; passed to Sales only when it cannot be reached.',
  },
  source: {
    rules: ['R2', 'R5', 'R15'],
    page: 'Working with reseller related requests',
    checkedOn: '2026-11-22',
  },
});
