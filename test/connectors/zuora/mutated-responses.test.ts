import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ConnectorResult } from '../../../src/domain/connector-result.ts';
import type {
  Account,
  AccountRef,
  OwnerVersion,
  Subscription,
} from '../../../src/domain/upstream-records.ts';
import {
  aZuoraAccount,
  aZuoraSubscription,
  aZuoraSubscriptionVersion,
} from '../../builders/zuora-responses.ts';
import { sampleSize } from '../../sample-size.ts';
import { lookupOptions, respondWith } from '../local-http-server.ts';
import { useZuoraFixture } from './zuora-fixture.ts';

type Json = Record<string, unknown>;

const zuora = useZuoraFixture();
const NUMBER = 'A-S00000001';
const VALUES = fc.oneof(
  fc.constantFrom(
    null,
    undefined,
    '',
    ' ',
    0,
    1,
    true,
    false,
    [],
    {},
    'Reseller',
    'Non-Reseller',
    'Draft',
    'NULL',
  ),
  fc.constantFrom('A00000001', 'A00000777', 'End Customer', '8a80000000000000000000000000c001', '2027-13-01'),
  fc.string(),
  fc.jsonValue(),
);

/** A few changes at random paths; undefined removes the key. */
function mutated(document: Json): fc.Arbitrary<Json> {
  const change = fc.record({ path: fc.constantFrom(...pathsOf(document)), value: VALUES });
  return fc
    .array(change, { minLength: 1, maxLength: 3 })
    .map((changes) =>
      changes.reduce(
        (whole, { path, value }) => replaceAtPath(whole, path, value),
        structuredClone(document),
      ),
    );
}

function pathsOf(value: unknown, path: string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [path];
  const inner = Object.entries(value).flatMap(([key, one]) => pathsOf(one, [...path, key]));
  return path.length === 0 ? inner : [path, ...inner];
}

function replaceAtPath(document: Json, path: readonly string[], value: unknown): Json {
  const last = path.at(-1) ?? '';
  const holder = path
    .slice(0, -1)
    .reduce<unknown>((one, key) => (isObject(one) ? one[key] : undefined), document);
  if (isObject(holder)) holder[last] = value;
  return JSON.parse(JSON.stringify(document)) as Json;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null;
}

/** Returns id, number and name of an account exactly as the document states them, or undefined when one is missing. */
function refFrom(id: unknown, number: unknown, name: unknown): AccountRef | undefined {
  const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== '';
  return isText(id) && isText(number) && isText(name) ? { id, number, name } : undefined;
}

function isBlank(value: unknown): boolean {
  return value === null || (typeof value === 'string' && value.trim() === '');
}

function checkSubscription(document: Json, answer: ConnectorResult<Subscription>): void {
  if (!answer.ok) return;
  const { invoiceOwner, subscriptionOwner } = answer.value;
  const [id, number, name] = ['Id', 'Number', 'Name'].map((part) => document[`invoiceOwnerAccount${part}`]);
  const { accountId, accountNumber, accountName } = document;
  // The customer's name does not affect the verdict, so its number may replace it.
  const named = refFrom(accountId, accountNumber, accountName) ? accountName : accountNumber;
  expect(subscriptionOwner).toEqual(refFrom(accountId, accountNumber, named));
  if (invoiceOwner) expect(invoiceOwner).toEqual(refFrom(id, number, name));
  else expect([number, name, id === document['accountId'] ? '' : id].every(isBlank)).toBe(true);
}

function checkAccount(document: Json, answer: ConnectorResult<Account>): void {
  if (!answer.ok) return;
  const said = (document['basicInfo'] as Json)['SSPChannel__c'];
  expect(answer.value.channel).toEqual(isBlank(said) ? null : said);
}

function checkHistory(document: Json, answer: ConnectorResult<readonly OwnerVersion[]>): void {
  if (!answer.ok) return;
  const rows = (document['data'] as Json[]).filter(({ status }) => status !== 'Draft');
  const said = rows.map((row) => (isBlank(row['invoiceOwnerId']) ? row['accountId'] : row['invoiceOwnerId']));
  expect(answer.value.map(({ owner }) => owner.id)).toEqual(said);
}

describe('a randomly changed response of Zuora', () => {
  it('gives the exact owner of a subscription, or a gap', async () => {
    await fc.assert(
      fc.asyncProperty(mutated(aZuoraSubscription()), async (document) => {
        zuora.server.handle = (request, ...rest) =>
          respondWith(request.url?.startsWith('/v1/subscriptions/') ? document : {})(request, ...rest);

        const answer = await zuora.billing.subscription(NUMBER, lookupOptions({ fresh: true }));

        checkSubscription(document, answer);
      }),
      { numRuns: sampleSize(600, 100) },
    );
  });

  it('gives the exact channel of an account, or a gap', async () => {
    await fc.assert(
      fc.asyncProperty(mutated(aZuoraAccount()), async (document) => {
        zuora.server.handle = respondWith(document);

        const answer = await zuora.billing.account('A00000001', lookupOptions({ fresh: true }));

        checkAccount(document, answer);
      }),
      { numRuns: sampleSize(600, 100) },
    );
  });

  it('gives the exact owners of a history, or a gap', async () => {
    const rows = [
      aZuoraSubscriptionVersion(1, 'reseller'),
      aZuoraSubscriptionVersion(2, 'customer', { isLatestVersion: true }),
    ];
    await fc.assert(
      fc.asyncProperty(mutated({ data: rows }), async (document) => {
        zuora.server.handle = (request, ...rest) =>
          respondWith(request.url?.startsWith('/object-query/subscriptions') ? document : {})(
            request,
            ...rest,
          );

        const answer = await zuora.billing.invoiceOwnerHistory(NUMBER, lookupOptions({ fresh: true }));

        checkHistory(document, answer);
      }),
      { numRuns: sampleSize(400, 80) },
    );
  });
});
