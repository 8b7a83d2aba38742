import { mapResult, valueOrNull } from '../domain/connector-result.ts';
import { tenantDate } from '../domain/dates.ts';
import type { Evidence, SubscriptionEvidence } from '../domain/evidence.ts';
import { dependsOnSiblings } from '../domain/judge-subscriptions.ts';
import { isCurrentSubscription } from '../domain/subscription-end.ts';
import type { Subscription } from '../domain/upstream-records.ts';
import type { Ports } from '../ports/ports.ts';
import type { LookupOptions } from '../ports/systems.ts';

/** How many other invoice owners of an account are read. */
const MAX_INVOICE_OWNERS = 5;

/**
 * Reads the resold subscriptions beside one subscription: the account's list, then the accounts of its other invoice
 * owners. Reads nothing unless the verdict depends on them.
 */
export async function gatherSiblings(
  { billing, now }: Ports,
  evidence: SubscriptionEvidence,
  options: LookupOptions,
): Promise<Pick<Evidence, 'siblings'>> {
  const today = tenantDate(now());
  const customer = valueOrNull(evidence.subscription)?.subscriptionOwner;
  if (!customer || !dependsOnSiblings(evidence, today)) return {};
  const list = await billing.subscriptionsByAccount(customer.number, options);
  const { asOf } = list;
  const notRead = { ok: false, gap: 'unavailable', asOf } as const;
  const wanted = onePerInvoiceOwner(valueOrNull(list) ?? [], today);
  const siblings = await Promise.all(
    wanted.map(async ({ invoiceOwner, ...rest }): Promise<SubscriptionEvidence> => {
      const invoiceOwnerAccount = invoiceOwner && (await billing.account(invoiceOwner.number, options));
      const subscription = { ok: true, value: { ...rest, invoiceOwner }, asOf } as const;
      const { account } = evidence;
      return { number: rest.number, subscription, account, invoiceOwnerAccount, ownerHistory: notRead };
    }),
  );
  return { siblings: mapResult(list, () => siblings) };
}

/** Returns a current subscription for each account, other than the customer's own, that pays for one. */
function onePerInvoiceOwner(all: readonly Subscription[], today: string): Subscription[] {
  const byOwner = new Map<string, Subscription>();
  for (const one of all) {
    const owner = one.invoiceOwner?.number;
    const isOwn = owner === undefined || owner === one.subscriptionOwner.number;
    if (!isOwn && !byOwner.has(owner) && isCurrentSubscription(one, today)) byOwner.set(owner, one);
  }
  return [...byOwner.values()].slice(0, MAX_INVOICE_OWNERS);
}
