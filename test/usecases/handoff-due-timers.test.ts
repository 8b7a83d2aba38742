import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PermanentSlackError, UnreadableRow } from '../../src/errors.ts';
import type { Ports } from '../../src/ports/ports.ts';
import { TIMER_KINDS } from '../../src/ports/queues.ts';
import type { Store } from '../../src/ports/store.ts';

import { claimHandoff, releaseHandoff } from '../../src/usecases/handoff-actions.ts';
import { aCheck } from '../builders/cases.ts';
import { aHandoff, aHandoffFacts } from '../builders/handoffs.ts';
import { HandoffSimulation, runTimersByKind } from './handoff-simulation.ts';

const open: HandoffSimulation[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map(({ store }) => store.close()));
});

async function start(given: Parameters<typeof HandoffSimulation.start>[0]): Promise<HandoffSimulation> {
  const simulation = await HandoffSimulation.start(given);
  open.push(simulation);
  return simulation;
}

describe('Two processes on one database', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'two-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('notify once when they run timers at the same time', async () => {
    const shared = { startsAt: '2026-03-04T10:00:00.000Z', file: join(folder, 'cases.db') };
    const change = { settings: { digestChannel: 'C0NUMBERS' } };
    const [one, other] = [await start({ ...shared, change }), await start({ ...shared, change })];
    const ids: string[] = [];
    for (let index = 0; index < 30; index += 1) ids.push(await one.submitHandoff(`case-${index}`));
    for (const moment of [
      '2026-03-05T10:00:00.000Z',
      '2026-03-05T10:15:00.000Z',
      '2026-03-09T09:00:00.000Z',
    ]) {
      for (const simulation of [one, other]) simulation.jumpTo(moment);
      await Promise.all([one.runDueTimers(), other.runDueTimers(), one.runDueTimers(), other.runDueTimers()]);
    }
    const said = [...one.takeDeliveries(), ...other.takeDeliveries()];
    const channel = said.filter((line) => line.includes('C0SALES'));

    expect(said.filter((line) => line.includes('reminded')).toSorted()).toEqual(
      ids
        .flatMap((id) => [
          `2026-03-05T10:00 U0ANA reminded 1 ${id}`,
          `2026-03-09T09:00 U0ANA reminded 2 ${id}`,
        ])
        .toSorted(),
    );
    expect(channel).toHaveLength(1);
    expect(channel[0]?.split(' ').slice(2).toSorted()).toEqual(ids.toSorted());
    expect(said.filter((line) => line.includes('digest'))).toEqual(['2026-03-09T09:00 C0NUMBERS digest']);
    expect([...one.errors, ...other.errors]).toEqual([]);
  }, 60_000);
});

describe('A timer about an unreadable row', () => {
  it('is left to a newer version, and the others run', async () => {
    const simulation = await start({ startsAt: '2026-03-02T10:00:00.000Z' });
    const ids = [await simulation.submitHandoff('case-0'), await simulation.submitHandoff('case-1')];
    simulation.jumpTo('2026-03-05T10:00:00.000Z');
    const { handoffs } = simulation.ports;
    const find: typeof handoffs.find = async (id) => {
      if (id === ids[0]) throw new UnreadableRow('handoffs', id, 'invalid-json');
      return handoffs.find(id);
    };
    await simulation.runDueTimersWith({ handoffs: { ...handoffs, find } });

    expect((await simulation.events(ids[1] ?? '')).at(-1)?.kind).toBe('reminded');
    expect(simulation.errors).toEqual([]);
    // A copy of a newer version, which may have written the row, can read it.
    await simulation.advanceTo('2026-03-05T10:01:00.000Z');
    expect((await simulation.events(ids[0] ?? '')).at(-1)?.kind).toBe('reminded');
  });
});

