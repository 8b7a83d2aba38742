import { afterEach, describe, expect, it } from '@jest/globals';
import { claimHandoff, declineHandoff, finishHandoff } from '../../src/usecases/handoff-moves.ts';
import { Life } from './handoff-life.ts';

let life: Life;
afterEach(() => life.store.close());

async function startAt(startsAt: string, digestChannel: string | null = 'C0NUMBERS'): Promise<void> {
  life = await Life.start({ startsAt, change: { digestChannel } });
}

/** When the figures were posted. */
function posted(): string[] {
  return life.news().filter((line) => line.endsWith('digest'));
}

describe('The weekly digest', () => {
  it('comes on the first working morning of each week of Support, once, over its holiday and its clock', async () => {
    await startAt('2026-03-19T10:00:00.000Z');
    await life.passTo('2026-04-14T00:00:00.000Z');

    expect(posted()).toEqual([
      '2026-03-23T09:00 C0NUMBERS digest',
      '2026-03-30T08:00 C0NUMBERS digest',
      // Easter Monday.
      '2026-04-07T08:00 C0NUMBERS digest',
      '2026-04-13T08:00 C0NUMBERS digest',
    ]);
  });

  it('does not come when nobody takes it', async () => {
    await startAt('2026-03-19T10:00:00.000Z', null);
    await life.passTo('2026-04-14T00:00:00.000Z');

    expect(posted()).toEqual([]);
  });

  it('says how many, of what, how long they waited, and nothing about anybody', async () => {
    await startAt('2026-03-02T10:00:00.000Z');
    const first = await life.handOver('case-1');
    const second = await life.handOver('case-2');
    await life.handOver('case-3');
    await life.passTo('2026-03-02T12:00:00.000Z');
    await life.does(claimHandoff(life.ports, life.press(first, 'U0ROBIN')));
    await life.passTo('2026-03-03T10:00:00.000Z');
    await life.does(claimHandoff(life.ports, life.press(second, 'U0ROBIN')));
    const ending = { outcome: 'quoted-direct', note: 'Halden Mills signed' } as const;
    await life.does(finishHandoff(life.ports, life.press(first, 'U0ROBIN'), ending));
    await life.does(declineHandoff(life.ports, life.press(second, 'U0ROBIN'), 'Halden Mills again'));
    await life.passTo('2026-03-09T12:00:00.000Z');

    // Claimed after 2 and 8 business hours, done after 8; the third waits since Thursday.
    expect(life.digests).toEqual([
      {
        from: '2026-03-02T09:00:00.000Z',
        to: '2026-03-09T09:00:00.000Z',
        verdicts: { reseller: 3 },
        topics: { 'direct-renewal': 3 },
        submitted: 3,
        ended: { done: 1, declined: 1 },
        untilClaim: 5,
        untilEnd: 8,
        unanswered: 1,
      },
    ]);
  });

  it('counts each thing in one week only', async () => {
    await startAt('2026-03-06T10:00:00.000Z');
    const id = await life.handOver('case-1');
    await life.passTo('2026-03-11T10:00:00.000Z');
    await life.does(claimHandoff(life.ports, life.press(id, 'U0ROBIN')));
    await life.passTo('2026-03-16T12:00:00.000Z');

    expect(life.digests.map(({ submitted, untilClaim }) => [submitted, untilClaim])).toEqual([
      [1, null],
      // An hour short of 7 on Friday, 16, and one on Wednesday.
      [0, 24],
    ]);
  });

  it('that is late counts only what was before it was due; the rest is for the next', async () => {
    await startAt('2026-03-02T10:00:00.000Z');
    await life.handOver('case-1');
    life.sleepUntil('2026-03-09T11:00:00.000Z');
    // Handed over before the first look.
    await life.handOver('case-2');
    await life.passTo('2026-03-16T10:00:00.000Z');

    expect(life.digests.map(({ verdicts, submitted }) => [verdicts, submitted])).toEqual([
      [{ reseller: 1 }, 1],
      [{ reseller: 1 }, 1],
    ]);
  });

  it('leaves no hour out and counts none twice, over the holiday and the clock of Support', async () => {
    await startAt('2026-03-23T10:00:00.000Z');
    await life.passTo('2026-04-14T00:00:00.000Z');

    expect(life.digests.map(({ from, to }) => `${from} ${to}`)).toEqual([
      '2026-03-23T09:00:00.000Z 2026-03-30T08:00:00.000Z',
      '2026-03-30T08:00:00.000Z 2026-04-07T08:00:00.000Z',
      '2026-04-07T08:00:00.000Z 2026-04-13T08:00:00.000Z',
    ]);
  });

  it('after three weeks off comes once, on a working morning, and then as ever', async () => {
    await startAt('2026-03-19T10:00:00.000Z');
    life.sleepUntil('2026-04-11T22:00:00.000Z');
    await life.look();
    expect(posted()).toEqual([]);
    await life.passTo('2026-04-20T12:00:00.000Z');

    expect(posted()).toEqual(['2026-04-13T08:00 C0NUMBERS digest', '2026-04-20T08:00 C0NUMBERS digest']);
  });
});
