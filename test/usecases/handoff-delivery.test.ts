import { afterEach, describe, expect, it } from 'vitest';
import { handoffStateOf } from '../../src/domain/handoff.ts';
import type { HandoffStatus } from '../../src/domain/handoff-state.ts';
import { PermanentSlackError, RetryLater } from '../../src/errors.ts';
import { deliverMessage } from '../../src/usecases/deliver-message.ts';
import { claimHandoff, withdrawHandoff } from '../../src/usecases/handoff-actions.ts';
import { handoffPostMessage } from '../../src/usecases/handoff-effects.ts';
import { fakeMessenger } from '../builders/fake-ports.ts';
import { HandoffSimulation, SALES_CHANNEL_BY_TEAM } from './handoff-simulation.ts';

let simulation: HandoffSimulation;
let renderedStates: HandoffStatus[];
afterEach(() => simulation.store.close());

/** A handoff of which Slack says that first, and nothing afterwards. */
async function submitWithFailedPost(first: Error): Promise<void> {
  renderedStates = [];
  const answers = [first];
  const publishHandoffPost = async (handoff: Parameters<typeof handoffStateOf>[0]) => {
    renderedStates.push(handoffStateOf(handoff).status);
    const answer = answers.shift();
    if (answer) throw answer;
  };
  const messenger = fakeMessenger({ publishHandoffPost });
  simulation = await HandoffSimulation.start({ startsAt: '2026-03-02T10:00:00.000Z', change: { messenger } });
  await simulation.submitHandoff('case-1').catch((error: unknown) => expect(error).toBe(first));
}

/** What happened in all, once it is withdrawn and was to be drawn again. */
async function withdrawn(): Promise<string[]> {
  const id = (await simulation.store.handoffs.listByCase('case-1'))[0]?.id ?? '';
  await simulation.perform(
    withdrawHandoff(simulation.ports, simulation.handoffAction(id, 'U0ANA'), 'Never mind'),
  );
  renderedStates = [];
  await deliverMessage(
    simulation.ports,
    handoffPostMessage(id, { channel: SALES_CHANNEL_BY_TEAM.sales }),
    (_, error) => {
      throw error;
    },
  );
  return (await simulation.events(id)).map(({ kind }) => kind);
}

describe('A withdrawn handoff', () => {
  it('is never posted when it was withdrawn before it was posted', async () => {
    await submitWithFailedPost(new RetryLater('no answer', 1_000));

    expect(await withdrawn()).toEqual(['submitted', 'withdrawn']);
    expect(renderedStates).toEqual(['withdrawn']);
  });

  it('is updated where its post may be when the outcome was unknown', async () => {
    await submitWithFailedPost(new PermanentSlackError('missing_scope', true));

    expect(await withdrawn()).toEqual(['submitted', 'delivery-failed', 'withdrawn']);
    expect(renderedStates).toEqual(['withdrawn']);
  });

  it('is not posted when Slack had rejected it', async () => {
    await submitWithFailedPost(new PermanentSlackError('not_in_channel'));

    expect(await withdrawn()).toEqual(['submitted', 'delivery-failed', 'withdrawn']);
    expect(renderedStates).toEqual([]);
  });
});

it('A handoff with unknown outcome that Sales claims gets its timers like any other', async () => {
  await submitWithFailedPost(new PermanentSlackError('missing_scope', true));
  const id = (await simulation.store.handoffs.listByCase('case-1'))[0]?.id ?? '';
  expect(await dueTimerKeys('login-watch')).toEqual([]);
  await simulation.perform(claimHandoff(simulation.ports, simulation.handoffAction(id, 'U0ROBIN')));

  expect((await simulation.handoffState(id)).delivery).toBe('posted');
  expect(await dueTimerKeys('login-watch')).toEqual([id]);
  expect(await dueTimerKeys('claim-expiry')).toEqual([id]);
});

/** What is looked at within a week. */
async function dueTimerKeys(kind: 'login-watch' | 'claim-expiry'): Promise<string[]> {
  simulation.jumpTo('2026-03-09T12:00:00.000Z');
  const timers = await simulation.store.timers.claim(10, kind);
  await simulation.store.timers.releaseLeases();
  simulation.jumpTo('2026-03-02T11:00:00.000Z');
  return timers.map(({ subjectId }) => subjectId);
}