describe('A case whose retention timer is due', () => {
  async function old(
    change: (simulation: HandoffSimulation) => Partial<Ports['cases']>,
  ): Promise<HandoffSimulation> {
    const simulation = await start({ startsAt: '2026-03-02T10:00:00.000Z' });
    await simulation.submitHandoff('case-0');
    simulation.jumpTo('2028-03-02T10:00:00.000Z');
    await simulation.store.handoffs.listByCase('case-0').then(async ([handoff]) => {
      const withdrawn = {
        kind: 'withdrawn',
        reason: 'over',
        at: '2026-03-03T10:00:00.000Z',
        by: 'U0ANA',
      } as const;
      if (handoff)
        await simulation.store.handoffs.commit({
          handoff,
          events: [{ event: withdrawn, idempotencyKey: 'w' }],
        });
    });
    await simulation.runDueTimersWith({ cases: { ...simulation.ports.cases, ...change(simulation) } });
    return simulation;
  }

  it('is not read completely before its retention is over', async () => {
    const simulation = await start({ startsAt: '2026-03-02T10:00:00.000Z' });
    await simulation.submitHandoff('case-0');
    await simulation.store.timers.schedule([
      {
        key: 'retention:case-0',
        kind: 'retention',
        subjectId: 'case-0',
        dueAt: simulation.now.toISOString(),
      },
    ]);
    const read: string[] = [];
    const { cases } = simulation.ports;
    const find: typeof cases.find = (id) => {
      read.push(id);
      return cases.find(id);
    };
    await simulation.runDueTimersWith({ cases: { ...cases, find } });

    expect(read).toEqual([]);
    expect((await simulation.store.cases.find('case-0'))?.erasedAt).toBeNull();
  });

  it('is erased although it is unreadable', async () => {
    const simulation = await old(() => ({
      find: async (id) => {
        throw new UnreadableRow('cases', id, 'invalid-json');
      },
    }));

    expect((await simulation.store.cases.find('case-0'))?.erasedAt).not.toBeNull();
  });
});

describe('The number of store calls for timers', () => {
  /** Counts what is asked of the store. */
  function counted(store: Store, calls: string[]): Store {
    const room = <T extends object>(name: string, one: T): T =>
      new Proxy(one, {
        get(target, key) {
          const value = Reflect.get(target, key);
          if (typeof value !== 'function') return value;
          return (...given: unknown[]) => {
            calls.push(`${name}.${String(key)}`);
            return value.apply(target, given);
          };
        },
      });
    const { cases, handoffs, outbox, timers, users } = store;
    return {
      ...store,
      cases: room('cases', cases),
      handoffs: room('handoffs', handoffs),
      outbox: room('outbox', outbox),
      timers: room('timers', timers),
      users: room('users', users),
    };
  }

  async function write(simulation: HandoffSimulation, index: number): Promise<void> {
    const [submission] = aHandoff([], { facts: aHandoffFacts({ accountNumber: `A${index}` }) }).events;
    if (submission?.kind !== 'submitted') throw new Error('no submission');
    const [id, caseId] = [`h${index}`, `c${index}`];
    const openedAt = simulation.now.toISOString();
    const opened = { openedAt, openedBy: 'U0ANA', location: { channel: 'C0SUPPORT', thread: null } };
    await simulation.store.cases.open({ id: caseId, ...opened, checks: [aCheck()] });
    const event = { ...submission, at: openedAt, channel: 'C0SALES' };
    const dueAt = '2026-03-05T10:00:00.000Z';
    const timers = (['unclaimed-reminder', 'login-watch'] as const).map((kind) => ({
      key: `${kind}:${id}`,
      kind,
      subjectId: id,
      dueAt,
    }));
    const handoff = { id, caseId, events: [] };
    await simulation.store.handoffs.commit({
      handoff,
      events: [{ event, idempotencyKey: `submit-${id}` }],
      timers,
    });
  }

  it('is the same for no and for 2,000 active handoffs while none of them is due', async () => {
    const calls: string[] = [];
    const simulation = await start({
      startsAt: '2026-03-02T10:00:00.000Z',
      wrapStore: (store) => counted(store, calls),
    });
    const cost = async () => {
      calls.length = 0;
      await runTimersByKind(simulation.ports, fail);
      return [...calls];
    };
    const none = await cost();
    for (let place = 0; place < 2_000; place += 1) await write(simulation, place);

    expect(await cost()).toEqual(none);
    expect(none).toEqual(TIMER_KINDS.map(() => 'timers.claim'));
  }, 60_000);

  function fail(what: string): never {
    throw new Error(what);
  }
});

