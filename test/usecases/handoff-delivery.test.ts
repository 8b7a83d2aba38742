import { afterEach, describe, expect, it } from '@jest/globals';
import type { HandoffState } from '../../src/domain/handoff.ts';
import { standingOf } from '../../src/domain/handoff.ts';
import { NotTaken, RetryLater } from '../../src/errors.ts';
import { handoffErrand } from '../../src/usecases/handoff-effects.ts';
import { claimHandoff, withdrawHandoff } from '../../src/usecases/handoff-moves.ts';
import { runErrand } from '../../src/usecases/run-errand.ts';
import { fakeMessenger } from '../fakes/ports.ts';
import { CHANNELS, Life } from './handoff-life.ts';

let life: Life;
let drawn: HandoffState[];
afterEach(() => life.store.close());

/** A handoff of which Slack says that first, and nothing afterwards. */
async function handedOver(first: Error): Promise<void> {
  drawn = [];
  const answers = [first];
  const showHandoff = async (handoff: Parameters<typeof standingOf>[0]) => {
    drawn.push(standingOf(handoff).state);
    const answer = answers.shift();
    if (answer) throw answer;
  };
  const messenger = fakeMessenger({ showHandoff });
  life = await Life.start({ startsAt: '2026-03-02T10:00:00.000Z', change: { messenger } });
  await life.handOver('case-1').catch((error: unknown) => expect(error).toBe(first));
}

/** What happened in all, once it is withdrawn and was to be drawn again. */
async function withdrawn(): Promise<string[]> {
  const id = (await life.store.handoffs.ofCase('case-1'))[0]?.id ?? '';
  await life.does(withdrawHandoff(life.ports, life.press(id, 'U0ANA'), 'Never mind'));
  drawn = [];
  await runErrand(life.ports, handoffErrand(id, { channel: CHANNELS.sales }), (_, error) => {
    throw error;
  });
  return (await life.events(id)).map(({ kind }) => kind);
}

describe('A handoff that is withdrawn', () => {
  it('before Slack is known to have it, was never posted', async () => {
    await handedOver(new RetryLater('no answer', 1_000));

    expect(await withdrawn()).toEqual(['submitted', 'withdrawn']);
    expect(drawn).toEqual(['withdrawn']);
  });

  it('while nobody knows whether it arrived, is drawn where it may be', async () => {
    await handedOver(new NotTaken('missing_scope', true));

    expect(await withdrawn()).toEqual(['submitted', 'refused', 'withdrawn']);
    expect(drawn).toEqual(['withdrawn']);
  });

  it('after Slack surely did not take it, is not drawn', async () => {
    await handedOver(new NotTaken('not_in_channel'));

    expect(await withdrawn()).toEqual(['submitted', 'refused', 'withdrawn']);
    expect(drawn).toEqual([]);
  });
});

it('A handoff that Sales claims though nobody knew whether it arrived is looked after as any other', async () => {
  await handedOver(new NotTaken('missing_scope', true));
  const id = (await life.store.handoffs.ofCase('case-1'))[0]?.id ?? '';
  expect(await due('watch')).toEqual([]);
  await life.does(claimHandoff(life.ports, life.press(id, 'U0ROBIN')));

  expect((await life.standing(id)).delivery).toBe('posted');
  expect(await due('watch')).toEqual([id]);
  expect(await due('lapse')).toEqual([id]);
});

/** What is looked at within a week. */
async function due(kind: 'watch' | 'lapse'): Promise<string[]> {
  life.sleepUntil('2026-03-09T12:00:00.000Z');
  const timers = await life.store.timers.take(kind, 10);
  await life.store.timers.handBack();
  life.sleepUntil('2026-03-02T11:00:00.000Z');
  return timers.map(({ about }) => about);
}
