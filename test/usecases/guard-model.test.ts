import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Store } from '../../src/ports.ts';
import { openStore } from '../../src/store/sqlite-store.ts';
import { size } from '../size.ts';
import { Play } from './guard-play.ts';
import { met, Referee } from './guard-referee.ts';
import type { Story } from './guard-story.ts';
import { PREPARE, story } from './guard-story.ts';

const STORIES = size(10_000, 150);
/** An in-memory database only grows: it is replaced after so many stories. */
const STORIES_PER_STORE = 50;

/** Tells one story; one press of it, which was written down, comes once more at its end. */
async function tell(store: Store, caseId: string, given: Story): Promise<void> {
  const play = new Play(store, caseId, given);
  await play.start();
  const referee = new Referee(play);
  await referee.after(0, null);
  const written: (() => Promise<void>)[] = [];
  for (const [place, command] of [...(given.prepared ? [PREPARE] : []), ...given.commands].entries()) {
    const again = await play.happens(place + 1, command);
    const before = referee.count;
    await referee.after(place + 1, command);
    // Preparing is many presses in one: what was in its way then may be done by now.
    if (referee.count > before && command.happening.does !== 'prepare') written.push(again);
  }
  const before = referee.count;
  await written[given.returns % written.length]?.();
  if (written.length > 0) await referee.after(given.commands.length + 2, null);
  if (referee.count > before) throw new Error('a press that came again was written down again');
}

describe('the guard before a login', () => {
  let store: Store | undefined;
  afterAll(() => store?.close());

  /** Every story starts with a turn of the event loop, so that timers of the test runner get theirs. */
  async function storeFor(number: number): Promise<Store> {
    await nextTurn();
    if (store && number % STORIES_PER_STORE !== 0) return store;
    await store?.close();
    store = await openStore({ file: ':memory:', now: () => new Date() });
    return store;
  }

  it('holds whatever people press, billing answers and the clock does', async () => {
    let stories = 0;

    await fc.assert(
      fc.asyncProperty(story, async (given) => {
        stories += 1;
        await tell(await storeFor(stories), `case-${stories}`, given);
      }),
      { numRuns: STORIES },
    );

    const seldom = Object.entries(met).filter(([, times]) => times < Math.floor(STORIES / 2_000));
    expect(stories).toBe(STORIES);
    expect(seldom).toEqual([]);
  }, 1_200_000);
});