describe('Notifications', () => {
  it("wait for the end of quiet hours, which may span midnight and follow the person's time zone", async () => {
    const simulation = await start({ startsAt: '2026-03-04T10:00:00.000Z' });
    // Until 12:00 in New York, which is 17:00 in Lisbon before the clocks change.
    await simulation.store.users.savePreferences('U0ANA', {
      notifyBy: 'dm',
      quietHours: { from: 19, to: 11 },
      timeZone: 'America/New_York',
    });
    const id = await simulation.submitHandoff('case-1');
    await simulation.advanceTo('2026-03-05T17:00:00.000Z');

    expect(simulation.takeDeliveries()).toEqual([
      `2026-03-05T10:15 C0SALES ${id}`,
      `2026-03-05T16:00 U0ANA reminded 1 ${id}`,
    ]);
  });

  it('are sent at the end of quiet hours that cover all working hours', async () => {
    const simulation = await start({ startsAt: '2026-03-04T10:00:00.000Z' });
    // From 9:00 to 23:00 of Lisbon, whose day ends at 17:00.
    await simulation.store.users.savePreferences('U0ANA', {
      notifyBy: 'dm',
      quietHours: { from: 18, to: 8 },
      timeZone: 'Asia/Tokyo',
    });
    const id = await simulation.submitHandoff('case-1');
    await simulation.advanceTo('2026-03-06T09:00:00.000Z');

    expect(simulation.takeDeliveries()).toEqual([
      `2026-03-05T10:15 C0SALES ${id}`,
      `2026-03-05T23:00 U0ANA reminded 1 ${id}`,
    ]);
  });

  it('about an expiring claim are dropped after quiet hours when it was released or has expired meanwhile', async () => {
    const simulation = await start({ startsAt: '2026-03-02T12:00:00.000Z' });
    await simulation.store.users.savePreferences('U0ROBIN', {
      notifyBy: 'dm',
      quietHours: { from: 8, to: 15 },
      timeZone: 'UTC',
    });
    const [given, late] = [
      await simulation.submitHandoff('case-1'),
      await simulation.submitHandoff('case-2'),
    ];
    for (const id of [given, late])
      await simulation.perform(claimHandoff(simulation.ports, simulation.handoffAction(id, 'U0ROBIN')));
    await simulation.advanceTo('2026-03-03T10:30:00.000Z');
    expect((await simulation.events(late)).at(-1)?.kind).toBe('claim-expiring');
    await simulation.perform(releaseHandoff(simulation.ports, simulation.handoffAction(given, 'U0ROBIN')));
    await simulation.perform(claimHandoff(simulation.ports, simulation.handoffAction(given, 'U0SAM')));
    await simulation.advanceTo('2026-03-03T16:00:00.000Z');

    expect(simulation.takeDeliveries().filter((line) => line.includes('U0ROBIN'))).toEqual([
      `2026-03-03T15:00 U0ROBIN claim-expired ${late}`,
    ]);
  });

  it('about a failed post are dropped after quiet hours when it was sent again meanwhile', async () => {
    const simulation = await start({ startsAt: '2026-03-02T10:00:00.000Z' });
    await simulation.store.users.savePreferences('U0ANA', {
      notifyBy: 'dm',
      quietHours: { from: 8, to: 12 },
      timeZone: 'UTC',
    });
    const { messenger } = simulation.ports;
    const publishHandoffPost = () => Promise.reject(new PermanentSlackError('not_in_channel'));
    Object.assign(simulation.ports, { messenger: { ...messenger, publishHandoffPost } });
    const id = await simulation.submitHandoff('case-1');
    expect((await simulation.handoffState(id)).delivery).toBe('failed');
    Object.assign(simulation.ports, { messenger });
    await simulation.advanceTo('2026-03-02T10:30:00.000Z');
    await simulation.submitHandoff('case-1');
    await simulation.advanceTo('2026-03-02T13:00:00.000Z');

    expect((await simulation.handoffState(id)).delivery).toBe('posted');
    expect(simulation.takeDeliveries()).toEqual([]);
  });

  it('go to the thread of the card for a person who prefers mentions', async () => {
    const simulation = await start({ startsAt: '2026-03-02T10:00:00.000Z' });
    await simulation.store.users.savePreferences('U0ANA', {
      notifyBy: 'mention',
      quietHours: null,
      timeZone: 'UTC',
    });
    const id = await simulation.submitHandoff('case-1');
    await simulation.perform(claimHandoff(simulation.ports, simulation.handoffAction(id, 'U0ROBIN')));

    expect(simulation.noteThreads).toEqual(['C0SUPPORT case-1']);
  });

  it('go to direct messages by default', async () => {
    const simulation = await start({ startsAt: '2026-03-02T10:00:00.000Z' });
    const id = await simulation.submitHandoff('case-1');
    await simulation.perform(claimHandoff(simulation.ports, simulation.handoffAction(id, 'U0ROBIN')));

    expect(simulation.takeDeliveries()).toEqual([`2026-03-02T10:00 U0ANA claimed ${id}`]);
    expect(simulation.noteThreads).toEqual([]);
  });
});
