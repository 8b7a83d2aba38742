import { allianceTickets, resellerRequests, usageBilling, workingWithSales } from './handbook.ts';

/** What would change rules of the policy. */
interface WatchedChange {
  /** Rule ids as in `Scenario.source`. */
  readonly rules: readonly string[];
  readonly change: string;
  /** Where it would be announced. */
  readonly where: string;
}

/** What would change each rule. `npm run policy -- --watch-list` prints it. */
export const WATCH_LIST: readonly WatchedChange[] = [
  {
    rules: ['R1', 'R9', 'R11', 'R13', 'R14'],
    change: 'Resellers get portal accounts of their own. Then they could manage subscriptions, and a login is no longer a sign of a direct customer.',
    where: 'https://gitlab.com/groups/gitlab-org/-/epics/19449',
  },
  {
    rules: ['R6', 'R7'],
    change: 'A user may have several billing-account memberships. Then nobody has to give one up for a contact change.',
    where: 'https://gitlab.com/groups/gitlab-org/-/work_items/8986',
  },
  {
    rules: ['R2', 'R5'],
    change: 'The page on reseller requests changes: it was the same from 2025-06-16 to the last comparison.',
    where: resellerRequests().page,
  },
  {
    rules: ['R3', 'R4', 'R12'],
    change: 'Zuora or Salesforce shows the seller elsewhere: other values of the channel field, another field for the invoice owner, owner transfers.',
    where: 'Quote to cash: entity relationship diagrams',
  },
  {
    rules: ['R8'],
    change: 'Sales may quote a direct renewal on conditions other than a written request to leave the partner.',
    where: 'Channel operations',
  },
  {
    rules: ['R10'],
    change: 'The 30 days after the end change, or counts carry over to another account.',
    where: 'Troubleshoot license upload issues; order processing',
  },
  {
    rules: ['R15'],
    change: 'How Sales is asked changes: Chatter, Case, the SMB pool, the macro, the 24 hours.',
    where: workingWithSales().page,
  },
  { rules: ['R16'], change: 'Alliance or marketplace purchases become reseller purchases, or get different forms.', where: allianceTickets().page },
  { rules: ['R17'], change: 'The public partner directory moves or no longer lists authorised resellers.', where: 'Partner directory' },
  { rules: ['R18'], change: 'The exemption for legacy licences ends, or no longer needs Sales.', where: 'Cloud licensing' },
  {
    rules: ['internal'],
    change: 'A page settles what we decided ourselves: conflicting records, mixed accounts, managed services, usage billing of a resold subscription.',
    where: `${resellerRequests().page}; ${usageBilling().page}`,
  },
];
