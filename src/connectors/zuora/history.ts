import { z } from 'zod';
import type { GapKind } from '../../domain/answer.ts';
import type { OwnerVersion, Subscription } from '../../domain/records.ts';
import type { Look } from '../../ports.ts';
import { good, type Outcome, problem } from '../outcome.ts';
import type { Reader } from '../reader.ts';
import { day, filled } from '../shapes.ts';
import { listAll } from './paging.ts';
import { isKey } from './subscriptions.ts';
import { readVersions } from './versions.ts';

type Current = () => Promise<Outcome<Subscription>>;

/** What the orders may still know when the versions cannot be read. */
const TRY_ORDERS: readonly GapKind[] = ['forbidden', 'unavailable', 'bad-shape', 'not-found'];

const Action = z.object({
  type: filled,
  ownerTransfer: z.object({ destinationInvoiceAccountNumber: z.string().nullish() }).nullish(),
});

const Order = z.object({
  orderDate: day,
  status: filled,
  subscriptions: z.array(
    z.object({ subscriptionNumber: filled, newVersion: z.int().nullish(), orderActions: z.array(Action) }),
  ),
});

interface Step {
  readonly date: string;
  readonly version: number | null;
  readonly action: z.infer<typeof Action>;
}

/** The invoice owners of a subscription over time. */
export interface OwnerHistory {
  /** Oldest first, never empty. */
  readonly versions: readonly OwnerVersion[];
  /** Salesforce id of the subscription owner's account, 18 characters; null when the newest version does not include it. */
  readonly customerCrmId: string | null;
}

/** From the versions; where those cannot be read, from the owner transfers among the orders. */
export async function readOwnerHistory(
  read: Reader,
  { number, current }: { readonly number: string; readonly current: Current },
  look: Look,
): Promise<Outcome<OwnerHistory>> {
  if (!isKey(number)) return problem('bad-shape', 'asked: not a subscription number');
  const versions = await fromVersions(read, number, look);
  if (versions.ok || !TRY_ORDERS.includes(versions.gap)) return versions;
  if (versions.gap === 'not-found') {
    const subscription = await current();
    if (!subscription.ok) return subscription;
  }
  const orders = await fromOrders(read, { number, current }, look);
  return orders.ok ? good({ versions: orders.value, customerCrmId: null }) : versions;
}

async function fromVersions(read: Reader, number: string, look: Look): Promise<Outcome<OwnerHistory>> {
  const rows = await readVersions(read, number, look);
  if (!rows.ok) return rows;
  const sold = rows.value.filter(({ isDraft }) => !isDraft);
  if (sold.length === 0) return problem('bad-shape', 'data: only a draft');
  const versions = sold.map(({ version, since, owner }) => ({ version, since, owner }));
  return good({ versions, customerCrmId: rows.value.at(-1)?.customerCrmId ?? null });
}

async function fromOrders(
  read: Reader,
  { number, current }: { readonly number: string; readonly current: Current },
  look: Look,
): Promise<Outcome<readonly OwnerVersion[]>> {
  const path = `/v1/orders/subscription/${number}`;
  const list = { operation: 'orders', path, query: 'status=completed', list: 'orders', mostPages: 5 };
  const orders = await listAll(read, { ...list, row: Order, lane: 'side' }, look);
  if (!orders.ok) return orders;
  const steps = stepsOf(orders.value, number);
  const transfers = steps.filter(({ action }) => action.type === 'OwnerTransfer');
  if (transfers.length === 0) return unchanged(steps, current);
  const owners = transfers.map(ownerAfter);
  if (owners.some((owner) => owner === null)) return problem('bad-shape', 'ownerTransfer: no invoice owner');
  const before: OwnerVersion = { version: null, since: null, owner: { id: null, number: null, name: null } };
  return good([before, ...owners.filter((owner) => owner !== null)]);
}

/** What happened to this subscription, oldest first. */
function stepsOf(orders: readonly z.infer<typeof Order>[], number: string): Step[] {
  const steps = orders
    .filter(({ status }) => status.toLowerCase() === 'completed')
    .flatMap(({ orderDate, subscriptions }) =>
      subscriptions
        .filter(({ subscriptionNumber }) => subscriptionNumber.toUpperCase() === number.toUpperCase())
        .flatMap(({ newVersion, orderActions }) =>
          orderActions.map((action): Step => ({ date: orderDate, version: newVersion ?? null, action })),
        ),
    );
  return steps.sort((a, b) => (a.version ?? 0) - (b.version ?? 0) || a.date.localeCompare(b.date));
}

function ownerAfter({ date, version, action }: Step): OwnerVersion | null {
  const number = action.ownerTransfer?.destinationInvoiceAccountNumber?.trim();
  return number ? { version, since: date, owner: { id: null, number, name: null } } : null;
}

/** No transfer proves something only when the orders reach back to the first one. */
async function unchanged(
  steps: readonly Step[],
  current: Current,
): Promise<Outcome<readonly OwnerVersion[]>> {
  const first = steps.find(({ action }) => action.type === 'CreateSubscription');
  if (!first) return problem('bad-shape', 'orders: the first one is missing');
  const subscription = await current();
  if (!subscription.ok) return subscription;
  const owner = subscription.value.invoiceOwner ?? subscription.value.subscriptionOwner;
  return good([{ version: first.version, since: first.date, owner }]);
}
