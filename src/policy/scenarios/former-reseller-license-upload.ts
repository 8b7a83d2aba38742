import { defineScenario } from '../../domain/scenario.ts';

export default defineScenario({
  id: 'former-reseller-license-upload',
  when: { verdict: ['former-reseller'], topic: ['license-upload'] },
  headline: '{customer} bought through a reseller; that subscription has ended.',
  prohibitions: [
    'copy earlier user counts into a new licence unchecked',
    'explain, judge or waive an overage',
    'send a licence or an activation code to {reseller}',
  ],
  steps: [
    {
      id: 'which-licence',
      text: 'Ask which licence is loaded: the one of {subscription}, or one of a newer purchase.',
    },
    {
      id: 'other-number',
      text: 'They bought from us since: check that subscription number on a card of its own.',
    },
    {
      id: 'ask-counts',
      text: 'Ask {customer} for a screenshot of the instance dashboard: users in licence, billable and maximum users.',
    },
    {
      id: 'compare-counts',
      text: 'Compare users, previous users and true-up: bought on another account, it starts without the earlier counts.',
    },
    {
      id: 'ask-sales-counts',
      text: 'True-up open: give the account owner the counts in Chatter (SMB pool: Case): {customer}, {reseller}.',
      linkLabel: 'the link to the Chatter post or Case',
      startsHandoff: true,
    },
    {
      id: 'mark-ticket',
      text: 'Tick "Escalated to sales", send the "Pass to Sales" macro, note the Chatter link in {ticket}, set it to Pending.',
      requires: { steps: ['ask-sales-counts'] },
      confirm: 'Macro sent, "Escalated to sales" ticked, link noted and the ticket on Pending?',
    },
    {
      id: 'follow-up',
      text: 'See that Sales answers. Silent for 24 working hours: look at the activity of the account, then ask one level higher.',
      requires: { steps: ['ask-sales-counts'] },
    },
  ],
  texts: {
    reply:
      'Thank you for your message.\n\nWhich licence are you loading: the one of {subscription}, which ended on {endsOn}, or one of a newer purchase? For a newer one, please send me that subscription number. A purchase on another account counts as new, and its licence does not include the earlier user counts.\n\nPlease add a screenshot of the dashboard of your instance that shows the users in the licence, the billable users and the maximum users.',
    note: '{subscription}: Reseller purchase, ended on {endsOn}, through {reseller}. The invoice went to {invoiceOwner}, channel "{channel}". Rules: R5, R10, R14. Asked: a licence does not upload. Asked which licence it is, and for the three counts; no word on an overage.',
  },
  source: {
    rules: ['R5', 'R10', 'R14'],
    page: 'Troubleshoot license upload issues',
    checkedOn: '2026-11-22',
  },
});
