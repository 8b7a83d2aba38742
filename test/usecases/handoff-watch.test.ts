import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { HandoffEvent, Outcome } from '../../src/domain/handoff.ts';
import {
  claimHandoff,
  declineHandoff,
  finishHandoff,
  withdrawHandoff,
} from '../../src/usecases/handoff-moves.ts';
import { lookNow } from '../../src/usecases/watch-handoff.ts';
import { HALDEN } from '../slack/cases.ts';
import { Life, sentenceOf } from './handoff-life.ts';

let life: Life;
let id: string;
beforeEach(async () => {
  // Thursday before Easter; Monday is Support's day off, and the clock of Lisbon is an hour ahead.
  life = await Life.start({ startsAt: '2026-04-02T10:00:00.000Z' });
  id = await life.handOver('case-1');
  life.looks.length = 0;
  life.news();
});
afterEach(() => life.store.close());

const MORNINGS = ['03', '07', '08', '09', '10', '13'].map((day) => `2026-04-${day}T08:00`);

async function watched(): Promise<HandoffEvent[]> {
  return (await life.events(id)).filter(({ kind }) => kind === 'watched');
}

function renewedDirectly(): void {
  Object.assign(life.world, { channel: 'Non-Reseller', invoice: HALDEN });
}

/** Without what Sales was reminded of. */
function toldOfLogin(): string[] {
  return life.news().filter((line) => line.includes('watched'));
}

describe('After a direct renewal was handed over', () => {
  it('the account is looked at each working morning of Support, and nothing is said while nothing has changed', async () => {
    await life.passTo('2026-04-13T12:00:00.000Z');

    expect(life.looks).toEqual(MORNINGS);
    expect(toldOfLogin()).toEqual([]);
    expect(await watched()).toEqual([]);
  });

  it('a system that is down is no answer, and no reason to stop looking', async () => {
    life.world.isDown = true;
    await life.passTo('2026-04-08T12:00:00.000Z');
    expect(toldOfLogin()).toEqual([]);
    life.world.isDown = false;
    renewedDirectly();
    await life.passTo('2026-04-10T12:00:00.000Z');

    expect(toldOfLogin()).toEqual([`2026-04-09T08:00 U0ANA watched ${id}`]);
  });

  it.each([
    ['only the invoice has moved', { invoice: HALDEN }],
    ['only the channel has changed', { channel: 'Non-Reseller' }],
    ['the channel is spelled otherwise', { invoice: HALDEN, channel: 'non-reseller' }],
    ['the channel has a word more', { invoice: HALDEN, channel: 'Non-Reseller (moved)' }],
  ])('nothing is said when %s', async (_what, change) => {
    Object.assign(life.world, change);
    await life.passTo('2026-04-13T12:00:00.000Z');

    expect(toldOfLogin()).toEqual([]);
    expect(life.looks).toEqual(MORNINGS);
  });

  it('the engineer is told once with the evidence that the login may be restored, and nobody looks again', async () => {
    await life.passTo('2026-04-07T12:00:00.000Z');
    renewedDirectly();
    await life.passTo('2026-05-29T12:00:00.000Z');

    expect(toldOfLogin()).toEqual([`2026-04-08T08:00 U0ANA watched ${id}`]);
    expect(life.looks).toEqual(MORNINGS.slice(0, 3));
    expect(await watched()).toEqual([
      {
        kind: 'watched',
        at: '2026-04-08T08:00:00.000Z',
        by: 'bot',
        allowed: true,
        seen: {
          asOf: '2026-04-08T08:00:00.000Z',
          gap: null,
          subscriptions: [{ number: 'A-S00900001', verdict: 'transition-complete', channel: 'Non-Reseller' }],
        },
      },
    ]);
  });

  it.each(['declined', 'withdrawn'] as const)('nobody looks once the handoff is %s', async (end) => {
    const decide = end === 'declined' ? declineHandoff : withdrawHandoff;
    await life.does(decide(life.ports, life.press(id, 'U0BEN'), 'Wrong region'));
    renewedDirectly();
    await life.passTo('2026-05-29T12:00:00.000Z');

    expect(life.looks).toEqual([]);
    expect(toldOfLogin()).toEqual([]);
  });

  it.each<[Outcome, number]>([
    ['quoted-direct', 1],
    ['contract-reset', 1],
    ['other', 1],
    ['stays-with-partner', 0],
    ['duplicate', 0],
  ])(
    'and ended as %s, the looks go on only when the customer may still become direct',
    async (outcome, told) => {
      await life.does(claimHandoff(life.ports, life.press(id, 'U0ROBIN')));
      const ending = { outcome, note: null };
      await life.does(finishHandoff(life.ports, life.press(id, 'U0ROBIN'), ending));
      renewedDirectly();
      await life.passTo('2026-04-13T12:00:00.000Z');

      expect(toldOfLogin()).toHaveLength(told);
      expect(life.looks).toHaveLength(told);
    },
  );

  describe('and again, since it ended as something else,', () => {
    let second: string;
    beforeEach(async () => {
      await life.does(claimHandoff(life.ports, life.press(id, 'U0ROBIN')));
      const ending = { outcome: 'other', note: 'See the ticket' } as const;
      await life.does(finishHandoff(life.ports, life.press(id, 'U0ROBIN'), ending));
      await life.passTo('2026-04-02T11:00:00.000Z');
      second = await life.handOver('case-1');
      expect(second).not.toBe(id);
      renewedDirectly();
      life.looks.length = 0;
    });

    it('only the later handoff is looked after, and the engineer is told once', async () => {
      await life.passTo('2026-04-13T12:00:00.000Z');

      expect(toldOfLogin()).toEqual([`2026-04-03T08:00 U0ANA watched ${second}`]);
      expect(life.looks).toHaveLength(1);
    });

    it('the earlier handoff still is when the later one is taken back at once', async () => {
      await life.does(withdrawHandoff(life.ports, life.press(second, 'U0ANA'), 'By mistake'));
      await life.passTo('2026-04-13T12:00:00.000Z');

      expect(toldOfLogin()).toEqual([`2026-04-03T08:00 U0ANA watched ${id}`]);
    });

    it('and when it is taken back after a morning on which only that one was looked after', async () => {
      Object.assign(life.world, { channel: 'Reseller' });
      await life.passTo('2026-04-07T12:00:00.000Z');
      await life.does(withdrawHandoff(life.ports, life.press(second, 'U0ANA'), 'By mistake'));
      renewedDirectly();
      await life.passTo('2026-04-13T12:00:00.000Z');

      expect(toldOfLogin()).toEqual([`2026-04-08T08:00 U0ANA watched ${id}`]);
    });

    it('and when Sales says that the later one is a duplicate', async () => {
      Object.assign(life.world, { channel: 'Reseller' });
      await life.does(claimHandoff(life.ports, life.press(second, 'U0ROBIN')));
      const ending = { outcome: 'duplicate', note: null } as const;
      await life.does(finishHandoff(life.ports, life.press(second, 'U0ROBIN'), ending));
      await life.passTo('2026-04-07T12:00:00.000Z');
      renewedDirectly();
      await life.passTo('2026-04-13T12:00:00.000Z');

      expect(toldOfLogin()).toEqual([`2026-04-08T08:00 U0ANA watched ${id}`]);
    });
  });

  it('nobody waits for the next look once the handoff is given up', async () => {
    await life.does(withdrawHandoff(life.ports, life.press(id, 'U0BEN'), 'Wrong region'));
    life.sleepUntil('2026-05-29T12:00:00.000Z');

    expect(await life.store.timers.take('watch', 10)).toEqual([]);
  });

  it('nobody looks for ever: after 120 days it is given up', async () => {
    await life.passTo('2026-12-01T12:00:00.000Z');

    expect(life.looks.at(-1)).toBe('2026-07-31T08:00');
  });
});

