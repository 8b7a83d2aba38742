import { defineScenario } from '../../domain/scenario.ts';

export default defineScenario({
  id: 'reseller-license-upload',
  when: { verdict: ['reseller'], topic: ['license-upload'], requester: ['customer', 'internal', 'unknown'] },
  headline: 'Upload fails: {customer} bought via {reseller}.',
  prohibitions: [
    'send a licence or an activation code to {reseller}',
    'explain, judge or waive an overage',
    'issue a legacy licence before Sales has the exemption',
  ],
  steps: [
    {
      id: 'ask-counts',
      text: 'Ask {customer} for a screenshot of the instance dashboard: users in licence, billable and maximum users.',
    },
    {
      id: 'compare-counts',
      text: 'Compare users, previous users and true-up with the licence of {subscription}: one of the three does not fit.',
    },
    {
      id: 'other-account',
      text: 'Bought anew on another account? Then it is no renewal, and the licence starts without the earlier counts.',
    },
    {
      id: 'set-category',
      text: 'Set category "Self-managed license related matters" and the subcategory about errors applying a licence.',
    },
    {
      id: 'ask-sales-counts',
      text: 'Give the account owner the three counts in Chatter (SMB pool: Case): {customer}, {reseller}.',
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
      'Thank you for your message.\n\nA licence is refused when its user counts do not fit those of your instance. Could you send me a screenshot of the dashboard of your instance that shows the users in the licence, the billable users and the maximum users?\n\n{subscription} was bought through {reseller}, so I pass the counts to our Sales team, who can say how to go on. If you have bought again since, perhaps on another account, please tell me that subscription number too.',
    note: '{subscription}: Reseller, bought through {reseller}. The invoice goes to {invoiceOwner}, channel "{channel}". Rules: R5, R10, R14, R15, R18. Asked: a licence does not upload. The three counts were asked for and go to the account owner; no word on an overage.',
  },
  source: {
    rules: ['R5', 'R10', 'R14', 'R15', 'R18'],
    page: 'Troubleshoot license upload issues',
    checkedOn: '2026-11-22',
  },
});
