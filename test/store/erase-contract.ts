import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Act, Case, Check } from '../../src/domain/case.ts';
import { latest } from '../../src/domain/case.ts';
import type { Subject } from '../../src/domain/evidence.ts';
import type { Handoff, HandoffEvent } from '../../src/domain/handoff.ts';
import { standingOf } from '../../src/domain/handoff.ts';
import type { Store } from '../../src/ports.ts';
import { aCase, aCheck } from './a-check.ts';
import {
  aDraft,
  aDrawing,
  anEvent,
  aSaying,
  aSubmission,
  aTimer,
  next,
  submitting,
  writing,
} from './a-handoff.ts';
import type { Site } from './site.ts';
import { START } from './site.ts';

const ERASED_AT = new Date('2027-04-06T09:00:00.000Z');
const ERASED = '(erased)';

const ACTS: readonly Act[] = [
  { at: START, by: 'U1', kind: 'step-done', stepId: 'one', value: 'https://secret.example/link' },
  { at: START, by: 'U1', kind: 'step-undone', stepId: 'one', reason: 'secret undo' },
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
  { at: START, by: 'U2', kind: 'override-asked', stepId: 'two', reason: 'secret override' },
  { at: START, by: 'U3', kind: 'override-agreed', stepId: 'two' },
];

const EVENTS: readonly HandoffEvent[] = [
  anEvent({ kind: 'posted' }, { by: 'bot' }),
  anEvent({ kind: 'claimed', until: START }, { by: 'U0000SAM' }),
  anEvent({ kind: 'asked', question: 'secret question' }, { by: 'U0000SAM' }),
  anEvent({ kind: 'answered', answer: 'secret answer' }),
  anEvent({ kind: 'linked', link: 'https://secret.example/chatter' }),
  anEvent({ kind: 'declined', reason: 'secret decline' }, { by: 'U0000SAM' }),
  anEvent({ kind: 'withdrawn', reason: 'secret withdrawal' }),
  anEvent({ kind: 'done', outcome: 'quoted-direct', note: 'secret note' }, { by: 'U0000SAM' }),
];

