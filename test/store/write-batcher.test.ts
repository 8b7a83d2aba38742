import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler, sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GroupCommitDriver } from '../../src/store/sqlite/group-commit-driver.ts';
import { openWriterConnection } from '../../src/store/sqlite/sqlite-connections.ts';
import { StoreError } from '../../src/store/store-error.ts';
import { DatabaseSync } from './database-sync.ts';

interface Tables {
  notes: { name: string; text: string };
}

let folder: string;
let db: Kysely<Tables>;
/** Statements that ran, in their order. */
let executedStatements: string[];
/** Statements that fail, and how. */
let failing: Map<string, Error>;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'group-commit-'));
  executedStatements = [];
  failing = new Map();
  const writer = recordStatements(await openWriterConnection(join(folder, 'notes.db')));
  const reader = new DatabaseSync(join(folder, 'notes.db'), { readOnly: true });
  db = new Kysely<Tables>({
    dialect: {
      createDriver: () =>
        new GroupCommitDriver(
          { writer, reader },
          { busyTimeoutMs: 1_000, sliceMs: Number.POSITIVE_INFINITY },
        ),
      createAdapter: () => new SqliteAdapter(),
      createQueryCompiler: () => new SqliteQueryCompiler(),
      createIntrospector: (kysely) => new SqliteIntrospector(kysely),
    },
  });
  await sql`create table notes (name text primary key, text text not null)`.execute(db);
  executedStatements = [];
});
afterEach(async () => {
  failing.clear();
  await db.destroy();
  rmSync(folder, { recursive: true });
});

/** The database, with every statement noted before it runs. */
function recordStatements(real: DatabaseSyncInstance): DatabaseSyncInstance {
  const prepare = (text: string) => {
    const statement = real.prepare(text);
    const noted =
      <A extends unknown[], R>(work: (...given: A) => R) =>
      (...given: A): R => {
        executedStatements.push(text);
        const failure = failing.get(text);
        if (failure) throw failure;
        return work(...given);
      };
    return {
      columns: () => statement.columns(),
      all: noted((...given: never[]) => statement.all(...given)),
      run: noted((...given: never[]) => statement.run(...given)),
    };
  };
  return new Proxy(real, {
    get(target, name) {
      if (name === 'prepare') return prepare;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

const write = (name: string, text = 'text') => db.insertInto('notes').values({ name, text }).execute();

const names = async () =>
  (await db.selectFrom('notes').select('name').orderBy('name').execute()).map(({ name }) => name);

const commits = () => executedStatements.filter((text) => text === 'commit').length;

describe('simultaneous writes', () => {
  it('share one commit, both statements and transactions', async () => {
    const both = (first: string, second: string) =>
      db.transaction().execute(async (transaction) => {
        await transaction.insertInto('notes').values({ name: first, text: '' }).execute();
        await transaction.insertInto('notes').values({ name: second, text: '' }).execute();
      });

    await Promise.all([write('a'), both('b', 'c'), write('d'), both('e', 'f')]);

    expect(commits()).toBe(1);
    expect(await names()).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
  });

  it('resolve only after their commit', async () => {
    const told: number[] = [];
    await Promise.all(['a', 'b', 'c'].map((name) => write(name).then(() => told.push(commits()))));

    expect(told).toEqual([1, 1, 1]);
  });

  it('succeed although one of them fails', async () => {
    const giveUp = db.transaction().execute(async (transaction) => {
      await transaction.insertInto('notes').values({ name: 'undone', text: '' }).execute();
      throw new Error('changed my mind');
    });

    const outcomes = await Promise.allSettled([write('a'), write('a'), giveUp, write('b')]);

    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled']);
    expect(outcomes[2]).toMatchObject({ reason: new Error('changed my mind') });
    expect(await names()).toEqual(['a', 'b']);
  });

  it('all fail when the commit fails, and are rolled back', async () => {
    failing.set('commit', Object.assign(new Error('disk I/O error'), { code: 'ERR_SQLITE_ERROR' }));
    const outcomes = await Promise.allSettled([write('a'), write('b')]);
    failing.clear();

    const reasons = outcomes.map((outcome) => outcome.status === 'rejected' && outcome.reason);
    expect(reasons.map((reason) => reason instanceof StoreError && reason.reason)).toEqual([
      'disk-error',
      'disk-error',
    ]);
    expect(await names()).toEqual([]);
    await write('c');
    expect(await names()).toEqual(['c']);
  });

  it('resolve or reject one by one when the disk is full', async () => {
    await sql`pragma max_page_count = 40`.execute(db);
    const texts = ['x', 'x'.repeat(100_000), 'x', 'x'.repeat(100_000), 'x'];

    const outcomes = await Promise.allSettled(texts.map((text, index) => write(`note-${index}`, text)));

    const kept = outcomes.flatMap(({ status }, index) => (status === 'fulfilled' ? [`note-${index}`] : []));
    expect(outcomes.some(({ status }) => status === 'rejected')).toBe(true);
    expect(await names()).toEqual(kept);
  });
});

it('a read sees committed rows only', async () => {
  const seen: string[][] = [];
  await Promise.all([
    write('a').then(async () => seen.push(await names())),
    db.transaction().execute(async (transaction) => {
      await transaction.insertInto('notes').values({ name: 'b', text: '' }).execute();
      seen.push(await names());
    }),
  ]);

  expect(seen).toEqual([[], ['a', 'b']]);
});

it('commits waiting writes before it closes', async () => {
  const writing = [write('a'), write('b')];
  // Until both have queued for writing.
  for (let microtask = 0; microtask < 50; microtask += 1) await Promise.resolve();
  const closing = db.destroy();

  await Promise.all([...writing, closing]);

  const closed = new DatabaseSync(join(folder, 'notes.db'), { readOnly: true });
  expect(closed.prepare('select count(*) as count from notes').get()).toEqual({ count: 2 });
  closed.close();
});
