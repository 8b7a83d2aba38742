import { defineScenario } from '../../domain/scenario.ts';

export default defineScenario({
  id: 'direct-license-upload',
  when: { verdict: ['direct'], topic: ['license-upload'] },
  headline: '{customer} bought from us, not through a reseller.',
  prohibitions: [
    'call a purchase on another account a renewal',
    'copy earlier user counts into the licence unchecked',
    'explain, judge or waive an overage',
  ],
  steps: [
    { id: 'usual-page', text: 'Work on {ticket} by the page on licence upload errors.' },
    {
      id: 'other-number',
      text: 'Ask whether {customer} had another subscription before, perhaps through a reseller or on another account.',
    },
    {
      id: 'counts',
      text: 'If so, it is a new purchase: its licence starts without the earlier user counts.',
    },
    {
      id: 'entity',
      text: 'Only the billing entity changed? The old subscription names the new one; no reseller is involved.',
    },
    {
      id: 'ask-sales-counts',
      text: 'A true-up is open: ask the account owner in Chatter (SMB pool: by Case) to talk to {customer}.',
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
      'Thank you for your message.\n\nA licence is refused when its user counts do not fit those of your instance. Did you have another subscription before, perhaps through a reseller or on another account? A purchase on another account counts as new, and its licence does not include the earlier user counts.\n\nPlease send me that subscription number, and a screenshot of the dashboard of your instance that shows the users in the licence, the billable users and the maximum users.',
    note: '{subscription}: Direct, no reseller. The invoice goes to {invoiceOwner}, channel "{channel}". Rules: R3, R10. Asked: a licence does not upload. Asked for an earlier subscription and the three counts; a purchase on another account is new, not a renewal.',
  },
  source: { rules: ['R3', 'R10'], page: 'Troubleshoot license upload issues', checkedOn: '2026-11-22' },
});
