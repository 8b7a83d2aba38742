import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Case, StepEvent } from '../../src/domain/case.ts';
import type { Cases } from '../../src/ports/store.ts';
import { aFilledCase, aFilledCheck } from '../builders/filled-cases.ts';
import { appendStepEvent } from './append-step-event.ts';
import type { DatabaseFixture } from './database-fixture.ts';
import { START_TIME } from './database-fixture.ts';

const done = (by: string, stepId = 'one', value: string | null = null): StepEvent => ({
  at: START_TIME,
  by,
  kind: 'step-done',
  stepId,
  value,
});

/** One of every kind, with words in many alphabets. */
const ACTS: readonly StepEvent[] = [
  done('U1', 'one', 'https://chatter.example/0D5?x="é"\u2028'),
  { at: START_TIME, by: 'U1', kind: 'step-undone', stepId: 'one', reason: 'нет 🙅 \u0000' },
  {
    at: START_TIME,
    by: 'U2',
    kind: 'guard-checked',
    stepId: 'two',
    allowed: false,
    snapshot: {
      asOf: START_TIME,
      subscriptions: [{ number: 'A-S00012345', verdict: 'unknown', channel: null }],
      gap: 'history',
    },
  },
  { at: START_TIME, by: 'U2', kind: 'override-requested', stepId: 'two', reason: 'Sales said so' },
  { at: START_TIME, by: 'U3', kind: 'override-approved', stepId: 'two' },
];

const actorsOf = (kase: Case | null) => kase?.events.map(({ by }) => by);

