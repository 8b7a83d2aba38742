import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PermanentSlackError, UnreadableRow } from '../../src/errors.ts';
import type { Ports } from '../../src/ports/ports.ts';
import { TIMER_KINDS } from '../../src/ports/queues.ts';
import type { Store } from '../../src/ports/store.ts';

import { claimHandoff, releaseHandoff } from '../../src/usecases/handoff-actions.ts';
import { runDueTimers } from '../../src/usecases/run-due-timers.ts';
import { aCheck } from '../builders/cases.ts';
import { aHandoff, aHandoffFacts } from '../builders/handoffs.ts';
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

describe('Two processes on one database', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'two-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('that look at the same time say each thing once', async () => {
    const shared = { startsAt: '2026-03-02T10:00:00.000Z', file: join(folder, 'cases.db') };
    const change = { settings: { digestChannel: 'C0NUMBERS' } };
    const [one, other] = [await start({ ...shared, change }), await start({ ...shared, change })];
    const ids: string[] = [];
    for (let index = 0; index < 30; index += 1) ids.push(await one.submitHandoff(`case-${index}`));
    for (const moment of [
      '2026-03-05T10:00:00.000Z',
      '2026-03-05T10:15:00.000Z',
      '2026-03-09T09:00:00.000Z',
    ]) {
      for (const life of [one, other]) life.jumpTo(moment);
      await Promise.all([one.runDueTimers(), other.runDueTimers(), one.runDueTimers(), other.runDueTimers()]);
    }
    const said = [...one.takeDeliveries(), ...other.takeDeliveries()];
    const channel = said.filter((line) => line.includes('C0SALES'));

    expect(said.filter((line) => line.includes('reminded')).toSorted()).toEqual(
      ids.map((id) => `2026-03-05T10:00 U0ANA reminded 1 ${id}`).toSorted(),
    );
    expect(channel).toHaveLength(1);
    expect(channel[0]?.split(' ').slice(2).toSorted()).toEqual(ids.toSorted());
    expect(said.filter((line) => line.includes('digest'))).toEqual(['2026-03-09T09:00 C0NUMBERS digest']);
    expect([...one.errors, ...other.errors]).toEqual([]);
  }, 60_000);
});

describe('A timer about something that cannot be read', () => {
  it('is set aside, and the others go off', async () => {
    const life = await start({ startsAt: '2026-03-02T10:00:00.000Z' });
    const ids = [await life.submitHandoff('case-0'), await life.submitHandoff('case-1')];
    life.jumpTo('2026-03-05T10:00:00.000Z');
    const { handoffs } = life.ports;
    const find: typeof handoffs.find = async (id) => {
      if (id === ids[0]) throw new UnreadableRow('handoffs', id, 'bad-json');
      return handoffs.find(id);
    };
    await life.runDueTimersWith({ handoffs: { ...handoffs, find } });

    expect((await life.events(ids[1] ?? '')).at(-1)?.kind).toBe('reminded');
    expect(life.errors).toEqual([]);
    life.jumpTo('2026-03-06T10:00:00.000Z');
    expect(
      (await life.store.timers.lease('unclaimed-reminder', 10)).map(({ subjectId }) => subjectId),
    ).not.toContain(ids[0]);
  });
});

