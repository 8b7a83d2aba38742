import { z } from 'zod';
import type { GapKind } from '../../domain/connector-result.ts';
import type { OwnerVersion, Subscription } from '../../domain/upstream-records.ts';
import type { LookupOptions } from '../../ports/systems.ts';
import { isoDate, nonBlank } from '../field-schemas.ts';
import type { UpstreamReader } from '../upstream-reader.ts';
import { problem, success, type UpstreamResult } from '../upstream-result.ts';
import { listAllRows, listPage } from './pagination.ts';
import { isZuoraKey } from './subscriptions.ts';
import { readVersions } from './versions.ts';

type ReadCurrentSubscription = () => Promise<UpstreamResult<Subscription>>;

/** Gaps of the versions for which the orders are read instead. */
const GAPS_COVERED_BY_ORDERS: readonly GapKind[] = [
  'forbidden',
  'unavailable',
  'invalid-response',
  'not-found',
];

const OrderAction = z.object({
  type: nonBlank,
  ownerTransfer: z.object({ destinationInvoiceAccountNumber: z.string().nullish() }).nullish(),
});

const Order = z.object({
  orderDate: isoDate,
  status: nonBlank,
  subscriptions: z.array(
    z.object({
      subscriptionNumber: nonBlank,
      newVersion: z.int().nullish(),
      orderActions: z.array(OrderAction),
    }),
  ),
});

const OrderPage = listPage('orders', Order);

interface DatedOrderAction {
  readonly date: string;
  readonly version: number | null;
  readonly action: z.infer<typeof OrderAction>;
}

/** The history of a subscription's invoice owners. */
export interface OwnerHistory {
  /** Oldest first, never empty. */
  readonly versions: readonly OwnerVersion[];
  /** Salesforce id of the subscription owner's account, 18 characters; null when the newest version does not include it. */
  readonly customerCrmId: string | null;
}

/** Reads the history from the versions or, if they cannot be read, from the owner transfers in the orders. */
export async function readOwnerHistory(
  read: UpstreamReader,
  { number, readCurrent }: { readonly number: string; readonly readCurrent: ReadCurrentSubscription },
  options: LookupOptions,
): Promise<UpstreamResult<OwnerHistory>> {
  if (!isZuoraKey(number)) return problem('invalid-response', 'input: not a subscription number');
  const versions = await historyFromVersions(read, number, options);
  if (versions.ok || !GAPS_COVERED_BY_ORDERS.includes(versions.gap)) return versions;
  if (versions.gap === 'not-found') {
    const subscription = await readCurrent();
    if (!subscription.ok) return subscription;
  }
  const orders = await ownersFromOrders(read, { number, readCurrent }, options);
  return orders.ok ? success({ versions: orders.value, customerCrmId: null }) : versions;
}

async function historyFromVersions(
  read: UpstreamReader,
  number: string,
  options: LookupOptions,
): Promise<UpstreamResult<OwnerHistory>> {
  const rows = await readVersions(read, number, options);
  if (!rows.ok) return rows;
  const nonDrafts = rows.value.filter(({ isDraft }) => !isDraft);
  if (nonDrafts.length === 0) return problem('invalid-response', 'data: only a draft');
  const versions = nonDrafts.map(({ version, since, owner }) => ({ version, since, owner }));
  return success({ versions, customerCrmId: rows.value.at(-1)?.customerCrmId ?? null });
}

async function ownersFromOrders(
  read: UpstreamReader,
  { number, readCurrent }: { readonly number: string; readonly readCurrent: ReadCurrentSubscription },
  options: LookupOptions,
): Promise<UpstreamResult<readonly OwnerVersion[]>> {
  const path = `/v1/orders/subscription/${number}`;
  const listRequest = {
    operation: 'orders',
    path,
    queryString: 'status=completed',
    page: OrderPage,
    maxPages: 5,
  };
  const orders = await listAllRows(read, { ...listRequest, priority: 'supporting' }, options);
  if (!orders.ok) return orders;
  const datedActions = datedActionsOf(orders.value, number);
  const transfers = datedActions.filter(({ action }) => action.type === 'OwnerTransfer');
  if (transfers.length === 0) return ownerWithoutTransfers(datedActions, readCurrent);
  const owners = transfers.map(ownerAfterTransfer);
  if (owners.some((owner) => owner === null))
    return problem('invalid-response', 'ownerTransfer: no invoice owner');
  const unnamedFirstOwner: OwnerVersion = {
    version: null,
    since: null,
    owner: { id: null, number: null, name: null },
  };
  return success([unnamedFirstOwner, ...owners.filter((owner) => owner !== null)]);
}

/** Returns the completed order actions on this subscription, oldest first. */
function datedActionsOf(orders: readonly z.infer<typeof Order>[], number: string): DatedOrderAction[] {
  const datedActions = orders
    .filter(({ status }) => status.toLowerCase() === 'completed')
    .flatMap(({ orderDate, subscriptions }) =>
      subscriptions
        .filter(({ subscriptionNumber }) => subscriptionNumber.toUpperCase() === number.toUpperCase())
        .flatMap(({ newVersion, orderActions }) =>
          orderActions.map(
            (action): DatedOrderAction => ({ date: orderDate, version: newVersion ?? null, action }),
          ),
        ),
    );
  return datedActions.sort((a, b) => (a.version ?? 0) - (b.version ?? 0) || a.date.localeCompare(b.date));
}

function ownerAfterTransfer({ date, version, action }: DatedOrderAction): OwnerVersion | null {
  const number = action.ownerTransfer?.destinationInvoiceAccountNumber?.trim();
  return number ? { version, since: date, owner: { id: null, number, name: null } } : null;
}

/** Returns the current owner. Without transfers, this is proven only if the orders include the creation of the subscription. */
async function ownerWithoutTransfers(
  datedActions: readonly DatedOrderAction[],
  readCurrent: ReadCurrentSubscription,
): Promise<UpstreamResult<readonly OwnerVersion[]>> {
  const creation = datedActions.find(({ action }) => action.type === 'CreateSubscription');
  if (!creation) return problem('invalid-response', 'orders: the first one is missing');
  const subscription = await readCurrent();
  if (!subscription.ok) return subscription;
  const owner = subscription.value.invoiceOwner ?? subscription.value.subscriptionOwner;
  return success([{ version: creation.version, since: creation.date, owner }]);
}
