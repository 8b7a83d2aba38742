import { defineScenario } from '../domain/scenario.ts';

export default defineScenario({
  id: 'alliance',
  when: { verdict: ['alliance'] },
  headline: '{customer}: this is for the alliance partner process.',
  never: [
    'follow the reseller steps',
    'add anybody to the Zendesk organisation of the partner',
    'solve it in Slack instead of in {ticket}',
  ],
  steps: [
    { id: 'notes', text: "Read the notes of the ticket's organisation in Zendesk first." },
    { id: 'form', text: 'Check that {ticket} uses the alliance partner form.' },
    {
      id: 'product',
      text: 'Software that is not for resale is not supported; say so when it is about that.',
    },
    { id: 'ask-lead', text: 'Unclear who bought, or who answers: ask the alliance lead.' },
    {
      id: 'attention',
      text: 'More attention needed: use the alliance escalation form in Slack; the work stays in {ticket}.',
    },
  ],
  source: { rules: ['R16'], page: 'Alliance partner tickets', checkedOn: '2026-11-22' },
});
