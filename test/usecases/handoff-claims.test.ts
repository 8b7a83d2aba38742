import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Handoff } from '../../src/domain/handoff.ts';
import {
  askHandoffQuestion,
  assertMayOpenForm,
  claimHandoff,
  completeHandoff,
  reconfirmHandoff,
  releaseHandoff,
  snoozeReminder,
  withdrawHandoff,
} from '../../src/usecases/handoff-actions.ts';
import { HandoffSimulation, userErrorText } from './handoff-simulation.ts';

let simulation: HandoffSimulation;
afterEach(() => simulation.store.close());

async function submitAndClaimAt(moment: string, team: 'sales' | 'emea' | 'amer' = 'sales'): Promise<string> {
  simulation = await HandoffSimulation.start({ startsAt: moment });
  const id = await simulation.submitHandoff('case-1', team);
  await simulation.perform(claimHandoff(simulation.ports, simulation.handoffAction(id, 'U0ROBIN')));
  simulation.takeDeliveries();
  return id;
}

describe('A claim', () => {
  it('is confirmed two business hours before it expires, after one working day; both people are notified when it expires', async () => {
    const id = await submitAndClaimAt('2026-03-03T14:00:00.000Z');
    await simulation.advanceTo('2026-03-04T11:59:59.000Z');
    expect(simulation.takeDeliveries()).toEqual([]);
    await simulation.advanceTo('2026-03-04T13:59:59.000Z');
    expect(simulation.takeDeliveries()).toEqual([`2026-03-04T12:00 U0ROBIN claim-expiring ${id}`]);
    expect((await simulation.handoffState(id)).status).toBe('claimed');
    simulation.deliveries.length = 0;
    await simulation.advanceTo('2026-03-04T14:00:00.000Z');

    expect(simulation.deliveries).toContain(`2026-03-04T14:00 updates ${id} open`);
    expect(simulation.takeDeliveries()).toEqual([
      `2026-03-04T14:00 U0ANA claim-expired ${id}`,
      `2026-03-04T14:00 U0ROBIN claim-expired ${id}`,
      `2026-03-04T14:00 U0ANA reminded 1 ${id}`,
    ]);
    expect(await simulation.handoffState(id)).toMatchObject({ status: 'open', claim: null });
  });

  it('that is reconfirmed holds for a working day from then, and must be confirmed again', async () => {
    const id = await submitAndClaimAt('2026-03-03T14:00:00.000Z');
    await simulation.advanceTo('2026-03-04T13:00:00.000Z');
    await simulation.perform(reconfirmHandoff(simulation.ports, simulation.handoffAction(id, 'U0ROBIN')));
    expect((await simulation.handoffState(id)).claim?.until).toBe('2026-03-05T13:00:00.000Z');
    await simulation.advanceTo('2026-03-06T00:00:00.000Z');

    expect(simulation.takeDeliveries()).toEqual([
      `2026-03-04T12:00 U0ROBIN claim-expiring ${id}`,
      `2026-03-05T11:00 U0ROBIN claim-expiring ${id}`,
      `2026-03-05T13:00 U0ANA claim-expired ${id}`,
      `2026-03-05T13:00 U0ROBIN claim-expired ${id}`,
      // An answer was due on Wednesday.
      `2026-03-05T13:00 U0ANA reminded 1 ${id}`,
      `2026-03-05T13:15 C0SALES ${id}`,
    ]);
  });

  it.each([
    ['asked about', '2026-03-04T13:00', '2026-03-05T11:00', '2026-03-05T13:00'],
    ['given up, since nobody looked before', '2026-03-04T15:00', '2026-03-05T13:00', '2026-03-05T15:00'],
  ])(
    'that is reconfirmed just as it would be %s holds for a working day',
    async (_what, moment, asked, lapses) => {
      const id = await submitAndClaimAt('2026-03-03T14:00:00.000Z');
      simulation.jumpTo(`${moment}:00.000Z`);
      await simulation.runDueTimersWhile('claim-expiry', () =>
        reconfirmHandoff(simulation.ports, simulation.handoffAction(id, 'U0ROBIN')),
      );
      expect((await simulation.events(id)).at(-1)?.kind).toBe('reconfirmed');
      await simulation.advanceTo('2026-03-06T00:00:00.000Z');

      expect(simulation.takeDeliveries().filter((line) => line.includes('U0ROBIN'))).toEqual([
        `${asked} U0ROBIN claim-expiring ${id}`,
        `${lapses} U0ROBIN claim-expired ${id}`,
      ]);
    },
  );

  it.each([20, 3_000])(
    'expires when the clock of a copy is %i ms behind that of the database',
    async (behindMs) => {
      const id = await submitAndClaimAt('2026-03-03T14:00:00.000Z');
      const now = () => new Date(simulation.now.getTime() - behindMs);
      for (const moment of ['04T12:00:00', '04T14:00:00', '04T14:00:10']) {
        simulation.jumpTo(`2026-03-${moment}.000Z`);
        await simulation.runDueTimersWith({ now });
      }

      const events = await simulation.events(id);
      expect(events.slice(events.findIndex(({ kind }) => kind === 'claimed') + 1)).toMatchObject([
        { kind: 'claim-expiring', at: '2026-03-04T12:00:00.000Z' },
        { kind: 'claim-expired', at: '2026-03-04T14:00:00.000Z' },
        { kind: 'reminded', round: 1 },
      ]);
    },
  );

  it('that was released neither expires nor must be confirmed', async () => {
    const id = await submitAndClaimAt('2026-03-03T14:00:00.000Z');
    await simulation.perform(releaseHandoff(simulation.ports, simulation.handoffAction(id, 'U0ROBIN')));
    simulation.takeDeliveries();
    await simulation.advanceTo('2026-03-05T12:00:00.000Z');

    expect(simulation.takeDeliveries().filter((line) => line.includes('claim'))).toEqual([]);
  });

  it.each([
    // Friday to Monday.
    ['a weekend', 'sales', '2026-03-06T14:00', '2026-03-09T12:00', '2026-03-09T14:00'],
    // Thursday 10:00 in New York; Friday is free, Monday 10:00. Two hours earlier is the Thursday before, at 16:00.
    ['a holiday of the team', 'amer', '2026-07-02T14:00', '2026-07-02T20:00', '2026-07-06T14:00'],
    ['a holiday of another team', 'emea', '2026-07-02T13:00', '2026-07-03T11:00', '2026-07-03T13:00'],
    // From Friday 14:00 to Monday 14:00 by the clock: an hour less in spring, an hour more in autumn.
    ['spring in London', 'emea', '2026-03-27T14:00', '2026-03-30T11:00', '2026-03-30T13:00'],
    ['autumn in London', 'emea', '2026-10-23T13:00', '2026-10-26T12:00', '2026-10-26T14:00'],
    ['spring in New York', 'amer', '2026-03-06T19:00', '2026-03-09T16:00', '2026-03-09T18:00'],
    ['autumn in New York', 'amer', '2026-10-30T18:00', '2026-11-02T17:00', '2026-11-02T19:00'],
  ] as const)('expires at the right moment over %s', async (_what, team, from, asked, lapses) => {
    const id = await submitAndClaimAt(`${from}:00.000Z`, team);
    expect((await simulation.handoffState(id)).claim?.until).toBe(`${lapses}:00.000Z`);
    await simulation.advanceTo(`${lapses}:00.000Z`);

    expect(simulation.takeDeliveries().filter((line) => line.includes('U0ROBIN'))).toEqual([
      `${asked} U0ROBIN claim-expiring ${id}`,
      `${lapses} U0ROBIN claim-expired ${id}`,
    ]);
  });

  it("that expires after the engineer's working day is notified to each person in their own hours", async () => {
    // 15:30 in New York is 20:30 in Lisbon.
    const id = await submitAndClaimAt('2026-01-13T20:30:00.000Z', 'amer');
    await simulation.advanceTo('2026-01-15T12:00:00.000Z');

    expect(simulation.takeDeliveries()).toEqual([
      `2026-01-14T18:30 U0ROBIN claim-expiring ${id}`,
      `2026-01-14T20:30 U0ROBIN claim-expired ${id}`,
      `2026-01-14T20:45 C0AMER ${id}`,
      `2026-01-15T09:00 U0ANA claim-expired ${id}`,
      `2026-01-15T09:00 U0ANA reminded 1 ${id}`,
    ]);
  });

  it('that is made at night holds for a whole working day', async () => {
    const id = await submitAndClaimAt('2026-03-07T23:00:00.000Z');

    expect((await simulation.handoffState(id)).claim?.until).toBe('2026-03-10T09:00:00.000Z');
  });

  it('cannot be reconfirmed, released or completed by anybody but its owner', async () => {
    const taken = /U0ROBIN claimed Halden Mills \(A-S00900001\) \(2026-/;
    const id = await submitAndClaimAt('2026-03-03T14:00:00.000Z');
    const press = () => simulation.handoffAction(id, 'U0CYD');

    expect(await userErrorText(reconfirmHandoff(simulation.ports, press()))).toMatch(taken);
    expect(await userErrorText(releaseHandoff(simulation.ports, press()))).toMatch(taken);
    const ending = { outcome: 'other', note: null } as const;
    expect(await userErrorText(completeHandoff(simulation.ports, press(), ending))).toMatch(taken);
  });
});

describe('A form about a handoff', () => {
  it('does not open for a person who may not submit it', async () => {
    const id = await submitAndClaimAt('2026-03-03T14:00:00.000Z');
    const asked = askHandoffQuestion(
      simulation.ports,
      simulation.handoffAction(id, 'U0CYD'),
      'Which entity signs?',
    );

    const before = await simulation.handoffState(id);
    expect(() => assertMayOpenForm.answer(before, 'U0ANA')).toThrow('no longer an open question');
    await simulation.perform(asked);
    const after = await simulation.handoffState(id);
    expect(() => assertMayOpenForm.question(after, 'U0ROBIN')).toThrow(
      'U0CYD has asked a question about Halden Mills',
    );
    expect(() => assertMayOpenForm.outcome(after, 'U0CYD')).toThrow('U0ROBIN claimed Halden Mills');
    expect(() => assertMayOpenForm.decline(after, 'U0CYD')).toThrow('U0ROBIN claimed Halden Mills');
    for (const move of ['answer', 'outcome', 'decline'] as const) assertMayOpenForm[move](after, 'U0ROBIN');
  });
});

describe('A button pressed on the post', () => {
  it('proves that the post arrived, whatever Slack answers later', async () => {
    simulation = await HandoffSimulation.start({ startsAt: '2026-03-03T14:00:00.000Z' });
    const id = await simulation.submitHandoff('case-1');
    const handoff = (await simulation.store.handoffs.find(id)) as Handoff;
    const unposted = { ...handoff, events: handoff.events.filter(({ kind }) => kind === 'submitted') };
    const find = async () => unposted;
    let written: readonly string[] = [];
    const commit: typeof simulation.store.handoffs.commit = async ({ events }) => {
      written = events.map(({ event }) => event.kind);
      return 'written';
    };

    const handoffs = { ...simulation.store.handoffs, find, commit };
    await claimHandoff({ ...simulation.ports, handoffs }, simulation.handoffAction(id, 'U0ROBIN'));

    expect(written).toEqual(['posted', 'claimed']);
  });
});

describe('A withdrawal', () => {
  it('is notified to the engineer and to the person who asked a question, not to the person who withdrew it', async () => {
    simulation = await HandoffSimulation.start({ startsAt: '2026-03-03T14:00:00.000Z' });
    const id = await simulation.submitHandoff('case-1');
    await simulation.perform(
      askHandoffQuestion(simulation.ports, simulation.handoffAction(id, 'U0CYD'), 'Which entity signs?'),
    );
    await simulation.perform(
      withdrawHandoff(simulation.ports, simulation.handoffAction(id, 'U0BEN'), 'They stay with the partner.'),
    );

    const told = simulation.takeDeliveries().filter((line) => line.includes('withdrawn'));
    expect(new Set(told.map((line) => line.split(' ')[1]))).toEqual(new Set(['U0ANA', 'U0CYD']));
    expect(told).toHaveLength(2);
  });
});

describe('After a handoff is done', () => {
  let id: string;
  beforeEach(async () => {
    // Thursday.
    id = await submitAndClaimAt('2026-03-05T15:00:00.000Z');
    const ending = { outcome: 'stays-with-partner', note: null } as const;
    await simulation.perform(
      completeHandoff(simulation.ports, simulation.handoffAction(id, 'U0ROBIN'), ending),
    );
    simulation.takeDeliveries();
  });

  it('the engineer is asked once, two working days of Support later, to check with the customer', async () => {
    await simulation.advanceTo('2026-03-09T14:59:59.000Z');
    expect(simulation.takeDeliveries()).toEqual([]);
    await simulation.advanceTo('2026-06-01T00:00:00.000Z');

    expect(simulation.takeDeliveries()).toEqual([`2026-03-09T15:00 U0ANA follow-up ${id}`]);
  });

  it('a snooze postpones that to the next working morning, once', async () => {
    await simulation.advanceTo('2026-03-09T16:00:00.000Z');
    simulation.takeDeliveries();
    await simulation.perform(
      snoozeReminder(simulation.ports, simulation.handoffAction(id, 'U0ANA'), 'follow-up'),
    );
    await simulation.advanceTo('2026-06-01T00:00:00.000Z');

    expect(simulation.takeDeliveries()).toEqual([`2026-03-10T09:00 U0ANA follow-up ${id}`]);
  });

  it('a snooze on an outdated notification is refused', async () => {
    for (const what of ['unclaimed-reminder', 'follow-up'] as const) {
      const sentence = await userErrorText(
        snoozeReminder(simulation.ports, simulation.handoffAction(id, 'U0ANA'), what),
      );
      expect(sentence).toMatch(/nothing left to snooze/);
    }
    await simulation.advanceTo('2026-03-09T16:00:00.000Z');
    const late = await userErrorText(
      snoozeReminder(simulation.ports, simulation.handoffAction(id, 'U0ANA'), 'unclaimed-reminder'),
    );
    await simulation.advanceTo('2026-06-01T00:00:00.000Z');

    expect(late).toMatch(/nothing left to snooze/);
    expect(simulation.takeDeliveries()).toEqual([`2026-03-09T15:00 U0ANA follow-up ${id}`]);
  });

  it('the claim does not expire and nobody is reminded', async () => {
    await simulation.advanceTo('2026-06-01T00:00:00.000Z');

    expect(simulation.takeDeliveries().filter((line) => !line.includes('follow-up'))).toEqual([]);
  });
});

describe('The follow-up two working days of Support later', () => {
  it.each([
    // Friday 15:00 to Tuesday 15:00 in Lisbon; the clocks change on Sunday.
    ['the change of its clock', '2026-03-27T15:00', '2026-03-31T14:00'],
    // Thursday before Easter; Friday and Tuesday are worked.
    ['its holiday', '2026-04-02T14:00', '2026-04-07T14:00'],
    // Counted from Monday 09:00.
    ['a weekend on which Sales was done', '2026-03-07T15:00', '2026-03-11T09:00'],
  ])('is due at the right moment over %s', async (_what, done, asked) => {
    const id = await submitAndClaimAt(`${done}:00.000Z`);
    const ending = { outcome: 'duplicate', note: null } as const;
    await simulation.perform(
      completeHandoff(simulation.ports, simulation.handoffAction(id, 'U0ROBIN'), ending),
    );
    simulation.takeDeliveries();
    await simulation.advanceTo('2026-04-30T12:00:00.000Z');

    expect(simulation.takeDeliveries()).toEqual([`${asked} U0ANA follow-up ${id}`]);
  });
});
