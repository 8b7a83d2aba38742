import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { lockDatabase, openStore } from '../../../src/store/open-store.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'file-lock-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const location = (name = 'cases.db') => ({ kind: 'sqlite' as const, file: join(folder, 'data', name) });

it('a file lock is held by one process until it is released', async () => {
  const lock = await lockDatabase(location());

  const refused = lockDatabase(location(), 50);
  await expect(refused).rejects.toMatchObject({ name: 'StoreError', reason: 'in-use' });
  await expect(refused).rejects.toThrow(
    `cannot use the database ${location().file}: another copy of the bot is running on it`,
  );

  lock.release();
  (await lockDatabase(location(), 50)).release();
});

it('waits for a lock that is about to be released', async () => {
  const lock = await lockDatabase(location());

  const waiting = lockDatabase(location());
  lock.release();

  (await waiting).release();
});

it('locks neither the database itself nor other databases', async () => {
  const lock = await lockDatabase(location());

  const store = await openStore(location(), { now: () => new Date() });
  await store.ping();
  (await lockDatabase(location('other.db'), 50)).release();

  await store.close();
  lock.release();
  expect(statSync(`${location().file}-lock`).mode & 0o777).toBe(0o600);
});

it('does not lock a database in memory', async () => {
  const inMemory = { kind: 'sqlite' as const, file: ':memory:' };
  const locks = [await lockDatabase(inMemory, 50), await lockDatabase(inMemory, 50)];

  for (const lock of locks) lock.release();
});
