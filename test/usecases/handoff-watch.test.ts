import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HandoffEvent } from '../../src/domain/handoff-events.ts';
import type { HandoffOutcome } from '../../src/domain/handoff-state.ts';
import {
  claimHandoff,
  completeHandoff,
  declineHandoff,
  withdrawHandoff,
} from '../../src/usecases/handoff-actions.ts';
import { checkLoginNow } from '../../src/usecases/login-watch.ts';
import { HALDEN } from '../builders/cases.ts';
import { HandoffSimulation, userErrorText } from './handoff-simulation.ts';

let simulation: HandoffSimulation;
let id: string;
beforeEach(async () => {
  // Thursday before Easter; Monday is Support's day off, and the clock of Lisbon is an hour ahead.
  simulation = await HandoffSimulation.start({ startsAt: '2026-04-02T10:00:00.000Z' });
  id = await simulation.submitHandoff('case-1');
  simulation.subscriptionListCalls.length = 0;
  simulation.takeDeliveries();
});
afterEach(() => simulation.store.close());

const MORNINGS = ['03', '07', '08', '09', '10', '13'].map((day) => `2026-04-${day}T08:00`);

async function watchEvents(): Promise<HandoffEvent[]> {
  return (await simulation.events(id)).filter(({ kind }) => kind === 'login-checked');
}

function moveToDirect(): void {
  Object.assign(simulation.zuora, { channel: 'Non-Reseller', invoiceOwner: HALDEN });
}

/** Without what Sales was reminded of. */
function loginNotes(): string[] {
  return simulation.takeDeliveries().filter((line) => line.includes('login-checked'));
}

