import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Store } from '../../src/ports/store.ts';
import { sampleSize } from '../sample-size.ts';
import type { DatabaseFixture } from './database-fixture.ts';
import { anInboundRequest, openTwoStores } from './database-fixture.ts';

const LEASE_MS = 1000;
const RUNS = sampleSize(60, 15);
const KEYS = ['a', 'b', 'c', 'd'];

interface InboxRow {
  holder: number | null;
  /** Milliseconds of the clock. */
  until: number;
  notBefore: number;
  done: boolean;
  attempts: number;
}

/** The inbox as a person would keep it on paper, beside the real one. */
interface RealInbox {
  readonly site: DatabaseFixture;
  readonly stores: readonly Store[];
}
type InboxModel = Map<string, InboxRow>;
type InboxCommand = fc.AsyncCommand<InboxModel, RealInbox>;

const currentTimeMs = ({ site }: RealInbox) => site.clock.now().getTime();

function createCommand(
  name: string,
  run: (paper: InboxModel, real: RealInbox) => Promise<void>,
): InboxCommand {
  return { check: () => true, run, toString: () => name };
}

function rowLeasedBy(paper: InboxModel, who: number, key: string): InboxRow | null {
  const row = paper.get(key);
  return row && row.holder === who && !row.done ? row : null;
}

const accept = (who: number, key: string) =>
  createCommand(`${who} accepts ${key}`, async (paper, real) => {
    const answer = await real.stores[who]?.inbox.accept(anInboundRequest(key));

    expect(answer).toBe(paper.has(key) ? 'duplicate' : 'new');
    const until = currentTimeMs(real) + LEASE_MS;
    if (answer === 'new') paper.set(key, { holder: who, until, notBefore: 0, done: false, attempts: 1 });
  });

const take = (who: number, limit: number) =>
  createCommand(`${who} takes ${limit}`, async (paper, real) => {
    const now = currentTimeMs(real);
    const free = [...paper].filter(
      ([, row]) => !row.done && (row.holder === null || row.until <= now) && row.notBefore <= now,
    );
    // A map keeps the order of insertion, in which rows are claimed.
    const expected = free.slice(0, limit);

    const taken = (await real.stores[who]?.inbox.claim(limit)) ?? [];

    for (const [, row] of expected)
      Object.assign(row, { holder: who, until: now + LEASE_MS, attempts: row.attempts + 1 });
    const wanted = expected.map(([key, { attempts }]) => ({
      ...anInboundRequest(key),
      attempts,
      version: 1,
    }));
    expect(taken).toEqual(wanted);
  });

const renew = (who: number, key: string) =>
  createCommand(`${who} renews ${key}`, async (paper, real) => {
    await real.stores[who]?.inbox.renewLeases([key]);
    const row = rowLeasedBy(paper, who, key);
    if (row) row.until = currentTimeMs(real) + LEASE_MS;
  });

const done = (who: number, key: string) =>
  createCommand(`${who} is done with ${key}`, async (paper, real) => {
    await real.stores[who]?.inbox.complete({ key });
    const row = paper.get(key);
    if (row) row.done = true;
  });

const postpone = (who: number, key: string, ms: number) =>
  createCommand(`${who} postpones ${key} by ${ms}`, async (paper, real) => {
    const until = currentTimeMs(real) + ms;
    await real.stores[who]?.inbox.retryAt({ key }, new Date(until));
    const row = rowLeasedBy(paper, who, key);
    if (row) Object.assign(row, { holder: null, notBefore: until });
  });

const releaseLeases = (who: number) =>
  createCommand(`${who} hands back`, async (paper, real) => {
    await real.stores[who]?.inbox.releaseLeases();
    for (const row of paper.values()) if (row.holder === who && !row.done) row.holder = null;
  });

const wait = (ms: number) =>
  createCommand(`${ms} ms pass`, async (_, { site }) => {
    site.clock.advance(ms);
  });

const count = createCommand('count', async (paper, { stores }) => {
  const open = [...paper.values()].filter((row) => !row.done);
  expect(await stores[0]?.inbox.countPending()).toBe(open.length);
});

const workerIndex = fc.integer({ min: 0, max: 1 });
const key = fc.constantFrom(...KEYS);
const delayMs = fc.constantFrom(1, LEASE_MS / 2, LEASE_MS - 1, LEASE_MS, 3 * LEASE_MS);
const inboxCommands = fc.commands(
  [
    fc.tuple(workerIndex, key).map(([w, k]) => accept(w, k)),
    fc.tuple(workerIndex, fc.integer({ min: 0, max: 3 })).map(([w, limit]) => take(w, limit)),
    fc.tuple(workerIndex, key).map(([w, k]) => renew(w, k)),
    fc.tuple(workerIndex, key).map(([w, k]) => done(w, k)),
    fc.tuple(workerIndex, key, delayMs).map(([w, k, m]) => postpone(w, k, m)),
    workerIndex.map(releaseLeases),
    delayMs.map(wait),
    fc.constant(count),
  ],
  { size: '+1' },
);

/** Whatever two processes do in whatever order: nothing undone is lost, nothing leased is handed out twice. */
export function inboxModelTest(createFixture: () => Promise<DatabaseFixture>): void {
  it('loses no request and claims none twice, whatever two processes do', async () => {
    const everything = fc.asyncProperty(inboxCommands, async (order) => {
      const site = await createFixture();
      const stores = await openTwoStores(site, { leaseMs: LEASE_MS });
      try {
        await fc.asyncModelRun(() => ({ model: new Map(), real: { site, stores } }), order);
      } finally {
        await site.close();
      }
    });

    await fc.assert(everything, { numRuns: RUNS });
  });
}
