import { type ConnectorResult, mapResult, valueOrNull } from '../domain/connector-result.ts';
import { tenantDate } from '../domain/dates.ts';
import type { AccountEvidence, Evidence, SubscriptionEvidence } from '../domain/evidence.ts';
import { isCurrentSubscription } from '../domain/subscription-end.ts';
import type { Account, AccountRef, Subscription } from '../domain/upstream-records.ts';
import type { Ports } from '../ports/ports.ts';
import type { LookupOptions } from '../ports/systems.ts';
import { gatherSupportingEvidence } from './gather-supporting-evidence.ts';

/** What was read about a subject, apart from its ticket. */
export type GatheredEvidence = Omit<Evidence, 'subject' | 'ticket' | 'requesterAccount'>;

export const NO_EVIDENCE: GatheredEvidence = {
  accounts: null,
  subscriptionCount: null,
  subscriptions: [],
  crm: null,
  portal: null,
};

/** Reads an account, its subscriptions, and what Salesforce and CustomersDot have about it. */
export async function gatherAccount(
  ports: Ports,
  number: string,
  options: LookupOptions,
): Promise<GatheredEvidence> {
  const { account, reads, ...evidence } = await listAccount(ports, number, options);
  if (reads.length === 0) return { ...NO_EVIDENCE, ...evidence };
  const resolvedAccount = Promise.resolve(account);
  const [subscriptions, supporting] = await Promise.all([
    mapInBatches(reads, (read) => gatherSubscriptionEvidence(ports, read, options)),
    gatherSupportingEvidence(ports, { account: resolvedAccount, crmIdHint: Promise.resolve(null) }, options),
  ]);
  return { ...evidence, subscriptions, ...supporting };
}

/** How many of several matching accounts are read, and how many subscriptions of each. */
const MAX_CANDIDATES = 5;
const MAX_CANDIDATE_SUBSCRIPTIONS = 5;

/** Reads the first of several matching accounts, so that a person can tell them apart. Each failure leaves a gap. */
export async function gatherCandidates(
  ports: Ports,
  accounts: readonly AccountRef[],
  options: LookupOptions,
): Promise<readonly AccountEvidence[]> {
  return Promise.all(
    accounts.slice(0, MAX_CANDIDATES).map(async ({ number }): Promise<AccountEvidence> => {
      const { account: _, reads, ...evidence } = await listAccount(ports, number, options);
      const read = reads.slice(0, MAX_CANDIDATE_SUBSCRIPTIONS);
      return {
        ...evidence,
        subscriptions: await Promise.all(read.map((one) => gatherSubscriptionEvidence(ports, one, options))),
        unreadCount: reads.length - read.length,
      };
    }),
  );
}

/** Reads an account and lists its subscriptions. Without the account, none of them is worth reading. */
async function listAccount(ports: Ports, number: string, options: LookupOptions) {
  const [account, list] = await Promise.all([
    ports.billing.account(number, options),
    ports.billing.subscriptionsByAccount(number, options),
  ]);
  const relevant = account.ok ? relevantSubscriptions(valueOrNull(list) ?? [], tenantDate(ports.now())) : [];
  const { asOf } = list;
  return {
    account,
    accounts: mapResult(account, (value): readonly AccountRef[] => [toAccountRef(value)]),
    subscriptionCount: mapResult(list, ({ length }) => length),
    reads: relevant.map(
      (value): SubscriptionRead => ({ number: value.number, value, asOf, account: Promise.resolve(account) }),
    ),
  };
}

/** How many subscriptions of one account are read in parallel. Kept low so that a large account does not delay other checks. */
const MAX_CONCURRENT_READS = 5;

async function mapInBatches<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let from = 0; from < items.length; from += MAX_CONCURRENT_READS) {
    results.push(...(await Promise.all(items.slice(from, from + MAX_CONCURRENT_READS).map(work))));
  }
  return results;
}

export function toAccountRef({ id, number, name }: AccountRef): AccountRef {
  return { id, number, name };
}

/** Returns the current subscriptions; if there are none, the one that ended last. */
function relevantSubscriptions(all: readonly Subscription[], today: string): readonly Subscription[] {
  const current = all.filter((subscription) => isCurrentSubscription(subscription, today));
  if (current.length > 0) return current;
  const [last] = [...all].sort((a, b) => (b.endsOn ?? '').localeCompare(a.endsOn ?? ''));
  return last ? [last] : [];
}

interface SubscriptionRead {
  readonly number: string;
  readonly value: Subscription;
  readonly asOf: string;
  /** The subscription owner's account. */
  readonly account: Promise<ConnectorResult<Account>>;
  /** Set when the history is being read already. */
  readonly ownerHistory?: ReturnType<Ports['billing']['invoiceOwnerHistory']>;
}

/** Reads everything else about a subscription that is known already. */
export async function gatherSubscriptionEvidence(
  ports: Ports,
  read: SubscriptionRead,
  options: LookupOptions,
): Promise<SubscriptionEvidence> {
  const { number, value, asOf } = read;
  const { subscriptionOwner, invoiceOwner } = value;
  const hasOtherInvoiceOwner = invoiceOwner !== null && invoiceOwner.number !== subscriptionOwner.number;
  const [account, invoiceOwnerAccount, ownerHistory] = await Promise.all([
    read.account,
    hasOtherInvoiceOwner ? ports.billing.account(invoiceOwner.number, options) : null,
    read.ownerHistory ?? ports.billing.invoiceOwnerHistory(number, options),
  ]);
  return { number, subscription: { ok: true, value, asOf }, account, invoiceOwnerAccount, ownerHistory };
}