describe('After a direct renewal was handed off', () => {
  it('the account is read each working morning of Support, and nobody is notified while nothing has changed', async () => {
    await simulation.advanceTo('2026-04-13T12:00:00.000Z');

    expect(simulation.subscriptionListCalls).toEqual(MORNINGS);
    expect(loginNotes()).toEqual([]);
    expect(await watchEvents()).toEqual([]);
  });

  it('an outage of Zuora is no answer, and the checks continue', async () => {
    simulation.zuora.isDown = true;
    await simulation.advanceTo('2026-04-08T12:00:00.000Z');
    expect(loginNotes()).toEqual([]);
    simulation.zuora.isDown = false;
    moveToDirect();
    await simulation.advanceTo('2026-04-10T12:00:00.000Z');

    expect(loginNotes()).toEqual([`2026-04-09T08:00 U0ANA login-checked ${id}`]);
  });

  it.each([
    ['only the invoice has moved', { invoiceOwner: HALDEN }],
    ['only the channel has changed', { channel: 'Non-Reseller' }],
    ['the channel is spelled otherwise', { invoiceOwner: HALDEN, channel: 'non-reseller' }],
    ['the channel has a word more', { invoiceOwner: HALDEN, channel: 'Non-Reseller (moved)' }],
  ])('nobody is notified when %s', async (_what, change) => {
    Object.assign(simulation.zuora, change);
    await simulation.advanceTo('2026-04-13T12:00:00.000Z');

    expect(loginNotes()).toEqual([]);
    expect(simulation.subscriptionListCalls).toEqual(MORNINGS);
  });

  it('the engineer is notified once, with the evidence, that the login may be restored, and the checks end', async () => {
    await simulation.advanceTo('2026-04-07T12:00:00.000Z');
    moveToDirect();
    await simulation.advanceTo('2026-05-29T12:00:00.000Z');

    expect(loginNotes()).toEqual([`2026-04-08T08:00 U0ANA login-checked ${id}`]);
    expect(simulation.subscriptionListCalls).toEqual(MORNINGS.slice(0, 3));
    expect(await watchEvents()).toEqual([
      {
        kind: 'login-checked',
        at: '2026-04-08T08:00:00.000Z',
        by: 'bot',
        loginAllowed: true,
        snapshot: {
          asOf: '2026-04-08T08:00:00.000Z',
          gap: null,
          subscriptions: [{ number: 'A-S00900001', verdict: 'transition-complete', channel: 'Non-Reseller' }],
        },
      },
    ]);
  });

  it.each(['declined', 'withdrawn'] as const)('the checks end once the handoff is %s', async (end) => {
    const decide = end === 'declined' ? declineHandoff : withdrawHandoff;
    await simulation.perform(decide(simulation.ports, simulation.handoffAction(id, 'U0BEN'), 'Wrong region'));
    moveToDirect();
    await simulation.advanceTo('2026-05-29T12:00:00.000Z');

    expect(simulation.subscriptionListCalls).toEqual([]);
    expect(loginNotes()).toEqual([]);
  });

  it.each<[HandoffOutcome, number]>([
    ['quoted-direct', 1],
    ['contract-reset', 1],
    ['other', 1],
    ['stays-with-partner', 0],
    ['duplicate', 0],
  ])(
    'and ended as %s, the checks continue only if the customer may still become direct',
    async (outcome, told) => {
      await simulation.perform(claimHandoff(simulation.ports, simulation.handoffAction(id, 'U0ROBIN')));
      const ending = { outcome, note: null };
      await simulation.perform(
        completeHandoff(simulation.ports, simulation.handoffAction(id, 'U0ROBIN'), ending),
      );
      moveToDirect();
      await simulation.advanceTo('2026-04-13T12:00:00.000Z');

      expect(loginNotes()).toHaveLength(told);
      expect(simulation.subscriptionListCalls).toHaveLength(told);
    },
  );

  describe('and handed off again,', () => {
    let second: string;
    beforeEach(async () => {
      await simulation.perform(claimHandoff(simulation.ports, simulation.handoffAction(id, 'U0ROBIN')));
      const ending = { outcome: 'other', note: 'See the ticket' } as const;
      await simulation.perform(
        completeHandoff(simulation.ports, simulation.handoffAction(id, 'U0ROBIN'), ending),
      );
      await simulation.advanceTo('2026-04-02T11:00:00.000Z');
      second = await simulation.submitHandoff('case-1');
      expect(second).not.toBe(id);
      moveToDirect();
      simulation.subscriptionListCalls.length = 0;
    });

    it('only the later handoff is watched, and the engineer is notified once', async () => {
      await simulation.advanceTo('2026-04-13T12:00:00.000Z');

      expect(loginNotes()).toEqual([`2026-04-03T08:00 U0ANA login-checked ${second}`]);
      expect(simulation.subscriptionListCalls).toHaveLength(1);
    });

    it('the earlier handoff is watched again when the later one is withdrawn at once', async () => {
      await simulation.perform(
        withdrawHandoff(simulation.ports, simulation.handoffAction(second, 'U0ANA'), 'By mistake'),
      );
      await simulation.advanceTo('2026-04-13T12:00:00.000Z');

      expect(loginNotes()).toEqual([`2026-04-03T08:00 U0ANA login-checked ${id}`]);
    });

    it('the earlier handoff is watched again when the later one is withdrawn a day later', async () => {
      Object.assign(simulation.zuora, { channel: 'Reseller' });
      await simulation.advanceTo('2026-04-07T12:00:00.000Z');
      await simulation.perform(
        withdrawHandoff(simulation.ports, simulation.handoffAction(second, 'U0ANA'), 'By mistake'),
      );
      moveToDirect();
      await simulation.advanceTo('2026-04-13T12:00:00.000Z');

      expect(loginNotes()).toEqual([`2026-04-08T08:00 U0ANA login-checked ${id}`]);
    });

    it('the earlier handoff is watched again when Sales closes the later one as a duplicate', async () => {
      Object.assign(simulation.zuora, { channel: 'Reseller' });
      await simulation.perform(claimHandoff(simulation.ports, simulation.handoffAction(second, 'U0ROBIN')));
      const ending = { outcome: 'duplicate', note: null } as const;
      await simulation.perform(
        completeHandoff(simulation.ports, simulation.handoffAction(second, 'U0ROBIN'), ending),
      );
      await simulation.advanceTo('2026-04-07T12:00:00.000Z');
      moveToDirect();
      await simulation.advanceTo('2026-04-13T12:00:00.000Z');

      expect(loginNotes()).toEqual([`2026-04-08T08:00 U0ANA login-checked ${id}`]);
    });
  });

  it('no timer is left once the handoff is abandoned', async () => {
    await simulation.perform(
      withdrawHandoff(simulation.ports, simulation.handoffAction(id, 'U0BEN'), 'Wrong region'),
    );
    simulation.jumpTo('2026-05-29T12:00:00.000Z');

    expect(await simulation.store.timers.claim(10, 'login-watch')).toEqual([]);
  });

  it('the checks end after 120 days', async () => {
    await simulation.advanceTo('2026-12-01T12:00:00.000Z');

    expect(simulation.subscriptionListCalls.at(-1)).toBe('2026-07-31T08:00');
  });
});

