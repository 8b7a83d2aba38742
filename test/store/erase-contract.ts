import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Case, Check, DisputeEvent, StepEvent } from '../../src/domain/case.ts';
import { latestCheck } from '../../src/domain/case.ts';
import type { CheckSubject } from '../../src/domain/evidence.ts';
import type { Handoff } from '../../src/domain/handoff.ts';
import { handoffStateOf } from '../../src/domain/handoff.ts';
import type { HandoffEvent } from '../../src/domain/handoff-events.ts';
import { UNKNOWN_TERMS } from '../../src/domain/subscription-terms.ts';
import type { Store } from '../../src/ports/store.ts';
import { aFilledCase, aFilledCheck } from '../builders/filled-cases.ts';
import {
  aFilledDraft,
  aHandoffEvent,
  aHandoffOutboxMessage,
  aNoteOutboxMessage,
  anEventChange,
  aSubmissionChange,
  aSubmittedEvent,
  aTimer,
  createHandoffWriter,
} from '../builders/filled-handoffs.ts';
import { appendStepEvent } from './append-step-event.ts';
import type { DatabaseFixture } from './database-fixture.ts';
import { START_TIME } from './database-fixture.ts';

const ERASED_AT = new Date('2027-04-06T09:00:00.000Z');
const ERASED = '(erased)';

const ACTS: readonly (StepEvent | DisputeEvent)[] = [
  { at: START_TIME, by: 'U1', kind: 'step-done', stepId: 'one', value: 'https://secret.example/link' },
  { at: START_TIME, by: 'U1', kind: 'step-undone', stepId: 'one', reason: 'secret undo' },
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
  { at: START_TIME, by: 'U2', kind: 'override-requested', stepId: 'two', reason: 'secret override' },
  { at: START_TIME, by: 'U3', kind: 'override-approved', stepId: 'two' },
  { at: START_TIME, by: 'U1', kind: 'step-done', stepId: 'one', value: null, notApplicable: 'secret reason' },
  { at: START_TIME, by: 'U1', kind: 'step-undone', stepId: 'one', reason: null },
  {
    at: START_TIME,
    by: 'U1',
    kind: 'verdict-disputed',
    checkIndex: 0,
    expected: 'direct',
    reason: 'secret why',
  },
];

const EVENTS: readonly HandoffEvent[] = [
  aHandoffEvent({ kind: 'posted' }, { by: 'bot' }),
  aHandoffEvent({ kind: 'claimed', until: START_TIME }, { by: 'U0000SAM' }),
  aHandoffEvent({ kind: 'question-asked', question: 'secret question' }, { by: 'U0000SAM' }),
  aHandoffEvent({ kind: 'question-answered', answer: 'secret answer' }),
  aHandoffEvent({ kind: 'link-added', link: 'https://secret.example/chatter', answerDueAt: null }),
  aHandoffEvent({ kind: 'declined', reason: 'secret decline' }, { by: 'U0000SAM' }),
  aHandoffEvent({ kind: 'withdrawn', reason: 'secret withdrawal' }),
  aHandoffEvent({ kind: 'done', outcome: 'quoted-direct', note: 'secret note' }, { by: 'U0000SAM' }),
];

