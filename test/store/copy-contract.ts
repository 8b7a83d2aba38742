import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parseDatabaseLocation } from '../../src/config.ts';
import type { Store } from '../../src/ports/store.ts';
import { openDatabaseForWriting, openStore } from '../../src/store/open-store.ts';
import { aFilledCase } from '../builders/filled-cases.ts';
import { aNoteOutboxMessage, aSubmissionChange, aTimer } from '../builders/filled-handoffs.ts';
import { runTestCommand } from '../commands/run-command.ts';
import { anInboundRequest, START_TIME } from './database-fixture.ts';

const CASES = 220;
const now = () => new Date(START_TIME);

/** An empty database, by its DATABASE_URL. */
export interface EmptyDatabase {
  readonly url: string;
  drop(): Promise<void> | void;
}

export function anEmptySqliteFile(): EmptyDatabase {
  const folder = mkdtempSync(join(tmpdir(), 'copy-'));
  return { url: `sqlite:${join(folder, 'cases.db')}`, drop: () => rmSync(folder, { recursive: true }) };
}

/** Copying between two kinds of databases. */
export function copyContract(
  name: string,
  create: { from(): Promise<EmptyDatabase> | EmptyDatabase; to(): Promise<EmptyDatabase> | EmptyDatabase },
): void {
  describe(`npm run store:copy ${name}`, () => {
    let from: EmptyDatabase;
    let to: EmptyDatabase;
    beforeAll(async () => {
      from = await create.from();
      await usingStore(from, fill);
    });
    afterAll(() => from.drop());
    beforeEach(async () => {
      to = await create.to();
    });
    afterEach(() => to.drop());
    const copy = () => runTestCommand('store-copy', [], from.url, to.url);

    it('copies everything, so that a bot can continue with the new database', async () => {
      const { code, stdout, stderr } = await copy();

      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout).toMatch(new RegExp(`^cases +${CASES} rows, sha256 [0-9a-f]{12}…$`, 'm'));
      const before = await usingStore(from, summaryOf);
      await usingStore(to, async (store) => {
        expect(await summaryOf(store)).toEqual(before);
        // Ids that the database gives follow those that were copied.
        await store.cases.open(aFilledCase('new'));
        expect((await store.cases.listIds({ newestFirst: true, limit: 1 }))[0]).toBe('new');
        expect(await store.timers.claim(1, 'unclaimed-reminder')).toMatchObject([{ key: 't1' }]);
      });
    });

    it('continues after it was killed; until then no bot starts on the new database', async () => {
      await killCopyAfterBatches(3, { from: from.url, to: to.url });

      await expect(openStore(parseDatabaseLocation(to.url), { now })).rejects.toMatchObject({
        reason: 'incomplete-copy',
      });
      expect((await copy()).code).toBe(0);
      const before = await usingStore(from, summaryOf);
      expect(await usingStore(to, summaryOf)).toEqual(before);
    });

    it('rejects an unfinished database as source', async () => {
      await killCopyAfterBatches(3, { from: from.url, to: to.url });
      const third = anEmptySqliteFile();

      const { code, stderr } = await runTestCommand('store-copy', ['--to', third.url], to.url);

      expect({ code, stderr }).toEqual({
        code: 1,
        stderr: expect.stringContaining('has not finished copying'),
      });
      await third.drop();
    });

    it('reports rows that differ from the source', async () => {
      await killCopyAfterBatches(3, { from: from.url, to: to.url });
      const { kysely } = await openDatabaseForWriting(parseDatabaseLocation(to.url));
      await kysely.updateTable('cases').set({ channel: 'C0OTHER' }).where('id', '=', 'case-3').execute();
      await kysely.destroy();

      const { code, stdout, stderr } = await copy();

      expect(code).toBe(1);
      expect(stdout).toMatch(/^cases .* DIFFERS/m);
      expect(stderr).toContain('The two databases differ.');
    });
  });
}

export async function usingStore<T>(
  { url }: Pick<EmptyDatabase, 'url'>,
  work: (store: Store) => Promise<T>,
): Promise<T> {
  const store = await openStore(parseDatabaseLocation(url), { now });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

/** Rows in every table that the store writes by itself. */
async function fill(store: Store): Promise<void> {
  for (let number = 1; number <= CASES; number += 1) await store.cases.open(aFilledCase(`case-${number}`));
  for (const id of ['h1', 'h2']) await store.handoffs.commit(aSubmissionChange(id));
  await store.inbox.accept(anInboundRequest('r1'));
  await store.outbox.enqueue([aNoteOutboxMessage('m1')]);
  await store.timers.schedule([aTimer('t1')]);
  await store.users.markHomeTabOpened('U1');
  await store.posts.recordIntent({ key: 'note:1', channel: 'C1', thread: null });
}

async function summaryOf(store: Store): Promise<unknown> {
  return {
    ids: await store.cases.listIds(),
    kase: await store.cases.find(`case-${CASES}`),
    handoffs: await store.handoffs.listByCase('case-1'),
    pending: [await store.inbox.countPending(), await store.outbox.countPending()],
    post: await store.posts.find('note:1'),
    home: await store.users.filterHomeTabOpened(['U1', 'U2']),
    fingerprint: store.emailFingerprint('somebody@customer.example'),
  };
}

/** Runs a copy in a process of its own that kills itself after some batches. */
async function killCopyAfterBatches(
  batches: number,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<void> {
  const script = new URL('./copy-and-die.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, ['--import', 'tsx', script, from, to, String(batches)], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const [, signal] = (await once(child, 'exit')) as [number | null, string | null];
  expect(signal).toBe('SIGKILL');
}
