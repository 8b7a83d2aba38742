import type { z } from 'zod';
import type { Subscription } from '../../domain/upstream-records.ts';
import type { LookupOptions } from '../../ports/systems.ts';
import type { UpstreamReader } from '../upstream-reader.ts';
import { combineResults, problem, success, type UpstreamResult } from '../upstream-result.ts';
import { listAllRows, type listPage } from './pagination.ts';
import { OPTIONAL_SUBSCRIPTION_FIELDS } from './subscription-schema.ts';
import { readNewestNonDraft } from './versions.ts';

/** Returns true for a key that is safe in a URL path. Dots and slashes would change the path. */
export function isZuoraKey(key: string): boolean {
  return /^[\w-]{1,64}$/.test(key);
}

/** Reads a subscription by its number (newest version that is not a draft) or by the id of one version. */
export async function readSubscription(
  read: UpstreamReader,
  { key, schema }: { readonly key: string; readonly schema: z.ZodType<Subscription> },
  options: LookupOptions,
): Promise<UpstreamResult<Subscription>> {
  if (!isZuoraKey(key)) return problem('invalid-response', 'input: not a subscription number');
  const request = {
    operation: 'subscription',
    path: `/v1/subscriptions/${key}`,
    schema,
    optionalFields: OPTIONAL_SUBSCRIPTION_FIELDS,
  };
  const newest = await read(request, options);
  if (!newest.ok) return newest;
  const { number, id } = newest.value;
  if (![number, id].some((name) => name.toUpperCase() === key.toUpperCase())) {
    return problem('invalid-response', 'subscriptionNumber: not the requested one');
  }
  return newest.value.status === 'Draft' ? readNewestNonDraft(read, number, options) : newest;
}

/** Reads all subscriptions that the account owns. Drafts are replaced by their newest version that is not a draft. */
export async function readAccountSubscriptions(
  read: UpstreamReader,
  {
    accountNumber,
    page,
  }: { readonly accountNumber: string; readonly page: ReturnType<typeof listPage<Subscription>> },
  options: LookupOptions,
): Promise<UpstreamResult<readonly Subscription[]>> {
  if (!isZuoraKey(accountNumber)) return problem('invalid-response', 'input: not an account number');
  const path = `/v1/subscriptions/accounts/${accountNumber}`;
  const listRequest = { operation: 'subscriptions-of', path, page, maxPages: 10 };
  const result = await listAllRows(
    read,
    { ...listRequest, optionalFields: OPTIONAL_SUBSCRIPTION_FIELDS },
    options,
  );
  if (!result.ok) return result;
  // Rows of other owners, too: where rows have moved between two pages, one that is listed twice hides one that is missing.
  if (new Set(result.value.map(({ number }) => number)).size < result.value.length) {
    return problem('invalid-response', 'subscriptions: duplicate number');
  }
  const owned = result.value.filter(
    ({ subscriptionOwner }) => subscriptionOwner.number.toUpperCase() === accountNumber.toUpperCase(),
  );
  const results = await Promise.all(owned.map((each) => newestNonDraftOf(read, each, options)));
  const combined = combineResults(results);
  return combined.ok ? success(combined.value.filter((each) => each !== null)) : combined;
}

/** Returns null for a subscription that has only drafts. */
async function newestNonDraftOf(
  read: UpstreamReader,
  newest: Subscription,
  options: LookupOptions,
): Promise<UpstreamResult<Subscription | null>> {
  if (newest.status !== 'Draft') return success(newest);
  const nonDraft = await readNewestNonDraft(read, newest.number, options);
  return !nonDraft.ok && nonDraft.gap === 'not-found' ? success(null) : nonDraft;
}
