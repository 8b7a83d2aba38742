import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Handoff } from '../../src/domain/handoff.ts';
import type { HandoffEvent } from '../../src/domain/handoff-events.ts';
import type { HandoffChange, Handoffs, Store } from '../../src/ports/store.ts';
import { aFilledCase } from '../builders/filled-cases.ts';
import {
  aClaim,
  aHandoffEvent,
  aHandoffOutboxMessage,
  aKeyedEvent,
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

const CLAIM_EXPIRES_AT = '2026-03-05T09:00:00.000Z';

/** One of every kind that may follow a submission, with words in many alphabets. */
const EVENTS: readonly HandoffEvent[] = [
  aHandoffEvent({ kind: 'delivery-failed', error: 'not_in_channel', outcomeUnknown: true }, { by: 'bot' }),
  aHandoffEvent({ kind: 'post-missing', attemptedAt: START_TIME }),
  aHandoffEvent(aSubmittedEvent({ channel: 'C0OTHER', team: 'emea' })),
  aHandoffEvent({ kind: 'posted' }, { by: 'bot' }),
  aHandoffEvent({ kind: 'reminded', round: 1, batchAt: START_TIME }, { by: 'bot' }),
  aHandoffEvent({ kind: 'snoozed', until: CLAIM_EXPIRES_AT }),
  aClaim('U0000SAM'),
  aHandoffEvent({ kind: 'claim-expiring' }, { by: 'bot' }),
  aHandoffEvent({ kind: 'reconfirmed', until: CLAIM_EXPIRES_AT }, { by: 'U0000SAM' }),
  aHandoffEvent(
    { kind: 'question-asked', question: 'Wie viele "Sitze"? 🪑\u2028\u0000' },
    { by: 'U0000SAM' },
  ),
  aHandoffEvent({ kind: 'question-answered', answer: 'двадцать пять' }),
  aHandoffEvent({ kind: 'released' }, { by: 'U0000SAM' }),
  aClaim('U0000TOM'),
  aHandoffEvent({ kind: 'claim-expired' }, { by: 'bot' }),
  aHandoffEvent({ kind: 'link-added', link: 'https://chatter.example/0D5?x="é"', answerDueAt: null }),
  aHandoffEvent({ kind: 'done', outcome: 'quoted-direct', note: null }, { by: 'U0000TOM' }),
  aHandoffEvent({ kind: 'follow-up' }, { by: 'bot' }),
  aHandoffEvent({
    kind: 'login-checked',
    loginAllowed: true,
    snapshot: {
      asOf: START_TIME,
      subscriptions: [{ number: 'A-S00012345', verdict: 'direct', channel: 'Non-Reseller' }],
      gap: null,
    },
  }),
  aHandoffEvent({ kind: 'declined', reason: 'нет' }),
  aHandoffEvent({ kind: 'withdrawn', reason: '取り下げ' }),
  aHandoffEvent({ kind: 'erased' }, { by: 'bot' }),
];

/** Handoffs, and what one decision about one writes beside it. */
export function handoffsContract(createFixture: () => Promise<DatabaseFixture>): void {
  describe('handoffs', () => {
    let site: DatabaseFixture;
    let store: Store;
    let handoffs: Handoffs;
    let submitted: ReturnType<typeof createHandoffWriter>['submitted'];
    let happens: ReturnType<typeof createHandoffWriter>['happens'];
    beforeEach(async () => {
      site = await createFixture();
      store = await site.openStore();
      handoffs = store.handoffs;
      ({ submitted, happens } = createHandoffWriter(handoffs));
      await store.cases.open(aFilledCase('case-1'));
    });
    afterEach(() => site.close());

    it('returns every kind of event as it was written, in the order of writing', async () => {
      const handoff = await submitted('h1');

      const after = await happens(handoff, ...EVENTS);

      expect(after).toEqual({
        id: 'h1',
        caseId: 'case-1',
        events: [aHandoffEvent(aSubmittedEvent()), ...EVENTS],
      });
    });

    it('writes several events of one change in their order', async () => {
      const handoff = await submitted('h1');
      const [one, two] = [
        aHandoffEvent({ kind: 'link-added', link: 'one', answerDueAt: null }),
        aHandoffEvent({ kind: 'link-added', link: 'two', answerDueAt: null }),
      ];

      await handoffs.commit({ handoff, events: [aKeyedEvent('a', one), aKeyedEvent('b', two)] });

      expect((await handoffs.find('h1'))?.events.slice(1)).toEqual([one, two]);
      expect(await Promise.all(['a', 'b', 'c'].map((key) => handoffs.hasIdempotencyKey(key)))).toEqual([
        true,
        true,
        false,
      ]);
    });

    it('returns nothing when no handoff or draft was written', async () => {
      expect(await handoffs.find('h1')).toBeNull();
      expect(await handoffs.listByCase('case-1')).toEqual([]);
      expect(await handoffs.listActive({})).toEqual([]);
      expect(await handoffs.countByState()).toEqual({});
      expect(await handoffs.listChangedSince(site.clock.now())).toEqual([]);
      expect(await handoffs.findDraft('draft-1')).toBeNull();
      expect(await handoffs.listDrafts('case-1', 'U0000ANA')).toEqual([]);
    });

    it('writes messages, timers and step events in the same transaction', async () => {
      await store.timers.schedule([aTimer('stopped'), aTimer('moved')]);
      const act = {
        at: START_TIME,
        by: 'U0000ANA',
        kind: 'step-done' as const,
        stepId: 'handoff',
        value: null,
      };

      await submitted('h1', {
        messages: [aHandoffOutboxMessage(), aNoteOutboxMessage()],
        timers: [aTimer('claim-expiry', { kind: 'claim-expiry' }), aTimer('moved', { kind: 'claim-expiry' })],
        cancelTimers: ['stopped', 'unheard-of'],
        stepEvents: [{ stepEvent: act, idempotencyKey: 'act-1' }],
      });

      const taken = await store.outbox.claim(10);
      expect(taken).toEqual(
        [aHandoffOutboxMessage(), aNoteOutboxMessage()].map((each) => ({ ...each, version: 1, attempts: 1 })),
      );
      expect(await store.timers.claim(10, 'unclaimed-reminder')).toEqual([]);
      expect((await store.timers.claim(10, 'claim-expiry')).map(({ key }) => key)).toEqual([
        'moved',
        'claim-expiry',
      ]);
      expect((await store.cases.find('case-1'))?.events.slice(1)).toEqual([act]);
    });

    it('skips a step event whose key exists, and ignores later changes of the case', async () => {
      const act = { at: START_TIME, by: 'U1', kind: 'step-done' as const, stepId: 'one', value: null };
      await appendStepEvent(store.cases, 'case-1', act, 'act-1');

      await submitted('h1', { stepEvents: [{ stepEvent: { ...act, by: 'U2' }, idempotencyKey: 'act-1' }] });

      expect((await store.cases.find('case-1'))?.events.slice(1)).toEqual([act]);
    });

    it('returns "stale" when the case has changed since the step events were derived', async () => {
      const act = { at: START_TIME, by: 'U1', kind: 'step-done' as const, stepId: 'one', value: null };
      const stepEvents = [{ stepEvent: act, idempotencyKey: 'act-1' }];
      const known = (await store.cases.find('case-1'))?.events.length ?? 0;
      await appendStepEvent(store.cases, 'case-1', { ...act, stepId: 'two' }, 'act-2');

      const stale = await handoffs.commit(aSubmissionChange('h1', { stepEvents, caseEventCount: known }));

      expect(stale).toBe('stale');
      expect(await handoffs.find('h1')).toBeNull();
      expect(await handoffs.commit(aSubmissionChange('h1', { stepEvents, caseEventCount: known + 1 }))).toBe(
        'written',
      );
    });

    it('writes nothing when a part of the change is invalid', async () => {
      const nothing = null as unknown as string;
      const circle: Record<string, unknown> = {};
      circle['self'] = circle;
      await store.timers.schedule([aTimer('waiting')]);
      const testApp = aSubmissionChange('h1', {
        messages: [aHandoffOutboxMessage()],
        timers: [aTimer('new')],
        cancelTimers: ['waiting'],
        stepEvents: [
          {
            stepEvent: { at: START_TIME, by: 'U1', kind: 'override-approved', stepId: 'one' },
            idempotencyKey: 'act-1',
          },
        ],
      });
      const broken: readonly HandoffChange[] = [
        {
          ...testApp,
          events: [...testApp.events, aKeyedEvent('two', aHandoffEvent({ kind: 'posted' }, { by: nothing }))],
        },
        {
          ...testApp,
          events: [...testApp.events, aKeyedEvent('submit:h1', aHandoffEvent({ kind: 'posted' }))],
        },
        {
          ...testApp,
          messages: [aHandoffOutboxMessage(), aNoteOutboxMessage('circle', { payload: circle })],
        },
        { ...testApp, timers: [aTimer('new'), aTimer('no-time', { dueAt: nothing })] },
        {
          ...testApp,
          stepEvents: [
            {
              stepEvent: { at: nothing, by: 'U1', kind: 'override-approved', stepId: 'one' },
              idempotencyKey: 'act-2',
            },
          ],
        },
        { ...testApp, handoff: { ...testApp.handoff, caseId: 'nowhere' } },
      ];

      for (const change of broken) {
        await expect(handoffs.commit(change)).rejects.toThrow();

        expect(await handoffs.find('h1')).toBeNull();
        expect(await handoffs.hasIdempotencyKey('submit:h1')).toBe(false);
        expect(await handoffs.countByState()).toEqual({});
        expect(await store.outbox.countPending()).toBe(0);
        expect((await store.cases.find('case-1'))?.events).toHaveLength(1);
      }
      expect((await store.timers.claim(10, 'unclaimed-reminder')).map(({ key }) => key)).toEqual(['waiting']);
      expect(await handoffs.commit(testApp)).toBe('written');
    });

    it('throws when the first event is not a submission', async () => {
      const handoff = { id: 'h1', caseId: 'case-1', events: [] };

      await expect(
        handoffs.commit(anEventChange(handoff, 'k', aHandoffEvent({ kind: 'posted' }))),
      ).rejects.toThrow('h1');

      expect(await handoffs.find('h1')).toBeNull();
    });

    it('returns "duplicate" for known keys and changes nothing', async () => {
      const change = aSubmissionChange('h1', { messages: [aHandoffOutboxMessage()] });
      await handoffs.commit(change);
      const after = await happens((await handoffs.find('h1')) as Handoff, aClaim('U0000SAM'));

      expect(await handoffs.commit(change)).toBe('duplicate');
      expect(await handoffs.commit({ ...aSubmissionChange('h2'), events: change.events })).toBe('duplicate');

      expect(await handoffs.find('h1')).toEqual(after);
      expect(await handoffs.find('h2')).toBeNull();
      expect(await store.outbox.claim(10)).toMatchObject([{ version: 1 }]);
    });

    it('returns "stale" and writes nothing when the handoff has changed', async () => {
      const read = await submitted('h1');
      const after = await happens(read, aClaim('U0000SAM'));
      const late: HandoffChange = {
        ...anEventChange(read, 'late', aClaim('U0000TOM')),
        messages: [aHandoffOutboxMessage()],
        timers: [aTimer()],
      };

      expect(await handoffs.commit(late)).toBe('stale');

      expect(await handoffs.find('h1')).toEqual(after);
      expect(await handoffs.hasIdempotencyKey('late')).toBe(false);
      expect(await store.outbox.countPending()).toBe(0);
      expect(await store.timers.claim(10, 'unclaimed-reminder')).toEqual([]);
      expect(await handoffs.listActive({ claimedBy: 'U0000TOM' })).toEqual([]);
    });

    it('returns "stale" for an unknown handoff or a count of events that is too high', async () => {
      const read = await submitted('h1');
      const imagined = { ...read, events: [...read.events, aClaim('U0000SAM')] };

      expect(await handoffs.commit(anEventChange(imagined, 'a', aHandoffEvent({ kind: 'released' })))).toBe(
        'stale',
      );
      expect(await handoffs.commit(anEventChange({ ...read, id: 'h2' }, 'b', aClaim('U0000SAM')))).toBe(
        'stale',
      );
    });

    it('returns "stale" for a new handoff whose id is taken', async () => {
      const first = await submitted('h1');
      const { handoff, events } = aSubmissionChange('h1', { by: 'U0000BEN' });

      expect(await handoffs.commit({ handoff, events: [aKeyedEvent('other', events[0].event)] })).toBe(
        'stale',
      );
      expect(await handoffs.find('h1')).toEqual(first);
    });

    it('writes one of many simultaneous changes', async () => {
      const read = await submitted('h1');
      const people = Array.from({ length: 10 }, (_, index) => `U${index}`);

      const answers = await Promise.all(
        people.map((by) => handoffs.commit(anEventChange(read, by, aClaim(by)))),
      );

      expect(answers.toSorted()).toEqual([...Array.from({ length: 9 }, () => 'stale'), 'written']);
      expect((await handoffs.find('h1'))?.events).toHaveLength(2);
    });
  });
}