/** What people do to steps is appended, and nothing else happens to it. */
export function caseEventsContract(createFixture: () => Promise<DatabaseFixture>): void {
  describe('step events', () => {
    let site: DatabaseFixture;
    let cases: Cases;
    let opened: Case;
    beforeEach(async () => {
      site = await createFixture();
      cases = (await site.openStore()).cases;
      opened = aFilledCase('case-1');
      await cases.open(opened);
    });
    afterEach(() => site.close());

    it('returns every kind of step event as it was written, in the order of writing', async () => {
      for (const [index, act] of ACTS.entries())
        await appendStepEvent(cases, 'case-1', act, `press-${index}`);

      expect(await cases.find('case-1')).toEqual({ ...opened, events: [...opened.events, ...ACTS] });
    });

    it('writes one event per idempotency key and keeps the first', async () => {
      await appendStepEvent(cases, 'case-1', done('U1'), 'press-1');

      await Promise.all(
        [done('U2'), done('U3', 'other')].map((act) => appendStepEvent(cases, 'case-1', act, 'press-1')),
      );

      expect(actorsOf(await cases.find('case-1'))).toEqual(['U0000ANA', 'U1']);
    });

    it('shares idempotency keys between step events and checks', async () => {
      await appendStepEvent(cases, 'case-1', done('U1'), 'press-1');
      await cases.appendCheck('case-1', aFilledCheck({ by: 'U2' }), 'press-1');
      await cases.appendCheck('case-1', aFilledCheck({ by: 'U3' }), 'press-2');
      await appendStepEvent(cases, 'case-1', done('U4'), 'press-2');

      expect(actorsOf(await cases.find('case-1'))).toEqual(['U0000ANA', 'U1', 'U3']);
    });

    it('loses no event when many are appended at once', async () => {
      const people = Array.from({ length: 30 }, (_, index) => `U${index}`);

      await Promise.all(people.map((by) => appendStepEvent(cases, 'case-1', done(by), `press-${by}`)));

      expect(actorsOf(await cases.find('case-1'))?.toSorted()).toEqual(['U0000ANA', ...people].toSorted());
    });

    it('numbers the checks among the step events', async () => {
      await appendStepEvent(cases, 'case-1', done('U1'), 'press-1');
      await cases.appendCheck('case-1', aFilledCheck({ by: 'U2' }), 'press-2');
      const before = (await cases.find('case-1')) as Case;
      await Promise.all([
        cases.appendIfUnchanged(before, [{ stepEvent: done('U3'), idempotencyKey: 'press-3' }]),
        cases.appendCheck('case-1', aFilledCheck({ by: 'U4' }), 'press-4'),
      ]);

      const found = await cases.find('case-1');

      expect(found?.events.map((event) => (event.kind === 'checked' ? event.checkIndex : event.by))).toEqual([
        0,
        'U1',
        1,
        'U3',
        2,
      ]);
      expect(found?.checks.map(({ by }) => by)).toEqual(['U0000ANA', 'U2', 'U4']);
    });

    it('only appends: earlier events stay as they were', async () => {
      const seen: Case[] = [];
      for (const [index, act] of ACTS.entries()) {
        await appendStepEvent(cases, 'case-1', act, `press-${index % 3}`);
        const found = await cases.find('case-1');
        if (found) seen.push(found);
      }

      for (const [index, { events }] of seen.entries()) {
        const before = seen[index - 1]?.events ?? opened.events;
        expect(events.slice(0, before.length)).toEqual(before);
      }
    });

    it('appends to the given case only', async () => {
      await cases.open(aFilledCase('case-2'));

      await appendStepEvent(cases, 'case-2', done('U1'), 'press-1');

      expect(await cases.find('case-1')).toEqual(opened);
    });

    it('throws for an unknown case and writes nothing', async () => {
      const act = { stepEvent: done('U1'), idempotencyKey: 'press-1' };
      const nowhere = { ...opened, id: 'nowhere', events: [] };

      await expect(cases.appendIfUnchanged(nowhere, [act])).rejects.toThrow();

      expect(await cases.find('nowhere')).toBeNull();
      expect(await cases.hasIdempotencyKey('press-1')).toBe(false);
    });

    it('returns whether an idempotency key has been used', async () => {
      await appendStepEvent(cases, 'case-1', done('U1'), 'press-1');
      await cases.appendCheck('case-1', aFilledCheck(), 'press-2');

      expect(
        await Promise.all(['press-1', 'press-2', 'press-3'].map((key) => cases.hasIdempotencyKey(key))),
      ).toEqual([true, true, false]);
    });
  });

  describe('appendIfUnchanged', () => {
    let site: DatabaseFixture;
    let cases: Cases;
    let opened: Case;
    beforeEach(async () => {
      site = await createFixture();
      cases = (await site.openStore()).cases;
      opened = aFilledCase('case-1');
      await cases.open(opened);
    });
    afterEach(() => site.close());

    const keyed = (...acts: readonly StepEvent[]) =>
      acts.map((act, index) => ({ stepEvent: act, idempotencyKey: `${act.by}-${index}` }));

    it('appends all events in order', async () => {
      expect(await cases.appendIfUnchanged(opened, keyed(...ACTS))).toBe('written');

      expect((await cases.find('case-1'))?.events).toEqual([...opened.events, ...ACTS]);
    });

    it('returns "stale" and writes nothing when the case has changed', async () => {
      await appendStepEvent(cases, 'case-1', done('U1'), 'press-1');

      expect(await cases.appendIfUnchanged(opened, keyed(done('U2'), done('U2', 'two')))).toBe('stale');
      expect(actorsOf(await cases.find('case-1'))).toEqual(['U0000ANA', 'U1']);
    });

    it('writes one of many simultaneous changes', async () => {
      const people = Array.from({ length: 10 }, (_, index) => `U${index}`);

      const answers = await Promise.all(people.map((by) => cases.appendIfUnchanged(opened, keyed(done(by)))));

      expect(answers.filter((answer) => answer === 'written')).toHaveLength(1);
      expect(answers.filter((answer) => answer === 'stale')).toHaveLength(9);
      expect((await cases.find('case-1'))?.events).toHaveLength(2);
    });

    it('returns "duplicate" for known keys, even after later events', async () => {
      await cases.appendIfUnchanged(opened, keyed(done('U1'), done('U1', 'two')));
      await cases.appendCheck('case-1', aFilledCheck({ by: 'U2' }), 'press-2');

      expect(await cases.appendIfUnchanged(opened, keyed(done('U1'), done('U1', 'two')))).toBe('duplicate');
      expect((await cases.find('case-1'))?.events).toHaveLength(4);
    });

    it('writes all events or none', async () => {
      const broken = done(null as unknown as string);

      await expect(cases.appendIfUnchanged(opened, keyed(done('U1'), broken))).rejects.toThrow();

      expect(await cases.find('case-1')).toEqual(opened);
    });

    it('ignores changes to other cases', async () => {
      await cases.open(aFilledCase('case-2'));
      await appendStepEvent(cases, 'case-2', done('U1'), 'press-1');

      expect(await cases.appendIfUnchanged(opened, keyed(done('U2')))).toBe('written');
    });
  });

  describe('listIds', () => {
    let site: DatabaseFixture;
    let cases: Cases;
    beforeEach(async () => {
      site = await createFixture();
      cases = (await site.openStore()).cases;
    });
    afterEach(() => site.close());

    it('returns an empty list without cases', async () => {
      expect(await cases.listIds()).toEqual([]);
    });

    it('lists each case once, in the order of opening', async () => {
      for (const id of ['b', 'c', 'a']) await cases.open(aFilledCase(id));
      await appendStepEvent(cases, 'b', done('U1'), 'press-1');

      expect(await cases.listIds()).toEqual(['b', 'c', 'a']);
      expect(await cases.listIds({ newestFirst: true })).toEqual(['a', 'c', 'b']);
      expect(await cases.listIds({ newestFirst: true, limit: 2 })).toEqual(['a', 'c']);
      expect(await cases.listIds({ limit: 1 })).toEqual(['b']);
    });
  });
}
