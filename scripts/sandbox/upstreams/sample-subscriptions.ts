import { zuoraIdFor } from './ids.ts';
import { addContact } from './sample-accounts.ts';
import type { SampleCustomer, SampleSubscription } from './sample-customer.ts';
import { daysFrom, type SampleData, type SubscriptionRecord } from './sample-data.ts';

/** Date of the newest version where there are earlier ones. */
const LAST_CHANGE_DAY = -20;

/** One version of a subscription: its invoice owner, date and state. */
interface Version {
  readonly owner: string | null;
  readonly since: string;
  readonly status: string;
  readonly startsOn: string;
  /** Null: evergreen. */
  readonly endsOn: string | null;
}

/** Adds every version of a customer's subscriptions, and the orders that made them. */
export function addSubscriptions(world: SampleData, customer: SampleCustomer): void {
  for (const sample of customer.subscriptions ?? []) {
    const versions = versionsOf(world, customer, sample);
    const records = versions.map((_, index) =>
      subscriptionRecord(world, { customer, sample, versions, index }),
    );
    world.subscriptions.push(...(sample.versions === 'newest' ? records.slice(-1) : records));
    addOrders(world, { customer, sample, versions });
  }
}

function versionsOf(world: SampleData, customer: SampleCustomer, sample: SampleSubscription): Version[] {
  const day = (days: number) => daysFrom(world.today, days);
  const earlier = (sample.history ?? []).map(({ owner, since }) => ({
    owner,
    since: day(since),
    status: 'Active',
    startsOn: day(since),
    endsOn: day(since + 365),
  }));
  const ends = sample.ends === undefined ? (sample.history ? LAST_CHANGE_DAY + 365 : 200) : sample.ends;
  const starts = (ends ?? 200) - 365;
  const term = { startsOn: day(starts), endsOn: ends === null ? null : day(ends) };
  const owner = sample.owner === undefined ? customer.number : sample.owner;
  const since = day(sample.history ? LAST_CHANGE_DAY : starts);
  const current = { owner, since, status: sample.status ?? 'Active', ...term };
  const draft = { owner: customer.number, since: day(-2), status: 'Draft', ...term };
  return [...earlier, current, ...(sample.draftOnTop ? [draft] : [])];
}

interface SubscriptionSource {
  readonly customer: SampleCustomer;
  readonly sample: SampleSubscription;
  readonly versions: readonly Version[];
  readonly index: number;
}

function subscriptionRecord(
  world: SampleData,
  { customer, sample, versions, index }: SubscriptionSource,
): SubscriptionRecord {
  const version = versions[index];
  if (!version) throw new Error('no such version');
  const account = world.account(customer.number);
  const id = (of: number) => zuoraIdFor(`subscription:${sample.number}:${of}`);
  return {
    id: id(index + 1),
    number: sample.number,
    version: index + 1,
    status: version.status,
    isLatest: index === versions.length - 1,
    accountId: account.id,
    invoiceOwnerId: version.owner && world.account(version.owner).id,
    startsOn: version.startsOn,
    endsOn: version.endsOn,
    updatedOn: version.since,
    previousId: index === 0 ? null : id(index),
    originalId: id(1),
    orderNumber: orderNumber(sample.number, index),
    soldToId: sample.soldTo ? addContact(world, customer, sample.soldTo).id : account.soldToId,
    billToId: account.billToId,
    products: sample.products ?? [{ name: 'Premium', quantity: 25 }],
    custom: {
      MarketplaceOfferType__c: sample.marketplace?.offerType ?? null,
      ExternalSubscriptionSource__c: sample.marketplace?.source ?? null,
      MarketplaceAgreementId__c: sample.marketplace?.agreementId ?? null,
      RenewalSubscription__c: null,
    },
  };
}

function addOrders(
  world: SampleData,
  { customer, sample, versions }: Omit<SubscriptionSource, 'index'>,
): void {
  versions.forEach((version, index) => {
    const before = versions[index - 1];
    const moved = before !== undefined && before.owner !== version.owner && version.status !== 'Draft';
    world.orders.push({
      number: orderNumber(sample.number, index),
      date: version.since,
      status: version.status === 'Draft' ? 'Draft' : 'Completed',
      accountNumber: customer.number,
      subscriptionNumber: sample.number,
      baseVersion: index === 0 ? null : index,
      newVersion: index + 1,
      type: index === 0 ? 'CreateSubscription' : moved ? 'OwnerTransfer' : 'UpdateProduct',
      invoiceTo: moved ? (version.owner ?? customer.number) : null,
    });
  });
}

function orderNumber(subscription: string, index: number): string {
  return `O-${subscription.replace(/\D/g, '')}${index + 1}`;
}
