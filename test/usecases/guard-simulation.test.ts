import { setImmediate as nextTurn } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import type { Store } from '../../src/ports/store.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { GENERATED_CASES, sampleSize } from '../sample-size.ts';
import { GuardDriver } from './guard-driver.ts';
import { coverage, GuardOracle } from './guard-oracle.ts';
import type { GuardStory } from './guard-stories.ts';
import { anyGuardStory, PREPARE_COMMAND } from './guard-stories.ts';

const STORIES = sampleSize(GENERATED_CASES, 150);
/** An in-memory database only grows: it is replaced after so many stories. */
const STORIES_PER_STORE = 50;

/** Tells one story; one press of it, which was written down, comes once more at its end. */
async function runStory(store: Store, caseId: string, given: GuardStory): Promise<void> {
  const play = new GuardDriver(store, caseId, given);
  await play.start();
  const referee = new GuardOracle(play);
  await referee.checkAfter(0, null);
  const written: (() => Promise<void>)[] = [];
  for (const [place, command] of [
    ...(given.prepared ? [PREPARE_COMMAND] : []),
    ...given.commands,
  ].entries()) {
    const again = await play.perform(place + 1, command);
    const before = referee.eventCount;
    await referee.checkAfter(place + 1, command);
    // Preparing is many presses in one: what was in its way then may be done by now.
    if (referee.eventCount > before && command.happening.does !== 'prepare') written.push(again);
  }
  const before = referee.eventCount;
  await written[given.returns % written.length]?.();
  if (written.length > 0) await referee.checkAfter(given.commands.length + 2, null);
  if (referee.eventCount > before) throw new Error('a press that came again was written down again');
}

describe('the guard of a login step', () => {
  let store: Store | undefined;
  afterAll(() => store?.close());

  /** Every story starts with a turn of the event loop, so that timers of the test runner get theirs. */
  async function storeFor(number: number): Promise<Store> {
    await nextTurn();
    if (store && number % STORIES_PER_STORE !== 0) return store;
    await store?.close();
    store = await openSqliteStore({ file: ':memory:', now: () => new Date() });
    return store;
  }

  it('never allows a login without a fresh check or an approved override, whatever happens', async () => {
    let stories = 0;

    await fc.assert(
      fc.asyncProperty(anyGuardStory, async (given) => {
        stories += 1;
        await runStory(await storeFor(stories), `case-${stories}`, given);
      }),
      { numRuns: STORIES },
    );

    const seldom = Object.entries(coverage).filter(([, times]) => times < Math.floor(STORIES / 2_000));
    expect(stories).toBe(STORIES);
    expect(seldom).toEqual([]);
  }, 1_200_000);
});
