import type { Subscription } from '../../domain/records.ts';
import type { Look } from '../../ports.ts';
import { allOf, good, type Outcome, problem } from '../outcome.ts';
import type { Reader } from '../reader.ts';
import { listAll } from './paging.ts';
import { OPTIONAL_SUBSCRIPTION_FIELDS, ZuoraSubscription } from './subscription-shape.ts';
import { readNewestSold } from './versions.ts';

/** What may stand in a path: dots and slashes would lead elsewhere. */
export function isKey(key: string): boolean {
  return /^[\w-]{1,64}$/.test(key);
}

/** Reads a subscription by its number (newest version that is not a draft) or by the id of one version. */
export async function readSubscription(
  read: Reader,
  key: string,
  look: Look,
): Promise<Outcome<Subscription>> {
  if (!isKey(key)) return problem('bad-shape', 'asked: not a subscription number');
  const ask = {
    operation: 'subscription',
    path: `/v1/subscriptions/${key}`,
    schema: ZuoraSubscription,
    optional: OPTIONAL_SUBSCRIPTION_FIELDS,
  };
  const newest = await read(ask, look);
  if (!newest.ok) return newest;
  const { number, id } = newest.value;
  if (![number, id].some((name) => name.toUpperCase() === key.toUpperCase())) {
    return problem('bad-shape', 'subscriptionNumber: another one than asked');
  }
  return newest.value.status === 'Draft' ? readNewestSold(read, number, look) : newest;
}

/** All that the account owns; a subscription whose newest version is a draft is shown as it was sold. */
export async function readSubscriptionsOf(
  read: Reader,
  accountNumber: string,
  look: Look,
): Promise<Outcome<readonly Subscription[]>> {
  if (!isKey(accountNumber)) return problem('bad-shape', 'asked: not an account number');
  const path = `/v1/subscriptions/accounts/${accountNumber}`;
  const list = { operation: 'subscriptions-of', path, list: 'subscriptions', mostPages: 10 };
  const answer = await listAll(
    read,
    { ...list, row: ZuoraSubscription, optional: OPTIONAL_SUBSCRIPTION_FIELDS },
    look,
  );
  if (!answer.ok) return answer;
  const owned = answer.value.filter(
    ({ subscriptionOwner }) => subscriptionOwner.number.toUpperCase() === accountNumber.toUpperCase(),
  );
  if (new Set(owned.map(({ number }) => number)).size < owned.length) {
    return problem('bad-shape', 'subscriptions: one of them twice');
  }
  const sold = await Promise.all(owned.map((one) => asSold(read, one, look)));
  const all = allOf(sold);
  return all.ok ? good(all.value.filter((one) => one !== null)) : all;
}

/** Null when it was never more than a draft. */
async function asSold(read: Reader, newest: Subscription, look: Look): Promise<Outcome<Subscription | null>> {
  if (newest.status !== 'Draft') return good(newest);
  const sold = await readNewestSold(read, newest.number, look);
  return !sold.ok && sold.gap === 'not-found' ? good(null) : sold;
}
