import { afterEach, describe, expect, it } from 'vitest';
import type { Ports } from '../../src/ports/ports.ts';
import { claimHandoff, completeHandoff } from '../../src/usecases/handoff-actions.ts';
import { HALDEN } from '../builders/cases.ts';
import { HandoffSimulation } from './handoff-simulation.ts';

const open: HandoffSimulation[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map(({ store }) => store.close()));
});

async function start(given: Parameters<typeof HandoffSimulation.start>[0]): Promise<HandoffSimulation> {
  const simulation = await HandoffSimulation.start(given);
  open.push(simulation);
  return simulation;
}

/** One of each that waits for something: silent, claimed, done; and the digest. */
async function startWithHandoffs(): Promise<{
  simulation: HandoffSimulation;
  silent: string;
  claimed: string;
  done: string;
}> {
  const simulation = await start({
    startsAt: '2026-03-04T14:00:00.000Z',
    change: { settings: { digestChannel: 'C0NUMBERS' } },
  });
  const silent = await simulation.submitHandoff('case-1');
  const claimed = await simulation.submitHandoff('case-2', 'amer');
  const done = await simulation.submitHandoff('case-3', 'emea');
  await simulation.advanceTo('2026-03-04T15:00:00.000Z');
  await simulation.perform(claimHandoff(simulation.ports, simulation.handoffAction(claimed, 'U0ROBIN')));
  await simulation.perform(claimHandoff(simulation.ports, simulation.handoffAction(done, 'U0CYD')));
  const ending = { outcome: 'quoted-direct', note: null } as const;
  await simulation.perform(
    completeHandoff(simulation.ports, simulation.handoffAction(done, 'U0CYD'), ending),
  );
  simulation.takeDeliveries();
  return { simulation: simulation, silent, claimed, done };
}

describe('A process that was stopped for days', () => {
  it('catches up once, and notifies each person in their own working hours', async () => {
    const { simulation, silent, claimed, done } = await startWithHandoffs();
    // Off from Thursday morning to Sunday noon; nobody is at work then.
    simulation.jumpTo('2026-03-05T08:00:00.000Z');
    Object.assign(simulation.zuora, { channel: 'Non-Reseller', invoiceOwner: HALDEN });
    simulation.jumpTo('2026-03-08T12:00:00.000Z');
    await simulation.runDueTimers();
    await simulation.runDueTimers();
    expect(simulation.takeDeliveries()).toEqual([]);
    expect((await simulation.handoffState(claimed)).status).toBe('open');
    await simulation.advanceTo('2026-03-09T12:59:59.000Z');
    const morning = simulation.takeDeliveries();

    expect(morning.toSorted()).toEqual(
      [
        `2026-03-09T09:00 U0ANA reminded 1 ${silent}`,
        `2026-03-09T09:00 C0SALES ${silent}`,
        `2026-03-09T09:00 U0ANA claim-expired ${claimed}`,
        `2026-03-09T09:00 U0ANA follow-up ${done}`,
        ...[silent, claimed, done].map((id) => `2026-03-09T09:00 U0ANA login-checked ${id}`),
        '2026-03-09T09:00 C0NUMBERS digest',
      ].toSorted(),
    );
    // At 09:00 in New York, by then summer time, the seller hears of it, and the silence of their team begins to count.
    await simulation.advanceTo('2026-03-09T13:30:00.000Z');
    expect(simulation.takeDeliveries().toSorted()).toEqual(
      [
        `2026-03-09T13:00 U0ROBIN claim-expired ${claimed}`,
        `2026-03-09T13:00 U0ANA reminded 1 ${claimed}`,
        `2026-03-09T13:15 C0AMER ${claimed}`,
      ].toSorted(),
    );
  });

  it('sends one reminder for several missed rounds, and counts the next round from there', async () => {
    const simulation = await start({ startsAt: '2026-03-02T10:00:00.000Z' });
    const id = await simulation.submitHandoff('case-1');
    simulation.jumpTo('2026-04-15T11:00:00.000Z');
    await simulation.runDueTimers();
    await simulation.advanceTo('2026-04-16T12:00:00.000Z');

    expect(simulation.takeDeliveries()).toEqual([
      `2026-04-15T11:00 U0ANA reminded 1 ${id}`,
      `2026-04-15T11:15 C0SALES ${id}`,
      `2026-04-16T11:00 U0ANA reminded 2 ${id}`,
      `2026-04-16T11:15 C0SALES ${id}`,
    ]);
  });

  it('delivers stored messages that are overdue only in working hours', async () => {
    const simulation = await start({ startsAt: '2026-03-04T16:50:00.000Z' });
    const id = await simulation.submitHandoff('case-1');
    // Reminded five to five; the channel would hear of it at 17:00, which is next morning.
    await simulation.advanceTo('2026-03-05T16:55:00.000Z');
    simulation.takeDeliveries();
    simulation.jumpTo('2026-03-06T21:00:00.000Z');
    await simulation.runDueTimers();
    expect(simulation.takeDeliveries()).toEqual([]);
    await simulation.advanceTo('2026-03-09T09:00:00.000Z');

    expect(simulation.takeDeliveries()).toEqual([
      `2026-03-09T09:00 U0ANA reminded 2 ${id}`,
      `2026-03-09T09:00 C0SALES ${id}`,
    ]);
  });

  it('does not ask whether a claim still holds that has expired meanwhile', async () => {
    const simulation = await start({ startsAt: '2026-03-03T14:00:00.000Z' });
    const id = await simulation.submitHandoff('case-1');
    await simulation.perform(claimHandoff(simulation.ports, simulation.handoffAction(id, 'U0ROBIN')));
    simulation.takeDeliveries();
    simulation.jumpTo('2026-03-05T10:00:00.000Z');
    await simulation.runDueTimers();
    await simulation.runDueTimers();

    expect(simulation.takeDeliveries()).toEqual([
      `2026-03-05T10:00 U0ANA claim-expired ${id}`,
      `2026-03-05T10:00 U0ROBIN claim-expired ${id}`,
      `2026-03-05T10:00 U0ANA reminded 1 ${id}`,
    ]);
  });

  it('does not announce that a claim expires soon when it has expired meanwhile', async () => {
    const simulation = await start({ startsAt: '2026-03-03T14:00:00.000Z' });
    const id = await simulation.submitHandoff('case-1');
    await simulation.perform(claimHandoff(simulation.ports, simulation.handoffAction(id, 'U0ROBIN')));
    simulation.takeDeliveries();
    simulation.jumpTo('2026-03-04T12:00:00.000Z');
    await simulation.runDueTimersWith({});
    expect((await simulation.events(id)).at(-1)?.kind).toBe('claim-expiring');
    simulation.jumpTo('2026-03-04T14:06:00.000Z');
    await simulation.runDueTimers();

    expect(simulation.takeDeliveries()).toEqual([
      `2026-03-04T14:06 U0ANA claim-expired ${id}`,
      `2026-03-04T14:06 U0ROBIN claim-expired ${id}`,
    ]);
  });
});

