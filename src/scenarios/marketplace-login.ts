import { defineScenario } from '../domain/scenario.ts';

export default defineScenario({
  id: 'marketplace-login',
  when: { policy: ['seed'], verdict: ['marketplace'], topic: ['sign-in', 'enable-login'] },
  headline: '{customer} bought on a marketplace: {marketplace}.',
  never: [
    'call {marketplace} a reseller',
    'tick "Login activated" without word from the account owner',
    'promise {customer} a login in which they can change things',
  ],
  steps: [
    {
      id: 'which',
      text: 'Find out what was bought: an image with five default seats comes without a portal account.',
    },
    {
      id: 'private-offer',
      text: 'Amazon private offer: portal and Zuora accounts were made; check address and account.',
    },
    { id: 'google', text: 'Google: changes go through Sales, not through the portal.' },
    {
      id: 'ask-sales',
      text: 'Ask the account owner in Chatter; with no account in Salesforce, the cloud alliance team in Slack.',
    },
    {
      id: 'mark-ticket',
      text: 'Tick "Escalated to sales", send the "Pass to Sales" macro, note the Chatter link in {ticket}, set it to Pending.',
    },
  ],
  newer: {
    text: 'Customers of both marketplaces can sign in, read-only, and link their own group.',
    date: '2025-10-14',
  },
  source: {
    rules: ['R1', 'R16', 'house'],
    page: 'AWS and GCP marketplace licenses',
    checkedOn: '2026-11-22',
  },
});
