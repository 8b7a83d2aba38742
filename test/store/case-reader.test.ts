import type { KyselyPlugin } from 'kysely';
import { Kysely } from 'kysely';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Store } from '../../src/ports/store.ts';
import { createKyselyStore } from '../../src/store/kysely-store.ts';
import { migrateDatabase } from '../../src/store/migrate.ts';
import { createSqliteDialect, SQLITE_COLUMN_TYPES } from '../../src/store/sqlite/sqlite-dialect.ts';
import type { Tables } from '../../src/store/tables.ts';
import { aFilledCase, aFilledCheck } from '../builders/filled-cases.ts';
import { START_TIME } from './database-fixture.ts';

const CHECK_COUNT = 120;

let store: Store;
/** Rows that each query returned. */
let rows: number[];
/** Holds back the result of the second query. */
let held: Promise<void> | null = null;
beforeEach(async () => {
  rows = [];
  const counting: KyselyPlugin = {
    transformQuery: ({ node }) => node,
    async transformResult({ result }) {
      rows.push(result.rows.length);
      if (rows.length === 2) await held;
      return result;
    },
  };
  const kysely = new Kysely<Tables>({ dialect: await createSqliteDialect(':memory:'), plugins: [counting] });
  await migrateDatabase(kysely, { types: SQLITE_COLUMN_TYPES });
  store = await createKyselyStore({
    kysely,
    now: () => new Date(START_TIME),
    leaseOwner: 'one',
    leaseMs: 15_000,
  });
  const checks = Array.from({ length: CHECK_COUNT }, (_, index) => aFilledCheck({ by: `U${index}` }));
  await store.cases.open(aFilledCase('case-1', { checks }));
  rows = [];
});
afterEach(() => store.close());

const sum = () => rows.reduce((total, each) => total + each, 0);

it('reads only the events that were added since the last read', async () => {
  await store.cases.find('case-1');
  await store.cases.appendCheck('case-1', aFilledCheck({ by: 'UNEW' }), 'again');
  rows = [];

  const found = await store.cases.find('case-1');

  expect(sum()).toBeLessThanOrEqual(2);
  expect(found?.checks.map(({ by }) => by)).toEqual([
    ...Array.from({ length: CHECK_COUNT }, (_, index) => `U${index}`),
    'UNEW',
  ]);
  expect(found?.events).toHaveLength(CHECK_COUNT + 1);
  expect(found?.events.at(-1)).toMatchObject({ kind: 'checked', checkIndex: CHECK_COUNT });
});

it('reads a long case once for simultaneous callers, in small batches', async () => {
  const found = await Promise.all(Array.from({ length: 60 }, () => store.cases.find('case-1')));

  expect(new Set(found.map((each) => each?.checks.length))).toEqual(new Set([CHECK_COUNT]));
  expect(sum()).toBeLessThanOrEqual(CHECK_COUNT + 2 * 60);
  expect(Math.max(...rows)).toBeLessThanOrEqual(50);
});

it('drops its cached events when the case is erased', async () => {
  await store.cases.find('case-1');
  await store.cases.erase('case-1', new Date(START_TIME));

  expect(JSON.stringify(await store.cases.find('case-1'))).not.toContain('halden.example');
});

it('reads the events of a short case in one query', async () => {
  await store.cases.open(aFilledCase('case-2', { checks: [aFilledCheck({ by: 'UANA' })] }));
  rows = [];

  const found = await store.cases.find('case-2');

  expect(found?.checks).toHaveLength(1);
  expect(rows).toEqual([1, 1]);
});

it('includes events that were added before a read that joins an earlier one', async () => {
  await store.cases.open(aFilledCase('case-2', { checks: [aFilledCheck({ by: 'UANA' })] }));
  rows = [];
  let release = () => {};
  held = new Promise((resolve) => {
    release = resolve;
  });
  const earlier = store.cases.find('case-2');
  while (rows.length < 2) await new Promise(setImmediate);
  held = null;
  await store.cases.appendCheck('case-2', aFilledCheck({ by: 'UNEW' }), 'again');

  rows = [];
  const later = store.cases.find('case-2');
  while (rows.length < 1) await new Promise(setImmediate);
  await new Promise(setImmediate);
  release();

  expect((await earlier)?.checks).toHaveLength(1);
  expect((await later)?.checks).toHaveLength(2);
});