describe('A process that is killed while it runs timers', () => {
  /** The calls of a timer run that change something. */
  const calls: [what: string, dying: (ports: Ports, fail: () => never) => Partial<Ports>][] = [
    [
      'once the decision is written',
      ({ handoffs }, fail) => ({
        handoffs: {
          ...handoffs,
          commit: async (change) => {
            await handoffs.commit(change);
            return fail();
          },
        },
      }),
    ],
    [
      'before the decision is written',
      ({ handoffs }, fail) => ({ handoffs: { ...handoffs, commit: async () => fail() } }),
    ],
    [
      'before its timers are settled',
      ({ timers }, fail) => ({ timers: { ...timers, complete: async () => fail() } }),
    ],
    [
      'once timers are moved',
      ({ timers }, fail) => ({
        timers: {
          ...timers,
          schedule: async (given) => {
            await timers.schedule(given);
            return fail();
          },
        },
      }),
    ],
    [
      'once the digest is written',
      ({ outbox }, fail) => ({
        outbox: {
          ...outbox,
          enqueue: async (messages) => {
            await outbox.enqueue(messages);
            return fail();
          },
        },
      }),
    ],
  ];

  it.each(calls)('%s leads to the same result as one that is not killed', async (_when, dying) => {
    const [dead, alive] = [await startWithHandoffs(), await startWithHandoffs()];
    const broken = dying(dead.simulation.ports, () => {
      throw new Error('killed');
    });
    for (const { simulation } of [dead, alive]) simulation.jumpTo('2026-03-09T11:00:00.000Z');
    await dead.simulation.runDueTimersWith(broken);
    expect(dead.simulation.errors.length).toBeGreaterThan(0);
    // Longer than what it held stays held.
    for (const { simulation } of [dead, alive]) {
      simulation.jumpTo('2026-03-09T11:01:00.000Z');
      await simulation.runDueTimers();
      await simulation.advanceTo('2026-03-20T12:00:00.000Z');
    }
    const days = ({ simulation }: typeof dead) =>
      simulation
        .takeDeliveries()
        .map((line) => line.replace(/T\S+/, ''))
        .toSorted();

    expect(days(dead)).toEqual(days(alive));
  });
});
