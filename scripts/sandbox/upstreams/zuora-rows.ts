import type { AccountRecord, ContactRecord, SampleData, SubscriptionRecord } from './sample-data.ts';

/** One record as Object Query returns it; null fields are left out of the response. */
export type ZuoraRow = Record<string, string | number | boolean | null>;

/** A subscription version as Object Query tells it. */
export function subscriptionRow(world: SampleData, subscription: SubscriptionRecord): ZuoraRow {
  const { id, number, version, isLatest, status, accountId, invoiceOwnerId, startsOn, endsOn } = subscription;
  const { originalId } = subscription;
  // A query makes a row of every subscription, so the time of a search for each would grow with the square of their number.
  const first = originalId === id ? subscription : world.subscriptions.find((one) => one.id === originalId);
  return {
    id,
    name: number,
    version,
    isLatestVersion: isLatest,
    status,
    accountId,
    invoiceOwnerId,
    creatorAccountId: accountId,
    creatorInvoiceOwnerId: (first ?? subscription).invoiceOwnerId,
    originalId,
    previousSubscriptionId: subscription.previousId,
    termType: endsOn ? 'TERMED' : 'EVERGREEN',
    contractEffectiveDate: startsOn,
    subscriptionStartDate: startsOn,
    subscriptionEndDate: endsOn,
    termStartDate: startsOn,
    termEndDate: endsOn,
    autoRenew: false,
    currency: 'USD',
    isSingleVersioned: false,
    createdDate: isoInstant(subscription.updatedOn),
    updatedDate: isoInstant(subscription.updatedOn),
    ...subscription.custom,
  };
}

export function accountRow(account: AccountRecord): ZuoraRow {
  const { id, number, name, crmId, parentId, partnerAccount, soldToId, billToId, custom } = account;
  return {
    id,
    accountNumber: number,
    name,
    crmId,
    parentId,
    partnerAccount,
    soldToId,
    billToId,
    ...custom,
    status: 'Active',
    batch: 'Batch1',
    currency: 'USD',
    updatedDate: isoInstant('2026-01-01'),
  };
}

export function contactRow({
  id,
  accountId,
  firstName,
  lastName,
  workEmail,
  personalEmail,
}: ContactRecord): ZuoraRow {
  return {
    id,
    accountId,
    firstName,
    lastName,
    workEmail,
    personalEmail,
    updatedDate: isoInstant('2026-01-01'),
  };
}

/** Late in the tenant's day, so that a reader in UTC sees the next one. */
function isoInstant(date: string): string {
  return `${date}T20:15:00-08:00`;
}