describe('A login check on demand', () => {
  it('refuses with the reason, records the snapshot, and keeps the daily checks', async () => {
    expect(
      await userErrorText(checkLoginNow(simulation.ports, simulation.handoffAction(id, 'U0ANA'))),
    ).toMatch(/cannot be restored yet/);
    simulation.zuora.isDown = true;
    expect(
      await userErrorText(checkLoginNow(simulation.ports, simulation.handoffAction(id, 'U0ANA'))),
    ).toMatch(/data is incomplete/);
    simulation.zuora.isDown = false;
    await simulation.advanceTo('2026-04-03T12:00:00.000Z');

    expect(await watchEvents()).toMatchObject([
      { by: 'U0ANA', loginAllowed: false, snapshot: { gap: null } },
      { by: 'U0ANA', loginAllowed: false, snapshot: { gap: 'account' } },
    ]);
    expect(simulation.subscriptionListCalls.at(-1)).toBe('2026-04-03T08:00');
  });

  it('announces daily checks only while there are any', async () => {
    const told = () => userErrorText(checkLoginNow(simulation.ports, simulation.handoffAction(id, 'U0ANA')));
    expect(await told()).toMatch(/I check again every working day/);
    await simulation.perform(claimHandoff(simulation.ports, simulation.handoffAction(id, 'U0ROBIN')));
    const ending = { outcome: 'stays-with-partner', note: null } as const;
    await simulation.perform(
      completeHandoff(simulation.ports, simulation.handoffAction(id, 'U0ROBIN'), ending),
    );
    expect(await told()).toMatch(/cannot be restored yet.* I will not check again/);
    simulation.zuora.isDown = true;
    expect(await told()).toMatch(/data is incomplete.* I will not check again/);
    simulation.subscriptionListCalls.length = 0;
    await simulation.advanceTo('2026-04-13T12:00:00.000Z');

    expect(simulation.subscriptionListCalls).toEqual([]);
  });

  it('of an earlier handoff announces no daily checks, since the later one has them', async () => {
    await simulation.perform(claimHandoff(simulation.ports, simulation.handoffAction(id, 'U0ROBIN')));
    const ending = { outcome: 'other', note: 'See the ticket' } as const;
    await simulation.perform(
      completeHandoff(simulation.ports, simulation.handoffAction(id, 'U0ROBIN'), ending),
    );
    await simulation.advanceTo('2026-04-02T11:00:00.000Z');
    const second = await simulation.submitHandoff('case-1');
    const told = (one: string) =>
      userErrorText(checkLoginNow(simulation.ports, simulation.handoffAction(one, 'U0ANA')));

    expect(await told(id)).toMatch(/I will not check again for this handoff/);
    expect(await told(second)).toMatch(/I check again every working day/);
  });

  it('that finds the account direct is recorded once, notifies both people, and ends the daily checks', async () => {
    moveToDirect();
    const press = simulation.handoffAction(id, 'U0BEN');
    await simulation.perform(checkLoginNow(simulation.ports, press));
    await simulation.perform(checkLoginNow(simulation.ports, press));
    await simulation.perform(checkLoginNow(simulation.ports, simulation.handoffAction(id, 'U0ANA')));
    const looks = simulation.subscriptionListCalls.length;
    simulation.jumpTo('2026-04-03T12:00:00.000Z');
    expect(await simulation.store.timers.claim(10, 'login-watch')).toEqual([]);
    await simulation.advanceTo('2026-04-13T12:00:00.000Z');

    expect(await watchEvents()).toMatchObject([{ by: 'U0BEN', loginAllowed: true }]);
    expect(loginNotes()).toEqual([
      `2026-04-02T10:00 U0ANA login-checked ${id}`,
      `2026-04-02T10:00 U0BEN login-checked ${id}`,
    ]);
    expect(simulation.subscriptionListCalls).toHaveLength(looks);
  });

  it('notifies the engineer who made it at once and only once', async () => {
    moveToDirect();
    await simulation.advanceTo('2026-04-02T20:00:00.000Z');
    await simulation.perform(checkLoginNow(simulation.ports, simulation.handoffAction(id, 'U0ANA')));
    await simulation.advanceTo('2026-04-08T12:00:00.000Z');

    expect(loginNotes()).toEqual([`2026-04-02T20:00 U0ANA login-checked ${id}`]);
  });
});
