import { defineScenario } from '../domain/scenario.ts';

export default defineScenario({
  id: 'transition-pending',
  when: {
    policy: ['seed'],
    verdict: ['transition-pending'],
    topic: ['license-upload', 'contact-change', 'change-subscription', 'new-purchase', 'other'],
  },
  headline: '{customer} is going direct; treat as bought through a reseller until done.',
  never: [
    'treat {customer} as a direct customer already',
    'tick "Login activated" yet',
    'send a licence or an activation code to {reseller}',
  ],
  steps: [
    {
      id: 'missing',
      text: 'Note what is missing: the channel still reads "{channel}" and must read "Non-Reseller".',
    },
    {
      id: 'ask-sales',
      text: 'Ask the account owner in Chatter whether the direct purchase of {customer} is processed, and when.',
    },
    {
      id: 'urgent',
      text: 'Urgent before then: handle it as for a reseller customer; ask for the proof you would ask for there.',
    },
    { id: 'wait', text: 'Set {ticket} to Pending; look after two business days.' },
    { id: 'recheck', text: 'Check again when Sales confirms, and follow the new card.' },
  ],
  source: {
    rules: ['R2', 'R5', 'R9'],
    page: 'Working with reseller related requests',
    checkedOn: '2026-11-22',
  },
});
