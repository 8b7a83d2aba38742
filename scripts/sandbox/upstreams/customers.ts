import { DIRECT_CUSTOMERS } from './customers-direct.ts';
import { RESOLD_CUSTOMERS } from './customers-resold.ts';
import { UNUSUAL_RESOLD_CUSTOMERS } from './customers-resold-unusual.ts';
import { UNKNOWN_CUSTOMERS } from './customers-unknown.ts';
import { UNUSUAL_CUSTOMERS } from './customers-unusual.ts';
import { SAMPLE_PARTNERS } from './partners.ts';
import { crmAccountId } from './sample-accounts.ts';
import type { SampleCustomer, SampleEntry } from './sample-customer.ts';

/** All sample customers; the companies that sell to them are in `partners.ts`. */
export const SAMPLE_CUSTOMERS: readonly SampleCustomer[] = [
  ...RESOLD_CUSTOMERS,
  ...UNUSUAL_RESOLD_CUSTOMERS,
  ...DIRECT_CUSTOMERS,
  ...UNUSUAL_CUSTOMERS,
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

/** Samples that belong to no single customer. */
const OTHER_ENTRIES: readonly SampleEntry[] = [
  {
    title: 'Winterbourne',
    text: winterbourneEntryText(),
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

/** Samples to try, grouped by the verdict that they show, in the order above. */
export const SAMPLE_ENTRIES: readonly SampleEntry[] = [
  ...SAMPLE_CUSTOMERS.flatMap(({ samples = [] }) => samples),
  ...OTHER_ENTRIES,
].sort((a, b) => GROUPS.indexOf(a.group) - GROUPS.indexOf(b.group));

function winterbourneEntryText(): string {
  const customer = [...SAMPLE_PARTNERS, ...SAMPLE_CUSTOMERS].find(({ crm }) => crm?.key === 'winterbourne');
  if (!customer) throw new Error('The sample customers have no Winterbourne.');
  return crmAccountId(customer);
}