/** Erasing takes whom it was about, and leaves what was decided, when and by whom. */
export function eraseContract(arrive: () => Promise<Site>): void {
  describe('erases a case and', () => {
    let site: Site;
    let store: Store;
    beforeEach(async () => {
      site = await arrive();
      store = await site.open();
      for (const id of ['case-1', 'case-2']) {
        await store.cases.open(aCase(id), [aTimer(`retention:${id}`, { kind: 'retention', about: id })]);
      }
    });
    afterEach(() => site.leave());

    const erase = () => store.cases.erase('case-1', ERASED_AT);
    const checkOf = async (id = 'case-1'): Promise<Check> => {
      const found = await store.cases.find(id);
      if (!found) throw new Error(`no case ${id}`);
      return latest(found);
    };

    async function withHandoff(id: string, caseId = 'case-1'): Promise<Handoff> {
      const { submitted, happens } = writing(store.handoffs);
      return happens(await submitted(id, { caseId }), ...EVENTS);
    }

    it('knows no case that was never opened, and erases once', async () => {
      await withHandoff('h1');

      expect(await store.cases.erase('nowhere', ERASED_AT)).toBe('not-found');
      expect(await erase()).toBe('erased');
      const after = [await store.cases.find('case-1'), await store.handoffs.find('h1')];
      expect(await store.cases.erase('case-1', new Date('2028-01-01'))).toBe('erased-before');

      expect([await store.cases.find('case-1'), await store.handoffs.find('h1')]).toEqual(after);
    });

    it('keeps of a check what was decided and by which rules, without whom it was about', async () => {
      const { evidence, judgements, ...kept } = aCheck({ because: 'recheck', told: { asker: 'reseller' } });
      const earlierOwner = 'Fjell Trading';
      const named = judgements.map((each) => ({ ...each, earlierOwner, marketplace: 'Nordic Cloud Shop' }));
      await store.cases.addCheck('case-1', { ...kept, evidence, judgements: named }, 'press-1');

      await erase();

      const found = await store.cases.find('case-1');
      expect(found?.checks).toHaveLength(2);
      expect(found?.checks[1]).toEqual({
        ...kept,
        evidence: {
          subject: { kind: 'email', masked: ERASED, fingerprint: '' },
          ticket: null,
          accounts: null,
          listing: null,
          subscriptions: [],
          crm: null,
          portal: null,
        },
        judgements: [
          { ...judgements[0], customer: null, invoiceOwner: null, earlierOwner: null, marketplace: null },
        ],
      });
    });

    it.each<Subject>([
      { kind: 'subscription', number: 'A-S00012345' },
      { kind: 'account', number: 'A00000001' },
      { kind: 'crm-account', id: '0010000000AbCdEAAV' },
      { kind: 'ticket', host: 'support.example', id: '48211' },
    ])('still says which $kind it was about', async (subject) => {
      await store.cases.addCheck(
        'case-1',
        aCheck({ evidence: { ...aCheck().evidence, subject } }),
        'press-1',
      );

      await erase();

      expect((await checkOf()).evidence.subject).toEqual(subject);
    });

    it('keeps who did what and when, without what they typed', async () => {
      for (const [index, act] of ACTS.entries()) await store.cases.addAct('case-1', act, `press-${index}`);

      await erase();

      const [done, undone, guard, asked, agreed] = ACTS;
      expect((await store.cases.find('case-1'))?.events.slice(1)).toEqual([
        { ...done, value: null },
        { ...undone, reason: ERASED },
        guard,
        { ...asked, reason: ERASED },
        agreed,
      ]);
      expect(await store.cases.knows('press-0')).toBe(true);
    });

    it('keeps the course of every handoff of the case, without names and typed texts', async () => {
      const before = [await withHandoff('h1'), await withHandoff('h2')];

      await erase();

      const { content, ...submission } = aSubmission();
      const erased: readonly HandoffEvent[] = [
        anEvent({
          ...submission,
          content: {
            facts: {
              ...content.facts,
              customer: null,
              reseller: null,
              distributor: null,
              owner: null,
              crmId: null,
            },
            typed: {
              ...content.typed,
              ask: ERASED,
              plan: null,
              counts: null,
              wishWhere: null,
              told: null,
              link: null,
            },
          },
        }),
        ...EVENTS.map((event) => ({
          ...event,
          ...('question' in event && { question: ERASED }),
          ...('answer' in event && { answer: ERASED }),
          ...('reason' in event && { reason: ERASED }),
          ...('link' in event && { link: ERASED }),
          ...('note' in event && { note: null }),
        })),
        anEvent({ kind: 'erased' }, { at: ERASED_AT.toISOString(), by: 'bot' }),
      ];
      expect(await store.handoffs.ofCase('case-1')).toEqual(
        before.map((handoff) => ({ ...handoff, events: erased })),
      );
    });

    it('leaves a handoff that can be read and gone on with, though not on what was read before', async () => {
      const before = await withHandoff('h1');
      await erase();
      const after = (await store.handoffs.find('h1')) as Handoff;
      const event = anEvent({ kind: 'follow-up' }, { by: 'bot' });

      expect(standingOf(after)).toMatchObject({ erased: true, state: 'done' });
      expect(await store.handoffs.write(next(before, 'late', event))).toBe('stale');
      expect(await store.handoffs.write(next(after, 'now', event))).toBe('written');
    });

    it('drops drafts, what is waited for and what is still to be said of it', async () => {
      await withHandoff('h1');
      await store.handoffs.saveDraft(aDraft());
      await store.timers.set([
        aTimer('follow-up:h1', { kind: 'follow-up' }),
        aTimer('watch:h1', { kind: 'watch' }),
      ]);
      const about = { caseId: 'case-1' };
      await store.outbox.add([aDrawing(), aSaying(), aDrawing('draw:case', { kind: 'case', data: about })]);
      await store.outbox.take(1);

      await erase();

      expect(await store.handoffs.draft('draft-1')).toBeNull();
      expect(await store.outbox.pending()).toBe(0);
      expect(await store.timers.take('follow-up', 10)).toEqual([]);
      expect(await store.timers.take('watch', 10)).toEqual([]);
      expect((await store.timers.take('retention', 10)).map(({ key }) => key)).toEqual(['retention:case-2']);
    });

    it('says nothing a second time that was said before it was erased', async () => {
      await withHandoff('h1');
      await store.outbox.add([aSaying()]);
      const [taken] = await store.outbox.take(1);
      if (taken) await store.outbox.done(taken);

      await erase();
      await store.outbox.add([aSaying()]);

      expect(await store.outbox.pending()).toBe(0);
    });

    it('asks in the same moment for what is to be drawn without the data, and only the first time', async () => {
      await withHandoff('h1');
      await store.outbox.add([aDrawing('draw:h1', { data: { handoffId: 'h1', text: 'secret' } })]);
      const drawn = [
        aDrawing('draw:h1'),
        aDrawing('draw:case', { data: { caseId: 'case-1' }, channel: 'C0SUPPORT' }),
      ];
      const broken = aDrawing('broken', { kind: null as unknown as 'case' });

      await expect(store.cases.erase('case-1', ERASED_AT, [...drawn, broken])).rejects.toThrow();
      expect(await checkOf()).toEqual(aCheck());
      await store.cases.erase('case-1', ERASED_AT, drawn);
      await store.cases.erase('case-1', ERASED_AT, [aDrawing('again')]);
      await store.cases.erase('nowhere', ERASED_AT, [aDrawing('nowhere')]);

      const taken = await store.outbox.take(10);
      expect(taken).toEqual(drawn.map((errand) => ({ ...errand, version: 1, attempts: 1 })));
    });

    it('takes nothing more of it from who read it before', async () => {
      const read = (await store.cases.find('case-1')) as Case;
      await erase();
      const erased = await store.cases.find('case-1');

      expect(await store.cases.addCheck('case-1', aCheck({ by: 'U2' }), 'press-1')).toBe('erased');
      expect(await store.cases.addDecided(read, [{ act: ACTS[0] as Act, eventKey: 'press-2' }])).toBe(
        'erased',
      );
      expect(await store.handoffs.saveDraft(aDraft())).toBe('erased');
      expect(await store.handoffs.write(submitting('h1'))).toBe('stale');
      expect(erased).toMatchObject({ erasedAt: ERASED_AT.toISOString() });
      expect(await store.cases.find('case-1')).toEqual(erased);
      expect(await store.handoffs.draft('draft-1')).toBeNull();
      expect(await store.handoffs.ofCase('case-1')).toEqual([]);
      expect(await store.outbox.pending()).toBe(0);
    });

    it('touches nothing of other cases', async () => {
      const handoff = await withHandoff('h2', 'case-2');
      await store.handoffs.saveDraft(aDraft('draft-2', { caseId: 'case-2' }));
      await store.timers.set([aTimer('watch:h2', { kind: 'watch', about: 'h2' })]);
      await store.outbox.add([
        aDrawing('draw:h2', { data: { handoffId: 'h2' } }),
        aDrawing('draw:home', { kind: 'home', channel: null, data: { user: 'U0000ANA' } }),
      ]);

      await erase();

      expect(await store.cases.find('case-2')).toEqual(aCase('case-2'));
      expect(await store.handoffs.find('h2')).toEqual(handoff);
      expect(await store.handoffs.draft('draft-2')).not.toBeNull();
      expect(await store.timers.take('watch', 10)).toHaveLength(1);
      expect(await store.outbox.pending()).toBe(2);
    });

    it('erases once when asked many times at once', async () => {
      await withHandoff('h1');

      const answers = await Promise.all(Array.from({ length: 5 }, erase));

      expect(answers.toSorted()).toEqual(['erased', ...Array.from({ length: 4 }, () => 'erased-before')]);
      const events = (await store.handoffs.find('h1'))?.events ?? [];
      expect(events.filter(({ kind }) => kind === 'erased')).toHaveLength(1);
    });

    it('erases hundreds of checks as well as one, piece by piece', async () => {
      for (let look = 0; look < 130; look += 1)
        await store.cases.addCheck('case-1', aCheck(), `look-${look}`);

      expect(await erase()).toBe('erased');

      const { checks = [] } = (await store.cases.find('case-1')) ?? {};
      expect(checks).toHaveLength(131);
      expect(checks.flatMap(({ evidence }) => evidence.subscriptions)).toEqual([]);
      expect(checks.filter(({ judgements }) => judgements.some(({ customer }) => customer !== null))).toEqual(
        [],
      );
    });

    it('tells when something happened last to the case or its handoffs, and whether Sales has one', async () => {
      expect(await store.cases.lastActivity('nowhere')).toBeNull();
      expect(await store.cases.lastActivity('case-1')).toEqual({ at: START, isOpen: false });

      const later = '2026-03-04T09:00:00.000Z';
      const { handoffs } = store;
      await handoffs.write(submitting('open'));
      await handoffs.write(
        next((await handoffs.find('open')) as Handoff, 'k', anEvent({ kind: 'posted' }, { at: later })),
      );

      expect(await store.cases.lastActivity('case-1')).toEqual({ at: later, isOpen: true });
      await store.cases.addAct('case-1', { ...(ACTS[0] as Act), at: '2026-03-05T09:00:00.000Z' }, 'press');
      expect(await store.cases.lastActivity('case-1')).toEqual({
        at: '2026-03-05T09:00:00.000Z',
        isOpen: true,
      });
    });
  });
}
