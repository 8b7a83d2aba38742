import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Timers } from '../../src/ports/queues.ts';
import type { Cases, ListCasesOptions } from '../../src/ports/store.ts';
import { aFilledCase, aFilledCheck } from '../builders/filled-cases.ts';
import { aTimer } from '../builders/filled-handoffs.ts';
import { appendStepEvent } from './append-step-event.ts';
import type { DatabaseFixture } from './database-fixture.ts';

function checkAbout(number: string) {
  const check = aFilledCheck();
  return { ...check, evidence: { ...check.evidence, subject: { kind: 'subscription', number } as const } };
}

/** Returns a case of that subscription. */
export const caseAbout = (id: string, number: string) => aFilledCase(id, { checks: [checkAbout(number)] });

export function casesContract(createFixture: () => Promise<DatabaseFixture>): void {
  describe('cases', () => {
    let site: DatabaseFixture;
    let cases: Cases;
    let timers: Timers;
    beforeEach(async () => {
      site = await createFixture();
      ({ cases, timers } = await site.openStore());
    });
    afterEach(() => site.close());

    it('returns a case as it was written', async () => {
      const opened = aFilledCase('case-1');

      expect(await cases.open(opened)).toBe('new');

      expect(await cases.find('case-1')).toEqual(opened);
    });

    it('distinguishes a channel field that is blank, absent or set', async () => {
      const { evidence } = aFilledCheck();
      const subscriptions = [null, undefined, 'Reseller'].flatMap((channel) =>
        evidence.subscriptions.map((found) =>
          found.account.ok
            ? { ...found, account: { ...found.account, value: { ...found.account.value, channel } } }
            : found,
        ),
      );
      await cases.open(
        aFilledCase('case-1', { checks: [aFilledCheck({ evidence: { ...evidence, subscriptions } })] }),
      );

      const found = await cases.find('case-1');

      const channels = found?.checks[0]?.evidence.subscriptions.map(
        ({ account }) => account.ok && account.value.channel,
      );
      expect(channels).toEqual([null, undefined, 'Reseller']);
    });

    it('returns null for an unknown case', async () => {
      expect(await cases.find('case-1')).toBeNull();
    });

    it('lists cases by every reference that they ever had, newest first, without erased ones', async () => {
      const open = (id: string, openedAt: string, number: string) =>
        cases.open({ ...caseAbout(id, number), openedAt });
      await open('case-1', '2026-03-02T09:00:00.000Z', 'A-S1');
      await open('case-2', '2026-03-02T10:00:00.000Z', 'A-S1');
      await open('case-3', '2026-03-02T11:00:00.000Z', 'A-S2');
      await cases.appendCheck('case-3', checkAbout('A-S1'), 'press-1');

      expect(await cases.listIdsByReference('subscription A-S1', 2)).toEqual(['case-3', 'case-2']);
      expect(await cases.listIdsByReference('subscription A-S2', 2)).toEqual(['case-3']);
      await cases.erase('case-2', new Date('2026-03-03T09:00:00.000Z'));
      expect(await cases.listIdsByReference('subscription A-S1', 5)).toEqual(['case-3', 'case-1']);
      expect(await cases.listIdsByReference('subscription A-S3', 5)).toEqual([]);
    });

    it('opens a case only if the given latest case is still the latest', async () => {
      const latest = await cases.findLatest('subscription A-S1');
      expect(latest).toEqual({ reference: 'subscription A-S1', caseId: null });

      expect(await cases.open(caseAbout('a', 'A-S1'))).toBe('new');
      expect(await cases.open(caseAbout('b', 'A-S1'))).toBe('new');
      expect(await cases.open(caseAbout('c', 'A-S1'), [aTimer()], latest)).toBe('stale');

      expect(await cases.find('c')).toBeNull();
      expect(await timers.countPending()).toBe(0);
      expect(await cases.findLatest('subscription A-S1')).toMatchObject({ caseId: 'b' });
      await cases.erase('b', new Date('2026-03-03T09:00:00.000Z'));
      expect(await cases.findLatest('subscription A-S1')).toEqual(latest);
    });

    it('returns a case without a thread', async () => {
      const opened = aFilledCase('case-1', { location: { channel: 'U0000ANA', thread: null } });
      await cases.open(opened);

      expect(await cases.find('case-1')).toEqual(opened);
    });

    it('returns "exists" and changes nothing when the id is taken', async () => {
      const opened = aFilledCase('case-1');
      await cases.open(opened);

      const again = await cases.open(
        aFilledCase('case-1', {
          openedBy: 'U0000BEN',
          location: { channel: 'C1', thread: null },
          checks: [aFilledCheck({ by: 'U0000BEN' })],
        }),
      );

      expect(again).toBe('exists');
      expect(await cases.find('case-1')).toEqual(opened);
    });

    it('opens a case once when called many times at once', async () => {
      const answers = await Promise.all(Array.from({ length: 10 }, () => cases.open(aFilledCase('case-1'))));

      expect(answers.filter((answer) => answer === 'new')).toHaveLength(1);
      expect((await cases.find('case-1'))?.checks).toHaveLength(1);
    });

    it('opens no case when its first check is invalid', async () => {
      const broken = aFilledCheck({ by: null as unknown as string });

      await expect(cases.open(aFilledCase('case-1', { checks: [broken] }))).rejects.toThrow();
      await expect(cases.open(aFilledCase('case-2', { checks: [] }))).rejects.toThrow('first check');

      expect(await cases.find('case-1')).toBeNull();
      expect(await cases.find('case-2')).toBeNull();
      expect(await cases.open(aFilledCase('case-1'))).toBe('new');
    });

    it('loses no check when many are appended at once', async () => {
      await cases.open(aFilledCase('case-1'));
      await cases.open(aFilledCase('case-2'));
      const people = Array.from({ length: 30 }, (_, index) => `U${index}`);

      await Promise.all(
        people.map((by) =>
          cases.appendCheck('case-1', aFilledCheck({ by, trigger: 'recheck' }), `press-${by}`),
        ),
      );

      const found = await cases.find('case-1');
      expect(found?.checks.map(({ by }) => by).toSorted()).toEqual(['U0000ANA', ...people].toSorted());
      expect((await cases.find('case-2'))?.checks).toHaveLength(1);
    });

    it('appends one check per idempotency key and keeps the first', async () => {
      await cases.open(aFilledCase('case-1'));
      await cases.appendCheck('case-1', aFilledCheck({ by: 'U1' }), 'press-1');

      await Promise.all(
        ['U2', 'U3'].map((by) => cases.appendCheck('case-1', aFilledCheck({ by }), 'press-1')),
      );

      expect((await cases.find('case-1'))?.checks.map(({ by }) => by)).toEqual(['U0000ANA', 'U1']);
    });

    it('lists the cases that a person opened, newest first', async () => {
      const opened: Readonly<Record<string, string>> = { a: 'U1', b: 'U2', c: 'U1', d: 'U1' };
      for (const [index, [id, openedBy]] of Object.entries(opened).entries()) {
        await cases.open(aFilledCase(id, { openedBy, openedAt: `2026-03-02T09:0${index}:00.000Z` }));
      }

      expect(await cases.listIdsOpenedBy('U1', 10)).toEqual(['d', 'c', 'a']);
      expect(await cases.listIdsOpenedBy('U1', 2)).toEqual(['d', 'c']);
      expect(await cases.listIdsOpenedBy('U3', 10)).toEqual([]);
    });

    it('counts the checks of a period by verdict and topic, without those of manual facts', async () => {
      const at = '2026-03-02T10:00:00.000Z';
      const end = '2026-03-02T11:00:00.000Z';
      await cases.open(aFilledCase('case-1'));
      const checks = [
        aFilledCheck({ at, trigger: 'recheck', verdict: 'direct' }),
        aFilledCheck({ at, trigger: 'manual', verdict: 'unknown' }),
        aFilledCheck({ at, trigger: 'choice', topic: 'license-upload' }),
        aFilledCheck({ at, trigger: 'recheck', verdict: 'direct' }),
        aFilledCheck({ at: end, trigger: 'recheck', verdict: 'direct' }),
      ];
      for (const [index, check] of checks.entries())
        await cases.appendCheck('case-1', check, `press-${index}`);
      await appendStepEvent(
        cases,
        'case-1',
        { at, by: 'U1', kind: 'override-approved', stepId: 'one' },
        'approval-1',
      );

      expect(await cases.countChecksBetween(new Date(at), new Date(end))).toEqual([
        { verdict: 'direct', topic: 'sign-in', count: 2 },
        { verdict: 'reseller', topic: 'license-upload', count: 1 },
      ]);
      expect(await cases.countChecksBetween(new Date('2026-03-02T10:00:00.001Z'), new Date(end))).toEqual([]);
    });

    it('counts the cases that each person looked up, by checks, shown open cases and guard checks', async () => {
      const at = '2026-03-02T10:00:00.000Z';
      const check = (by: string, trigger: 'requested' | 'recheck' | 'manual') =>
        aFilledCheck({ at, by, trigger });
      await cases.open(aFilledCase('one', { checks: [check('U0ANA', 'requested')] }));
      await cases.open(aFilledCase('two', { checks: [check('U0ANA', 'requested')] }));
      await cases.open(aFilledCase('three', { checks: [check('U0BEN', 'requested')] }));
      await cases.appendCheck('one', check('U0ANA', 'recheck'), 'press-1');
      await cases.appendCheck('three', check('U0ANA', 'manual'), 'press-2');
      await appendStepEvent(cases, 'one', { at, by: 'U0CYD', kind: 'case-shown' }, 'look-1');
      await appendStepEvent(cases, 'one', { at, by: 'U0BEN', kind: 'case-shown' }, 'look-2');
      const snapshot = { asOf: at, subscriptions: [], gap: 'account' } as const;
      const guard = { kind: 'guard-checked', stepId: 'one', allowed: false, snapshot } as const;
      await appendStepEvent(cases, 'two', { at, by: 'U0CYD', ...guard }, 'guard-1');
      const approval = { kind: 'override-approved', stepId: 'one' } as const;
      await appendStepEvent(cases, 'three', { at, by: 'U0CYD', ...approval }, 'approval-1');

      const counted = await cases.countCasesByPerson(new Date(at), new Date('2026-03-02T11:00:00.000Z'));

      expect(counted).toEqual([
        { by: 'U0ANA', cases: 2 },
        { by: 'U0BEN', cases: 2 },
        { by: 'U0CYD', cases: 2 },
      ]);
      expect(await cases.countCasesByPerson(new Date('2026-03-02T10:00:00.001Z'), new Date())).toEqual([]);
    });

    it('lists cases by verdict, topic and time of their latest check', async () => {
      const [at, later] = ['2026-03-02T10:00:00.000Z', '2026-03-02T11:00:00.000Z'];
      for (const id of ['b', 'a', 'c']) await cases.open(aFilledCase(id, { checks: [aFilledCheck({ at })] }));
      await cases.appendCheck('b', aFilledCheck({ at: later, verdict: 'direct' }), 'press-1');
      await cases.appendCheck('a', aFilledCheck({ at: later, topic: 'license-upload' }), 'press-2');

      const ids = (latestCheck: NonNullable<ListCasesOptions['latestCheck']>) =>
        cases.listIds({ latestCheck });
      expect(await ids({ verdict: 'reseller' })).toEqual(['a', 'c']);
      expect(await ids({ verdict: 'reseller', topic: 'sign-in' })).toEqual(['c']);
      expect(await ids({ since: new Date(later) })).toEqual(['b', 'a']);
      expect(await ids({})).toEqual(['b', 'a', 'c']);
      expect(await cases.listIds({ latestCheck: {}, newestFirst: true, limit: 1 })).toEqual(['c']);
    });

    it('throws for a check of an unknown case', async () => {
      await expect(cases.appendCheck('nowhere', aFilledCheck(), 'press-1')).rejects.toThrow();

      expect(await cases.find('nowhere')).toBeNull();
    });
  });
}
