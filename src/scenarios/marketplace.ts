import { defineScenario } from '../domain/scenario.ts';

export default defineScenario({
  id: 'marketplace',
  when: {
    verdict: ['marketplace'],
    topic: [
      'license-upload',
      'contact-change',
      'change-subscription',
      'direct-renewal',
      'new-purchase',
      'other',
    ],
  },
  headline: '{customer} bought on a marketplace: {marketplace}.',
  never: ['call {marketplace} a reseller', 'change {subscription} in the portal', 'promise a direct renewal'],
  steps: [
    { id: 'org', text: 'Look whether {customer} has an account in Salesforce.' },
    {
      id: 'ask-sales',
      text: 'It has: ask the account owner in Chatter (SMB pool: by Case) and name the marketplace.',
    },
    {
      id: 'ask-cloud',
      text: 'It has none: ask the cloud alliance team in Slack, for Amazon or for Google.',
    },
    {
      id: 'amazon',
      text: 'Amazon, more than five seats: point {customer} to a private offer by the AWS sales desk.',
    },
    { id: 'google', text: 'Google, fewer seats: not before the renewal.' },
    {
      id: 'mark-ticket',
      text: 'Tick "Escalated to sales", send the "Pass to Sales" macro, note the Chatter link in {ticket}, set it to Pending.',
    },
  ],
  source: { rules: ['R16', 'house'], page: 'AWS and GCP marketplace licenses', checkedOn: '2026-11-22' },
});
