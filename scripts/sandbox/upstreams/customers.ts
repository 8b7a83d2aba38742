import type { Customer, SampleLine } from './customer.ts';
import { DIRECT_CUSTOMERS } from './customers-direct.ts';
import { ODD_CUSTOMERS } from './customers-odd.ts';
import { RESOLD_CUSTOMERS } from './customers-resold.ts';
import { ODDLY_RESOLD_CUSTOMERS } from './customers-resold-odd.ts';
import { UNKNOWN_CUSTOMERS } from './customers-unknown.ts';
import { PARTNERS } from './partners.ts';
import { crmAccountId } from './world-accounts.ts';

/** Every sample customer; the companies that sell to them are in `partners.ts`. */
export const CUSTOMERS: readonly Customer[] = [
  ...RESOLD_CUSTOMERS,
  ...ODDLY_RESOLD_CUSTOMERS,
  ...DIRECT_CUSTOMERS,
  ...ODD_CUSTOMERS,
  ...UNKNOWN_CUSTOMERS,
];

/** The order in which the sandbox page shows the groups. */
const GROUPS = [
  'reseller',
  'former-reseller',
  'msp',
  'marketplace',
  'alliance',
  'conflict',
  'transition-pending',
  'transition-complete',
  'direct',
  'unknown',
  'mixed',
  'ambiguous',
  'not-found',
  'refused',
];

/** What belongs to no single customer. */
const OTHER_SAMPLES: readonly SampleLine[] = [
  {
    title: 'Winterbourne',
    text: winterbourne(),
    group: 'ambiguous',
    note: 'Two billing accounts share one Salesforce account',
  },
  {
    title: 'No such number',
    text: 'A-S00999999',
    note: 'The systems know nothing of it',
    group: 'not-found',
  },
  {
    title: 'US Government ticket',
    group: 'refused',
    text: 'https://gitlab-federal-support.zendesk.com/agent/tickets/4411',
    note: 'Refused without looking anything up',
  },
];

/** What to try, grouped by the verdict it shows, groups in the order above. */
export const SAMPLES: readonly SampleLine[] = [
  ...CUSTOMERS.flatMap(({ samples = [] }) => samples),
  ...OTHER_SAMPLES,
].sort((a, b) => GROUPS.indexOf(a.group) - GROUPS.indexOf(b.group));

function winterbourne(): string {
  const customer = [...PARTNERS, ...CUSTOMERS].find(({ crm }) => crm?.key === 'winterbourne');
  if (!customer) throw new Error('The sample customers have no Winterbourne.');
  return crmAccountId(customer);
}