describe('A case that is looked at for its age', () => {
  async function old(
    change: (life: HandoffSimulation) => Partial<Ports['cases']>,
  ): Promise<HandoffSimulation> {
    const life = await start({ startsAt: '2026-03-02T10:00:00.000Z' });
    await life.submitHandoff('case-0');
    life.jumpTo('2028-03-02T10:00:00.000Z');
    await life.store.handoffs.listByCase('case-0').then(async ([handoff]) => {
      const withdrawn = {
        kind: 'withdrawn',
        reason: 'over',
        at: '2026-03-03T10:00:00.000Z',
        by: 'U0ANA',
      } as const;
      if (handoff)
        await life.store.handoffs.commit({ handoff, events: [{ event: withdrawn, idempotencyKey: 'w' }] });
    });
    await life.runDueTimersWith({ cases: { ...life.ports.cases, ...change(life) } });
    return life;
  }

  it('is not read as a whole while it is too young', async () => {
    const life = await start({ startsAt: '2026-03-02T10:00:00.000Z' });
    await life.submitHandoff('case-0');
    await life.store.timers.schedule([
      { key: 'retention:case-0', kind: 'retention', subjectId: 'case-0', dueAt: life.now.toISOString() },
    ]);
    const read: string[] = [];
    const { cases } = life.ports;
    const find: typeof cases.find = (id) => {
      read.push(id);
      return cases.find(id);
    };
    await life.runDueTimersWith({ cases: { ...cases, find } });

    expect(read).toEqual([]);
    expect((await life.store.cases.find('case-0'))?.erasedAt).toBeNull();
  });

  it('is erased though it cannot be read', async () => {
    const life = await old(() => ({
      find: async (id) => {
        throw new UnreadableRow('cases', id, 'bad-json');
      },
    }));

    expect((await life.store.cases.find('case-0'))?.erasedAt).not.toBeNull();
  });
});

describe('What a sweep costs', () => {
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

  async function write(life: HandoffSimulation, index: number): Promise<void> {
    const [submission] = aHandoff([], { facts: aHandoffFacts({ accountNumber: `A${index}` }) }).events;
    if (submission?.kind !== 'submitted') throw new Error('no submission');
    const [id, caseId] = [`h${index}`, `c${index}`];
    const openedAt = life.now.toISOString();
    const opened = { openedAt, openedBy: 'U0ANA', location: { channel: 'C0SUPPORT', thread: null } };
    await life.store.cases.open({ id: caseId, ...opened, checks: [aCheck()] });
    const event = { ...submission, at: openedAt, channel: 'C0SALES' };
    const dueAt = '2026-03-05T10:00:00.000Z';
    const timers = (['unclaimed-reminder', 'login-watch'] as const).map((kind) => ({
      key: `${kind}:${id}`,
      kind,
      subjectId: id,
      dueAt,
    }));
    const handoff = { id, caseId, events: [] };
    await life.store.handoffs.commit({
      handoff,
      events: [{ event, idempotencyKey: `submit-${id}` }],
      timers,
    });
  }

  it('is the same for none and for 2,000 open handoffs, while none of them is due', async () => {
    const calls: string[] = [];
    const life = await start({
      startsAt: '2026-03-02T10:00:00.000Z',
      wrapStore: (store) => counted(store, calls),
    });
    const cost = async () => {
      calls.length = 0;
      for (const kind of TIMER_KINDS) await runDueTimers(life.ports, kind, fail);
      return [...calls];
    };
    const none = await cost();
    for (let place = 0; place < 2_000; place += 1) await write(life, place);

    expect(await cost()).toEqual(none);
    expect(none).toEqual(TIMER_KINDS.map(() => 'timers.lease'));
  }, 60_000);

  function fail(what: string): never {
    throw new Error(what);
  }
});

