import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Store } from '../../src/ports.ts';
import { size } from '../size.ts';
import type { Site } from './site.ts';
import { anArrival } from './site.ts';

const LEASE = 1000;
const RUNS = size(60, 15);
const KEYS = ['a', 'b', 'c', 'd'];

interface Row {
  holder: number | null;
  /** Milliseconds of the clock. */
  until: number;
  notBefore: number;
  done: boolean;
  attempts: number;
}

/** The inbox as a person would keep it on paper, beside the real one. */
interface Real {
  readonly site: Site;
  readonly stores: readonly Store[];
}
type Paper = Map<string, Row>;
type Move = fc.AsyncCommand<Paper, Real>;

const at = ({ site }: Real) => site.clock.now().getTime();

function move(name: string, run: (paper: Paper, real: Real) => Promise<void>): Move {
  return { check: () => true, run, toString: () => name };
}

function ours(paper: Paper, who: number, key: string): Row | null {
  const row = paper.get(key);
  return row && row.holder === who && !row.done ? row : null;
}

const accept = (who: number, key: string) =>
  move(`${who} accepts ${key}`, async (paper, real) => {
    const answer = await real.stores[who]?.inbox.accept(anArrival(key));

    expect(answer).toBe(paper.has(key) ? 'duplicate' : 'new');
    const until = at(real) + LEASE;
    if (answer === 'new') paper.set(key, { holder: who, until, notBefore: 0, done: false, attempts: 1 });
  });

const take = (who: number, limit: number) =>
  move(`${who} takes ${limit}`, async (paper, real) => {
    const now = at(real);
    const free = [...paper].filter(
      ([, row]) => !row.done && (row.holder === null || row.until <= now) && row.notBefore <= now,
    );
    const expected = free.toSorted(([a], [b]) => (a < b ? -1 : 1)).slice(0, limit);

    const taken = (await real.stores[who]?.inbox.take(limit)) ?? [];

    for (const [, row] of expected)
      Object.assign(row, { holder: who, until: now + LEASE, attempts: row.attempts + 1 });
    const wanted = expected.map(([key, { attempts }]) => ({ ...anArrival(key), attempts }));
    expect(taken).toEqual(wanted);
  });

const renew = (who: number, key: string) =>
  move(`${who} renews ${key}`, async (paper, real) => {
    await real.stores[who]?.inbox.renew([key]);
    const row = ours(paper, who, key);
    if (row) row.until = at(real) + LEASE;
  });

const done = (who: number, key: string) =>
  move(`${who} is done with ${key}`, async (paper, real) => {
    await real.stores[who]?.inbox.done(key);
    const row = paper.get(key);
    if (row) row.done = true;
  });

const postpone = (who: number, key: string, ms: number) =>
  move(`${who} postpones ${key} by ${ms}`, async (paper, real) => {
    const until = at(real) + ms;
    await real.stores[who]?.inbox.postpone(key, new Date(until));
    const row = ours(paper, who, key);
    if (row) Object.assign(row, { holder: null, notBefore: until });
  });

const handBack = (who: number) =>
  move(`${who} hands back`, async (paper, real) => {
    await real.stores[who]?.inbox.handBack();
    for (const row of paper.values()) if (row.holder === who && !row.done) row.holder = null;
  });

const wait = (ms: number) =>
  move(`${ms} ms pass`, async (_, { site }) => {
    site.clock.pass(ms);
  });

const count = move('count', async (paper, { stores }) => {
  const open = [...paper.values()].filter((row) => !row.done);
  expect(await stores[0]?.inbox.pending()).toBe(open.length);
});

const who = fc.integer({ min: 0, max: 1 });
const key = fc.constantFrom(...KEYS);
const ms = fc.constantFrom(1, LEASE / 2, LEASE - 1, LEASE, 3 * LEASE);
const moves = fc.commands(
  [
    fc.tuple(who, key).map(([w, k]) => accept(w, k)),
    fc.tuple(who, fc.integer({ min: 0, max: 3 })).map(([w, limit]) => take(w, limit)),
    fc.tuple(who, key).map(([w, k]) => renew(w, k)),
    fc.tuple(who, key).map(([w, k]) => done(w, k)),
    fc.tuple(who, key, ms).map(([w, k, m]) => postpone(w, k, m)),
    who.map(handBack),
    ms.map(wait),
    fc.constant(count),
  ],
  { size: '+1' },
);

/** Whatever two processes do in whatever order: nothing undone is lost, nothing leased is handed out twice. */
export function inboxProperty(arrive: () => Promise<Site>): void {
  it('loses no row and hands out none twice, whatever two processes do', async () => {
    const everything = fc.asyncProperty(moves, async (order) => {
      const site = await arrive();
      const stores = [
        await site.open({ owner: 'one', leaseMs: LEASE }),
        await site.open({ owner: 'other', leaseMs: LEASE }),
      ];
      try {
        await fc.asyncModelRun(() => ({ model: new Map(), real: { site, stores } }), order);
      } finally {
        await site.leave();
      }
    });

    await fc.assert(everything, { numRuns: RUNS });
  });
}
