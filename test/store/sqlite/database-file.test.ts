import { chmodSync, mkdirSync, mkdtempSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../../../src/ports/store.ts';
import { createReplacedFileCheck, prepareDatabaseFile } from '../../../src/store/sqlite/database-file.ts';
import { openSqliteStore } from '../../../src/store/sqlite/sqlite-store.ts';
import { aFilledCase } from '../../builders/filled-cases.ts';
import { anInboundRequest } from '../database-fixture.ts';

const now = () => new Date();
const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'store-'));
  file = join(folder, 'data', 'store.db');
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('the files of a database', () => {
  let before: number;
  beforeEach(() => {
    before = process.umask(0);
  });
  afterEach(() => void process.umask(before));

  it.each([0o000, 0o022, 0o277])('are readable by their owner only, with umask %i', async (umask) => {
    process.umask(umask);
    const store = await openSqliteStore({ file, now });
    await store.cases.open(aFilledCase('case-1'));
    process.umask(0);

    expect([file, `${file}-wal`, `${file}-shm`].map(modeOf)).toEqual(['600', '600', '600']);
    expect(modeOf(join(folder, 'data'))).toBe('700');
    await store.close();
  });

  it('are closed to others when they existed with wider permissions', async () => {
    const store = await openSqliteStore({ file, now });
    await store.cases.open(aFilledCase('case-1'));
    for (const path of [file, `${file}-wal`, `${file}-shm`]) chmodSync(path, 0o666);
    chmodSync(join(folder, 'data'), 0o777);

    prepareDatabaseFile(file);

    expect([file, `${file}-wal`, `${file}-shm`].map(modeOf)).toEqual(['600', '600', '600']);
    expect(modeOf(join(folder, 'data'))).toBe('700');
    await store.close();
  });

  it('keep narrower permissions', async () => {
    await (await openSqliteStore({ file, now })).close();
    chmodSync(file, 0o440);

    prepareDatabaseFile(file);

    expect(modeOf(file)).toBe('400');
  });

  it('leave the permissions of a shared folder alone', () => {
    const shared = join(folder, 'shared');
    mkdirSync(shared);
    chmodSync(shared, 0o1777);

    prepareDatabaseFile(join(shared, 'store.db'));

    expect(modeOf(shared)).toBe('777');
  });
});

describe('a database file that goes away while the bot runs', () => {
  let store: Store;
  let at: number;
  beforeEach(async () => {
    at = 0;
    store = await openSqliteStore({ file, now, monotonic: () => at });
  });
  afterEach(() => store.close());

  /** Looked at once a second; a clock that passes when told to. */
  function watched() {
    const check = createReplacedFileCheck(file, () => at);
    return () => {
      at += 1_000;
      check();
    };
  }

  it.each([
    ['was deleted', () => rmSync(file)],
    [
      'was replaced',
      () => {
        renameSync(file, `${file}.old`);
        prepareDatabaseFile(file);
      },
    ],
    ['was deleted with its folder', () => rmSync(join(folder, 'data'), { recursive: true })],
  ])('is noticed when it %s', (_, lose) => {
    const look = watched();
    look();
    lose();

    expect(look).toThrow(expect.objectContaining({ name: 'StoreError', reason: 'replaced' }));
  });

  it('is used again when it is put back', () => {
    const look = watched();
    renameSync(file, `${file}.old`);
    expect(look).toThrow('deleted');
    renameSync(`${file}.old`, file);

    look();
  });

  it('is not written to: writes and pings are rejected', async () => {
    rmSync(file);
    at = 1_000;

    await expect(store.inbox.accept(anInboundRequest('a'))).rejects.toMatchObject({
      name: 'StoreError',
      reason: 'replaced',
    });
    await expect(store.ping()).rejects.toMatchObject({ reason: 'replaced' });
  });
});
