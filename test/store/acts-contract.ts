import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Act, Case } from '../../src/domain/case.ts';
import type { Cases } from '../../src/ports.ts';
import { aCase, aCheck } from './a-check.ts';
import type { Site } from './site.ts';
import { START } from './site.ts';

const done = (by: string, stepId = 'one', value: string | null = null): Act => ({
  at: START,
  by,
  kind: 'step-done',
  stepId,
  value,
});

/** One of every kind, with words in many alphabets. */
const ACTS: readonly Act[] = [
  done('U1', 'one', 'https://chatter.example/0D5?x="é"\u2028'),
  { at: START, by: 'U1', kind: 'step-undone', stepId: 'one', reason: 'нет 🙅 \u0000' },
  {
    at: START,
    by: 'U2',
    kind: 'guard',
    stepId: 'two',
    allowed: false,
    seen: {
      asOf: START,
      subscriptions: [{ number: 'A-S00012345', verdict: 'unknown', channel: null }],
      gap: 'history',
    },
  },
  { at: START, by: 'U2', kind: 'override-asked', stepId: 'two', reason: 'Sales said so' },
  { at: START, by: 'U3', kind: 'override-agreed', stepId: 'two' },
];

const peopleOf = (kase: Case | null) => kase?.events.map(({ by }) => by);