describe('How a person wants to be told', () => {
  it('not in their quiet hours, which may lie around midnight and count in their own zone', async () => {
    const life = await start({ startsAt: '2026-03-02T10:00:00.000Z' });
    // Until 12:00 in New York, which is 17:00 in Lisbon before the clocks change.
    await life.store.users.savePreferences('U0ANA', {
      notifyBy: 'dm',
      quietHours: { from: 19, to: 11 },
      timeZone: 'America/New_York',
    });
    const id = await life.submitHandoff('case-1');
    await life.advanceTo('2026-03-05T17:00:00.000Z');

    expect(life.takeDeliveries()).toEqual([
      `2026-03-05T10:15 C0SALES ${id}`,
      `2026-03-05T16:00 U0ANA reminded 1 ${id}`,
    ]);
  });

  it('and for whom they leave no working hour, as soon as they end', async () => {
    const life = await start({ startsAt: '2026-03-02T10:00:00.000Z' });
    // From 9:00 to 23:00 of Lisbon, whose day ends at 17:00.
    await life.store.users.savePreferences('U0ANA', {
      notifyBy: 'dm',
      quietHours: { from: 18, to: 8 },
      timeZone: 'Asia/Tokyo',
    });
    const id = await life.submitHandoff('case-1');
    await life.advanceTo('2026-03-09T12:00:00.000Z');

    expect(life.takeDeliveries()).toEqual([
      `2026-03-05T10:15 C0SALES ${id}`,
      `2026-03-05T23:00 U0ANA reminded 1 ${id}`,
    ]);
  });

  it('but no more after them that a claim lapses soon which they gave back meanwhile, or which has lapsed', async () => {
    const life = await start({ startsAt: '2026-03-02T12:00:00.000Z' });
    await life.store.users.savePreferences('U0ROBIN', {
      notifyBy: 'dm',
      quietHours: { from: 8, to: 15 },
      timeZone: 'UTC',
    });
    const [given, late] = [await life.submitHandoff('case-1'), await life.submitHandoff('case-2')];
    for (const id of [given, late])
      await life.perform(claimHandoff(life.ports, life.handoffAction(id, 'U0ROBIN')));
    await life.advanceTo('2026-03-03T10:30:00.000Z');
    expect((await life.events(late)).at(-1)?.kind).toBe('claim-expiring');
    await life.perform(releaseHandoff(life.ports, life.handoffAction(given, 'U0ROBIN')));
    await life.perform(claimHandoff(life.ports, life.handoffAction(given, 'U0SAM')));
    await life.advanceTo('2026-03-03T16:00:00.000Z');

    expect(life.takeDeliveries().filter((line) => line.includes('U0ROBIN'))).toEqual([
      `2026-03-03T15:00 U0ROBIN claim-expired ${late}`,
    ]);
  });

  it('nor that Slack would not have what they have sent again meanwhile', async () => {
    const life = await start({ startsAt: '2026-03-02T10:00:00.000Z' });
    await life.store.users.savePreferences('U0ANA', {
      notifyBy: 'dm',
      quietHours: { from: 8, to: 12 },
      timeZone: 'UTC',
    });
    const { messenger } = life.ports;
    const publishHandoffPost = () => Promise.reject(new PermanentSlackError('not_in_channel'));
    Object.assign(life.ports, { messenger: { ...messenger, publishHandoffPost } });
    const id = await life.submitHandoff('case-1');
    expect((await life.handoffState(id)).delivery).toBe('failed');
    Object.assign(life.ports, { messenger });
    await life.advanceTo('2026-03-02T10:30:00.000Z');
    await life.submitHandoff('case-1');
    await life.advanceTo('2026-03-02T13:00:00.000Z');

    expect((await life.handoffState(id)).delivery).toBe('posted');
    expect(life.takeDeliveries()).toEqual([]);
  });

  it('in the thread of the card, when they want to be mentioned there', async () => {
    const life = await start({ startsAt: '2026-03-02T10:00:00.000Z' });
    await life.store.users.savePreferences('U0ANA', {
      notifyBy: 'mention',
      quietHours: null,
      timeZone: 'UTC',
    });
    const id = await life.submitHandoff('case-1');
    await life.perform(claimHandoff(life.ports, life.handoffAction(id, 'U0ROBIN')));

    expect(life.noteThreads).toEqual(['C0SUPPORT case-1']);
  });

  it('in direct messages, when they have said nothing', async () => {
    const life = await start({ startsAt: '2026-03-02T10:00:00.000Z' });
    const id = await life.submitHandoff('case-1');
    await life.perform(claimHandoff(life.ports, life.handoffAction(id, 'U0ROBIN')));

    expect(life.takeDeliveries()).toEqual([`2026-03-02T10:00 U0ANA claimed ${id}`]);
    expect(life.noteThreads).toEqual([]);
  });
});
