import { defineScenario } from '../../domain/scenario.ts';

export default defineScenario({
  id: 'alliance',
  when: { verdict: ['alliance'] },
  headline: '{customer}: this is for the alliance partner process.',
  prohibitions: [
    'follow the reseller steps',
    'add anybody to the Zendesk organisation of the partner',
    'solve it in Slack instead of in {ticket}',
  ],
  steps: [
    { id: 'org-notes', text: "Read the notes of the ticket's organisation in Zendesk first." },
    { id: 'alliance-form', text: 'Check that {ticket} uses the alliance partner form.' },
    {
      id: 'not-for-resale',
      text: 'Software that is not for resale is not supported; say so when it is about that.',
    },
    { id: 'ask-lead', text: 'Unclear who bought, or who answers: ask the alliance lead.' },
    {
      id: 'attention',
      text: 'More attention needed: use the alliance escalation form in Slack; the work stays in {ticket}.',
    },
  ],
  texts: {
    reply:
      'Thank you for your message.\n\nTickets of alliance partners follow a process of their own, with a form that asks for what we need. If this ticket was not opened with it, please open one there and name this ticket in it.',
    note: '{subscription}: Alliance partner, no reseller. The invoice goes to {invoiceOwner}. Rules: R16. Asked: something for the alliance process. The reseller steps were not followed.',
  },
  source: { rules: ['R16'], page: 'Alliance partner tickets', checkedOn: '2026-11-22' },
});