describe('A look on demand', () => {
  it('says no with the reason, writes down what it saw, and the daily looks go on', async () => {
    expect(await sentenceOf(lookNow(life.ports, life.press(id, 'U0ANA')))).toMatch(/may not be restored yet/);
    life.world.isDown = true;
    expect(await sentenceOf(lookNow(life.ports, life.press(id, 'U0ANA')))).toMatch(/did not tell enough/);
    life.world.isDown = false;
    await life.passTo('2026-04-03T12:00:00.000Z');

    expect(await watched()).toMatchObject([
      { by: 'U0ANA', allowed: false, seen: { gap: null } },
      { by: 'U0ANA', allowed: false, seen: { gap: 'account' } },
    ]);
    expect(life.looks.at(-1)).toBe('2026-04-03T08:00');
  });

  it('promises daily looks only while there are any', async () => {
    const told = () => sentenceOf(lookNow(life.ports, life.press(id, 'U0ANA')));
    expect(await told()).toMatch(/I look again every working day/);
    await life.does(claimHandoff(life.ports, life.press(id, 'U0ROBIN')));
    const ending = { outcome: 'stays-with-partner', note: null } as const;
    await life.does(finishHandoff(life.ports, life.press(id, 'U0ROBIN'), ending));
    expect(await told()).toMatch(/may not be restored yet.* I do not look again/);
    life.world.isDown = true;
    expect(await told()).toMatch(/did not tell enough.* I do not look again/);
    life.looks.length = 0;
    await life.passTo('2026-04-13T12:00:00.000Z');

    expect(life.looks).toEqual([]);
  });

  it('of an earlier handoff of the case promises none, since they are made for the later one', async () => {
    await life.does(claimHandoff(life.ports, life.press(id, 'U0ROBIN')));
    const ending = { outcome: 'other', note: 'See the ticket' } as const;
    await life.does(finishHandoff(life.ports, life.press(id, 'U0ROBIN'), ending));
    await life.passTo('2026-04-02T11:00:00.000Z');
    const second = await life.handOver('case-1');
    const told = (one: string) => sentenceOf(lookNow(life.ports, life.press(one, 'U0ANA')));

    expect(await told(id)).toMatch(/I do not look again for this handoff/);
    expect(await told(second)).toMatch(/I look again every working day/);
  });

  it('that finds the account direct is written down once, told to both, and ends the daily looks', async () => {
    renewedDirectly();
    const press = life.press(id, 'U0BEN');
    await life.does(lookNow(life.ports, press));
    await life.does(lookNow(life.ports, press));
    await life.does(lookNow(life.ports, life.press(id, 'U0ANA')));
    const looks = life.looks.length;
    life.sleepUntil('2026-04-03T12:00:00.000Z');
    expect(await life.store.timers.take('watch', 10)).toEqual([]);
    await life.passTo('2026-04-13T12:00:00.000Z');

    expect(await watched()).toMatchObject([{ by: 'U0BEN', allowed: true }]);
    expect(toldOfLogin()).toEqual([
      `2026-04-02T10:00 U0ANA watched ${id}`,
      `2026-04-02T10:00 U0BEN watched ${id}`,
    ]);
    expect(life.looks).toHaveLength(looks);
  });

  it('that the engineer asked for tells the engineer what it found, at once and once', async () => {
    renewedDirectly();
    await life.passTo('2026-04-02T20:00:00.000Z');
    await life.does(lookNow(life.ports, life.press(id, 'U0ANA')));
    await life.passTo('2026-04-08T12:00:00.000Z');

    expect(toldOfLogin()).toEqual([`2026-04-02T20:00 U0ANA watched ${id}`]);
  });
});
