import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { KyselyPlugin } from 'kysely';
import { Kysely } from 'kysely';
import type { Store } from '../../src/ports.ts';
import { createStore } from '../../src/store/kysely-store.ts';
import { migrate } from '../../src/store/migrate.ts';
import { sqliteDialect, sqliteIdentity } from '../../src/store/sqlite-dialect.ts';
import type { Tables } from '../../src/store/tables.ts';
import { aCase, aCheck } from './a-check.ts';
import { START } from './site.ts';

const LOOKS = 120;

let store: Store;
/** Rows that each query returned. */
let rows: number[];
beforeEach(async () => {
  rows = [];
  const counting: KyselyPlugin = {
    transformQuery: ({ node }) => node,
    async transformResult({ result }) {
      rows.push(result.rows.length);
      return result;
    },
  };
  const kysely = new Kysely<Tables>({ dialect: await sqliteDialect(':memory:'), plugins: [counting] });
  await migrate(kysely, sqliteIdentity);
  store = await createStore({ kysely, now: () => new Date(START), owner: 'one', leaseMs: 15_000 });
  const checks = Array.from({ length: LOOKS }, (_, index) => aCheck({ by: `U${index}` }));
  await store.cases.open(aCase('case-1', { checks }));
  rows = [];
});
afterEach(() => store.close());

const sum = () => rows.reduce((total, each) => total + each, 0);

it('reads of a case only what was added since it was last read', async () => {
  await store.cases.find('case-1');
  await store.cases.addCheck('case-1', aCheck({ by: 'UNEW' }), 'again');
  rows = [];

  const found = await store.cases.find('case-1');

  expect(sum()).toBeLessThanOrEqual(2);
  expect(found?.checks.map(({ by }) => by)).toEqual([
    ...Array.from({ length: LOOKS }, (_, index) => `U${index}`),
    'UNEW',
  ]);
  expect(found?.events).toHaveLength(LOOKS + 1);
  expect(found?.events.at(-1)).toMatchObject({ kind: 'checked', check: LOOKS });
});

it('reads a long case once for all who ask for it at the same time, and never much of it in one call', async () => {
  const found = await Promise.all(Array.from({ length: 60 }, () => store.cases.find('case-1')));

  expect(new Set(found.map((each) => each?.checks.length))).toEqual(new Set([LOOKS]));
  expect(sum()).toBeLessThanOrEqual(LOOKS + 2 * 60);
  expect(Math.max(...rows)).toBeLessThanOrEqual(50);
});

it('forgets what it has read when the case is erased', async () => {
  await store.cases.find('case-1');
  await store.cases.erase('case-1', new Date(START));

  expect(JSON.stringify(await store.cases.find('case-1'))).not.toContain('halden.example');
});
