import type { Placeholder } from '../../src/domain/scenario.ts';

const NAME = 'N'.repeat(60);

/** The longest values that placeholders realistically get. */
export const LONGEST_SLOT_VALUES: Record<Placeholder, string> = {
  customer: NAME,
  invoiceOwner: NAME,
  reseller: NAME,
  earlierOwner: NAME,
  marketplace: NAME,
  subscription: 'A-S0090000001',
  account: 'A00900001',
  endsOn: '2027-02-01',
  ticket: '#48211000',
  channel: 'Non-Reseller',
  sibling: 'A-S0090000002',
  endedAccount: 'A00900002',
  directAccount: 'A00900003',
  systems: 'Zuora, Salesforce and Zendesk',
  plan: `${'P'.repeat(40)}, ${'P'.repeat(40)} and 2 more`,
  seats: '12000',
};
