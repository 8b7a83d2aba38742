import { zuoraIdFor } from './upstreams/ids.ts';
import { CHANNEL_FIELD } from './upstreams/sample-accounts.ts';
import type { SampleData } from './upstreams/sample-data.ts';

/** Events in the other systems that a person can trigger in the sandbox, in the order in which they would happen. */
export interface UpstreamEvent {
  readonly id: string;
  readonly title: string;
  apply(world: SampleData): void;
}

const NUMBER = 'A-S00900001';

/** Halden Mills renews directly: first the invoice moves, then Billing corrects the channel. */
export const UPSTREAM_EVENTS: readonly UpstreamEvent[] = [
  { id: 'invoice-moves', title: 'Halden Mills: the invoice moves to the customer', apply: moveInvoice },
  {
    id: 'channel-changes',
    title: 'Halden Mills: the channel becomes Non-Reseller',
    apply: (world) => {
      world.account(customerOf(world).number).custom[CHANNEL_FIELD] = 'Non-Reseller';
    },
  },
  {
    id: 'channel-changes-back',
    title: 'Halden Mills: the channel becomes Reseller again',
    apply: (world) => {
      world.account(customerOf(world).number).custom[CHANNEL_FIELD] = 'Reseller';
    },
  },
];

function customerOf(world: SampleData) {
  return world.account(world.subscription(NUMBER).accountId);
}

/** An owner transfer: a new version whose invoice goes to the customer, and the order that made it. */
function moveInvoice(world: SampleData): void {
  const before = world.subscription(NUMBER);
  if (before.invoiceOwnerId === before.accountId) return;
  const version = before.version + 1;
  const orderNumber = `O-9${before.orderNumber.replace(/\D/g, '').slice(-7)}`;
  before.isLatest = false;
  world.subscriptions.push({
    ...before,
    id: zuoraIdFor(`${NUMBER} version ${version}`),
    version,
    isLatest: true,
    invoiceOwnerId: before.accountId,
    updatedOn: world.today,
    previousId: before.id,
    orderNumber,
  });
  const { number } = customerOf(world);
  world.orders.push({
    number: orderNumber,
    date: world.today,
    status: 'Completed',
    accountNumber: number,
    subscriptionNumber: NUMBER,
    baseVersion: before.version,
    newVersion: version,
    type: 'OwnerTransfer',
    invoiceTo: number,
  });
}