/** What people do to steps is appended, and nothing else happens to it. */
export function actsContract(arrive: () => Promise<Site>): void {
  describe('keeps what people did and', () => {
    let site: Site;
    let cases: Cases;
    let opened: Case;
    beforeEach(async () => {
      site = await arrive();
      cases = (await site.open()).cases;
      opened = aCase('case-1');
      await cases.open(opened);
    });
    afterEach(() => site.leave());

    it('gives back every kind of act to the letter, in the order of writing', async () => {
      for (const [index, act] of ACTS.entries()) await cases.addAct('case-1', act, `press-${index}`);

      expect(await cases.find('case-1')).toEqual({ ...opened, events: [...opened.events, ...ACTS] });
    });

    it('writes an act once, however often it comes, and keeps the first', async () => {
      await cases.addAct('case-1', done('U1'), 'press-1');

      await Promise.all(
        [done('U2'), done('U3', 'other')].map((act) => cases.addAct('case-1', act, 'press-1')),
      );

      expect(peopleOf(await cases.find('case-1'))).toEqual(['U0000ANA', 'U1']);
    });

    it('keeps one key for acts and checks alike', async () => {
      await cases.addAct('case-1', done('U1'), 'press-1');
      await cases.addCheck('case-1', aCheck({ by: 'U2' }), 'press-1');
      await cases.addCheck('case-1', aCheck({ by: 'U3' }), 'press-2');
      await cases.addAct('case-1', done('U4'), 'press-2');

      expect(peopleOf(await cases.find('case-1'))).toEqual(['U0000ANA', 'U1', 'U3']);
    });

    it('loses nothing when many act at once', async () => {
      const people = Array.from({ length: 30 }, (_, index) => `U${index}`);

      await Promise.all(people.map((by) => cases.addAct('case-1', done(by), `press-${by}`)));

      expect(peopleOf(await cases.find('case-1'))).toEqual(['U0000ANA', ...people]);
    });

    it('tells acts and checks apart, and where each stands among the others', async () => {
      await cases.addAct('case-1', done('U1'), 'press-1');
      await cases.addCheck('case-1', aCheck({ by: 'U2' }), 'press-2');
      await Promise.all([
        cases.addAct('case-1', done('U3'), 'press-3'),
        cases.addCheck('case-1', aCheck({ by: 'U4' }), 'press-4'),
      ]);

      const found = await cases.find('case-1');

      expect(found?.events.map((event) => (event.kind === 'checked' ? event.check : event.by))).toEqual([
        0,
        'U1',
        1,
        'U3',
        2,
      ]);
      expect(found?.checks.map(({ by }) => by)).toEqual(['U0000ANA', 'U2', 'U4']);
    });

    it('only ever grows: what was there stays where it was', async () => {
      const seen: Case[] = [];
      for (const [index, act] of ACTS.entries()) {
        await cases.addAct('case-1', act, `press-${index % 3}`);
        const found = await cases.find('case-1');
        if (found) seen.push(found);
      }

      for (const [index, { events }] of seen.entries()) {
        const before = seen[index - 1]?.events ?? opened.events;
        expect(events.slice(0, before.length)).toEqual(before);
      }
    });

    it('keeps cases apart', async () => {
      await cases.open(aCase('case-2'));

      await cases.addAct('case-2', done('U1'), 'press-1');

      expect(await cases.find('case-1')).toEqual(opened);
    });

    it('refuses an act on a case that is not there', async () => {
      await expect(cases.addAct('nowhere', done('U1'), 'press-1')).rejects.toThrow();

      expect(await cases.find('nowhere')).toBeNull();
      expect(await cases.knows('press-1')).toBe(false);
    });

    it('knows which keys were written', async () => {
      await cases.addAct('case-1', done('U1'), 'press-1');
      await cases.addCheck('case-1', aCheck(), 'press-2');

      expect(await Promise.all(['press-1', 'press-2', 'press-3'].map((key) => cases.knows(key)))).toEqual([
        true,
        true,
        false,
      ]);
    });
  });

  describe('keeps what people decided and', () => {
    let site: Site;
    let cases: Cases;
    let opened: Case;
    beforeEach(async () => {
      site = await arrive();
      cases = (await site.open()).cases;
      opened = aCase('case-1');
      await cases.open(opened);
    });
    afterEach(() => site.leave());

    const keyed = (...acts: readonly Act[]) =>
      acts.map((act, index) => ({ act, eventKey: `${act.by}-${index}` }));

    it('appends all of it in order', async () => {
      expect(await cases.addDecided(opened, keyed(...ACTS))).toBe('written');

      expect((await cases.find('case-1'))?.events).toEqual([...opened.events, ...ACTS]);
    });

    it('writes nothing when somebody else was quicker', async () => {
      await cases.addAct('case-1', done('U1'), 'press-1');

      expect(await cases.addDecided(opened, keyed(done('U2'), done('U2', 'two')))).toBe('stale');
      expect(peopleOf(await cases.find('case-1'))).toEqual(['U0000ANA', 'U1']);
    });

    it('lets one of many who decide at once be first', async () => {
      const people = Array.from({ length: 10 }, (_, index) => `U${index}`);

      const answers = await Promise.all(people.map((by) => cases.addDecided(opened, keyed(done(by)))));

      expect(answers.filter((answer) => answer === 'written')).toHaveLength(1);
      expect(answers.filter((answer) => answer === 'stale')).toHaveLength(9);
      expect((await cases.find('case-1'))?.events).toHaveLength(2);
    });

    it('knows its own work again, whatever happened since', async () => {
      await cases.addDecided(opened, keyed(done('U1'), done('U1', 'two')));
      await cases.addCheck('case-1', aCheck({ by: 'U2' }), 'press-2');

      expect(await cases.addDecided(opened, keyed(done('U1'), done('U1', 'two')))).toBe('known');
      expect((await cases.find('case-1'))?.events).toHaveLength(4);
    });

    it('writes all or nothing', async () => {
      const broken = done(null as unknown as string);

      await expect(cases.addDecided(opened, keyed(done('U1'), broken))).rejects.toThrow();

      expect(await cases.find('case-1')).toEqual(opened);
    });

    it('takes no notice of other cases', async () => {
      await cases.open(aCase('case-2'));
      await cases.addAct('case-2', done('U1'), 'press-1');

      expect(await cases.addDecided(opened, keyed(done('U2')))).toBe('written');
    });
  });

  describe('lists cases and', () => {
    let site: Site;
    let cases: Cases;
    beforeEach(async () => {
      site = await arrive();
      cases = (await site.open()).cases;
    });
    afterEach(() => site.leave());

    it('has none at first', async () => {
      expect(await cases.ids()).toEqual([]);
    });

    it('names each once, in the order of opening, whatever happened to it since', async () => {
      for (const id of ['b', 'c', 'a']) await cases.open(aCase(id));
      await cases.addAct('b', done('U1'), 'press-1');

      expect(await cases.ids()).toEqual(['b', 'c', 'a']);
      expect(await cases.ids({ newestFirst: true })).toEqual(['a', 'c', 'b']);
      expect(await cases.ids({ newestFirst: true, limit: 2 })).toEqual(['a', 'c']);
      expect(await cases.ids({ limit: 1 })).toEqual(['b']);
    });
  });
}