/** Erasing takes whom it was about, and leaves what was decided, when and by whom. */
export function eraseContract(createFixture: () => Promise<DatabaseFixture>): void {
  describe('erase', () => {
    let site: DatabaseFixture;
    let store: Store;
    beforeEach(async () => {
      site = await createFixture();
      store = await site.openStore();
      for (const id of ['case-1', 'case-2']) {
        await store.cases.open(aFilledCase(id), [
          aTimer(`retention:${id}`, { kind: 'retention', subjectId: id }),
        ]);
      }
    });
    afterEach(() => site.close());

    const erase = () => store.cases.erase('case-1', ERASED_AT);
    const checkOf = async (id = 'case-1'): Promise<Check> => {
      const found = await store.cases.find(id);
      if (!found) throw new Error(`no case ${id}`);
      return latestCheck(found);
    };

    async function withHandoff(id: string, caseId = 'case-1'): Promise<Handoff> {
      const { submitted, happens } = createHandoffWriter(store.handoffs);
      return happens(await submitted(id, { caseId }), ...EVENTS);
    }

    it('returns "not-found" for an unknown case, and erases a case once', async () => {
      await withHandoff('h1');

      expect(await store.cases.erase('nowhere', ERASED_AT)).toBe('not-found');
      expect(await erase()).toBe('erased');
      const after = [await store.cases.find('case-1'), await store.handoffs.find('h1')];
      expect(await store.cases.erase('case-1', new Date('2028-01-01'))).toBe('already-erased');

      expect([await store.cases.find('case-1'), await store.handoffs.find('h1')]).toEqual(after);
    });

    it('keeps verdict and rules of a check, and erases names and numbers', async () => {
      const { evidence, judgements, ...kept } = aFilledCheck({
        trigger: 'recheck',
        manualFacts: { requester: 'reseller' },
      });
      const earlierOwner = 'Fjell Trading';
      const named = judgements.map((each) => ({ ...each, earlierOwner, marketplace: 'other' as const }));
      await store.cases.appendCheck('case-1', { ...kept, evidence, judgements: named }, 'press-1');

      await erase();

      const found = await store.cases.find('case-1');
      expect(found?.checks).toHaveLength(2);
      expect(found?.checks[1]).toEqual({
        ...kept,
        requesterReason: { kind: 'no-signal' },
        evidence: {
          subject: { kind: 'email', masked: ERASED, fingerprint: '' },
          ticket: null,
          accounts: null,
          subscriptionCount: null,
          subscriptions: [],
          crm: null,
          portal: null,
        },
        judgements: [
          {
            ...judgements[0],
            customer: null,
            invoiceOwner: null,
            earlierOwner: null,
            marketplace: null,
            terms: UNKNOWN_TERMS,
          },
        ],
      });
    });

    it.each<CheckSubject>([
      { kind: 'subscription', number: 'A-S00012345' },
      { kind: 'account', number: 'A00000001' },
      { kind: 'crm-account', id: '0010000000AbCdEAAV' },
      { kind: 'ticket', host: 'support.example', id: '48211' },
    ])('still says which $kind it was about', async (subject) => {
      await store.cases.appendCheck(
        'case-1',
        aFilledCheck({ evidence: { ...aFilledCheck().evidence, subject } }),
        'press-1',
      );

      await erase();

      expect((await checkOf()).evidence.subject).toEqual(subject);
    });

    it('keeps who did what and when, and erases typed text', async () => {
      for (const [index, act] of ACTS.entries())
        await appendStepEvent(store.cases, 'case-1', act, `press-${index}`);

      await erase();

      const [done, undone, guard, asked, agreed, withoutLink, undoneSilently, disputed] = ACTS;
      expect((await store.cases.find('case-1'))?.events.slice(1)).toEqual([
        { ...done, value: null },
        { ...undone, reason: ERASED },
        guard,
        { ...asked, reason: ERASED },
        agreed,
        { ...withoutLink, notApplicable: ERASED },
        undoneSilently,
        { ...disputed, reason: ERASED },
      ]);
      expect(await store.cases.hasIdempotencyKey('press-0')).toBe(true);
    });

    it('keeps the events of every handoff of the case, and erases names and typed text', async () => {
      const before = [await withHandoff('h1'), await withHandoff('h2')];

      await erase();

      const { content, ...submission } = aSubmittedEvent();
      const erased: readonly HandoffEvent[] = [
        aHandoffEvent({
          ...submission,
          content: {
            facts: {
              ...content.facts,
              customer: null,
              reseller: null,
              distributor: null,
              accountOwner: null,
              crmId: null,
              opportunity: null,
              marketplace: null,
              subscriptions: content.facts.subscriptions.map((one) => ({
                ...one,
                plan: null,
                seats: null,
                termMonths: null,
              })),
              discrepancies: [],
            },
            input: {
              ...content.input,
              ask: ERASED,
              plan: null,
              counts: null,
              writtenWishSource: null,
              permissionSource: null,
              toldCustomer: null,
              salesforceLink: null,
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
        aHandoffEvent({ kind: 'erased' }, { at: ERASED_AT.toISOString(), by: 'bot' }),
      ];
      expect(await store.handoffs.listByCase('case-1')).toEqual(
        before.map((handoff) => ({ ...handoff, events: erased })),
      );
    });

    it('leaves its handoffs readable, and rejects events based on a read before the erasure', async () => {
      const before = await withHandoff('h1');
      await erase();
      const after = (await store.handoffs.find('h1')) as Handoff;
      const event = aHandoffEvent({ kind: 'follow-up' }, { by: 'bot' });

      expect(handoffStateOf(after)).toMatchObject({ erased: true, status: 'done' });
      expect(await store.handoffs.commit(anEventChange(before, 'late', event))).toBe('stale');
      expect(await store.handoffs.commit(anEventChange(after, 'now', event))).toBe('written');
    });

    it('deletes drafts, timers and pending messages of the case', async () => {
      await withHandoff('h1');
      await store.handoffs.saveDraft(aFilledDraft());
      await store.timers.schedule([
        aTimer('follow-up:h1', { kind: 'follow-up' }),
        aTimer('login-watch:h1', { kind: 'login-watch' }),
      ]);
      const about = { caseId: 'case-1' };
      await store.outbox.enqueue([
        aHandoffOutboxMessage(),
        aNoteOutboxMessage(),
        aHandoffOutboxMessage('update:case-card:case-1', { kind: 'case-card', payload: about }),
      ]);
      await store.outbox.claim(1);

      await erase();

      expect(await store.handoffs.findDraft('draft-1')).toBeNull();
      expect(await store.outbox.countPending()).toBe(0);
      expect(await store.timers.claim(10, 'follow-up')).toEqual([]);
      expect(await store.timers.claim(10, 'login-watch')).toEqual([]);
      expect((await store.timers.claim(10, 'retention')).map(({ key }) => key)).toEqual(['retention:case-2']);
    });

    it('does not post again what was posted before the erasure', async () => {
      await withHandoff('h1');
      await store.outbox.enqueue([aNoteOutboxMessage()]);
      const [taken] = await store.outbox.claim(1);
      if (taken) await store.outbox.complete(taken);

      await erase();
      await store.outbox.enqueue([aNoteOutboxMessage()]);

      expect(await store.outbox.countPending()).toBe(0);
    });

    it('enqueues the updates of its posts in the same transaction, the first time only', async () => {
      await withHandoff('h1');
      await store.outbox.enqueue([
        aHandoffOutboxMessage('update:handoff-post:h1', { payload: { handoffId: 'h1', text: 'secret' } }),
      ]);
      const drawn = [
        aHandoffOutboxMessage('update:handoff-post:h1'),
        aHandoffOutboxMessage('update:case-card:case-1', {
          payload: { caseId: 'case-1' },
          channel: 'C0SUPPORT',
        }),
      ];
      const broken = aHandoffOutboxMessage('broken', { kind: null as unknown as 'case-card' });

      await expect(store.cases.erase('case-1', ERASED_AT, [...drawn, broken])).rejects.toThrow();
      expect(await checkOf()).toEqual(aFilledCheck());
      await store.cases.erase('case-1', ERASED_AT, drawn);
      await store.cases.erase('case-1', ERASED_AT, [aHandoffOutboxMessage('again')]);
      await store.cases.erase('nowhere', ERASED_AT, [aHandoffOutboxMessage('nowhere')]);

      const taken = await store.outbox.claim(10);
      expect(taken).toHaveLength(drawn.length);
      expect(taken).toEqual(
        expect.arrayContaining(drawn.map((message) => ({ ...message, version: 1, attempts: 1 }))),
      );
    });

    it('rejects writes based on a read before the erasure', async () => {
      const read = (await store.cases.find('case-1')) as Case;
      await erase();
      const erased = await store.cases.find('case-1');

      expect(await store.cases.appendCheck('case-1', aFilledCheck({ by: 'U2' }), 'press-1')).toBe('erased');
      expect(
        await store.cases.appendIfUnchanged(read, [
          { stepEvent: ACTS[0] as StepEvent, idempotencyKey: 'press-2' },
        ]),
      ).toBe('erased');
      expect(await store.handoffs.saveDraft(aFilledDraft())).toBe('erased');
      expect(await store.handoffs.commit(aSubmissionChange('h1'))).toBe('stale');
      expect(erased).toMatchObject({ erasedAt: ERASED_AT.toISOString() });
      expect(await store.cases.find('case-1')).toEqual(erased);
      expect(await store.handoffs.findDraft('draft-1')).toBeNull();
      expect(await store.handoffs.listByCase('case-1')).toEqual([]);
      expect(await store.outbox.countPending()).toBe(0);
    });

    it('changes nothing of other cases', async () => {
      const handoff = await withHandoff('h2', 'case-2');
      await store.handoffs.saveDraft(aFilledDraft('draft-2', { caseId: 'case-2' }));
      await store.timers.schedule([aTimer('login-watch:h2', { kind: 'login-watch', subjectId: 'h2' })]);
      await store.outbox.enqueue([
        aHandoffOutboxMessage('update:handoff-post:h2', { payload: { handoffId: 'h2' } }),
        aHandoffOutboxMessage('update:home-tab:U0000ANA', {
          kind: 'home-tab',
          channel: null,
          payload: { user: 'U0000ANA' },
        }),
      ]);

      await erase();

      expect(await store.cases.find('case-2')).toEqual(aFilledCase('case-2'));
      expect(await store.handoffs.find('h2')).toEqual(handoff);
      expect(await store.handoffs.findDraft('draft-2')).not.toBeNull();
      expect(await store.timers.claim(10, 'login-watch')).toHaveLength(1);
      expect(await store.outbox.countPending()).toBe(2);
    });

    it('erases once when called many times at once', async () => {
      await withHandoff('h1');

      const answers = await Promise.all(Array.from({ length: 5 }, erase));

      expect(answers.toSorted()).toEqual([...Array.from({ length: 4 }, () => 'already-erased'), 'erased']);
      const events = (await store.handoffs.find('h1'))?.events ?? [];
      expect(events.filter(({ kind }) => kind === 'erased')).toHaveLength(1);
    });

    it('erases a case with more checks than fit into one batch', async () => {
      for (let look = 0; look < 130; look += 1)
        await store.cases.appendCheck('case-1', aFilledCheck(), `look-${look}`);

      expect(await erase()).toBe('erased');

      const { checks = [] } = (await store.cases.find('case-1')) ?? {};
      expect(checks).toHaveLength(131);
      expect(checks.flatMap(({ evidence }) => evidence.subscriptions)).toEqual([]);
      expect(checks.filter(({ judgements }) => judgements.some(({ customer }) => customer !== null))).toEqual(
        [],
      );
    });

    it('returns the last activity of the case and its handoffs, and whether a handoff is active', async () => {
      expect(await store.cases.lastActivity('nowhere')).toBeNull();
      expect(await store.cases.lastActivity('case-1')).toEqual({ at: START_TIME, hasActiveHandoff: false });

      const later = '2026-03-04T09:00:00.000Z';
      const { handoffs } = store;
      await handoffs.commit(aSubmissionChange('open'));
      await handoffs.commit(
        anEventChange(
          (await handoffs.find('open')) as Handoff,
          'k',
          aHandoffEvent({ kind: 'posted' }, { at: later }),
        ),
      );

      expect(await store.cases.lastActivity('case-1')).toEqual({ at: later, hasActiveHandoff: true });
      await appendStepEvent(
        store.cases,
        'case-1',
        { ...(ACTS[0] as StepEvent), at: '2026-03-05T09:00:00.000Z' },
        'press',
      );
      const look = { kind: 'case-shown', at: '2026-03-06T09:00:00.000Z', by: 'U0BEN' } as const;
      await appendStepEvent(store.cases, 'case-1', look, 'look');
      expect(await store.cases.lastActivity('case-1')).toEqual({
        at: '2026-03-05T09:00:00.000Z',
        hasActiveHandoff: true,
      });
    });
  });
}
