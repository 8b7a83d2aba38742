import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openReadOnlyStore } from '../../src/store/open-store.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { aFilledCase } from '../builders/filled-cases.ts';
import { aSubmissionChange, aTimer } from '../builders/filled-handoffs.ts';
import { DatabaseSync } from './database-sync.ts';

const now = () => new Date('2026-06-01T09:00:00.000Z');

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'store-'));
  file = join(folder, 'store.db');
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('the tables of a database', () => {
  it('are created once when several processes open it at the same time, and kept when it is reopened', async () => {
    const stores = await Promise.all(Array.from({ length: 4 }, () => openSqliteStore({ file, now })));
    await stores[0]?.timers.schedule([aTimer('a')]);
    for (const store of stores) await store.close();

    const store = await openSqliteStore({ file, now });

    expect(await store.timers.claim(10, 'unclaimed-reminder')).toMatchObject([{ key: 'a' }]);
    await store.close();
  });
});

describe('opening a database read-only', () => {
  it('reads the handoffs of a case, even while a bot uses it', async () => {
    const store = await openSqliteStore({ file, now });
    await store.cases.open(aFilledCase('case-1'));
    await store.cases.open(aFilledCase('case-2'));
    for (const id of ['b', 'a']) await store.handoffs.commit(aSubmissionChange(id));
    const reading = await openReadOnlyStore({ kind: 'sqlite', file });

    expect(await reading?.listByCase('case-1')).toEqual(await store.handoffs.listByCase('case-1'));
    expect(await reading?.listByCase('case-2')).toEqual([]);
    expect(await reading?.listByCase('nowhere')).toEqual([]);

    await reading?.close();
    await store.close();
  });

  it('does not migrate it', async () => {
    new DatabaseSync(file).close();
    const reading = await openReadOnlyStore({ kind: 'sqlite', file });

    await expect(reading?.listByCase('case-1')).rejects.toMatchObject({
      name: 'StoreError',
      reason: 'migration-failed',
    });

    await reading?.close();
  });

  it('does not create it', async () => {
    expect(await openReadOnlyStore({ kind: 'sqlite', file })).toBeNull();
    expect(existsSync(file)).toBe(false);
  });
});
