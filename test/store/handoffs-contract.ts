import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Handoff, HandoffEvent } from '../../src/domain/handoff.ts';
import type { Change, Handoffs, Store } from '../../src/ports.ts';
import { aCase } from './a-check.ts';
import {
  aDrawing,
  anEvent,
  aSaying,
  aSubmission,
  aTimer,
  claimedBy,
  keyed,
  next,
  submitting,
  writing,
} from './a-handoff.ts';
import type { Site } from './site.ts';
import { START } from './site.ts';

const UNTIL = '2026-03-05T09:00:00.000Z';

/** One of every kind that may follow a submission, with words in many alphabets. */
const EVENTS: readonly HandoffEvent[] = [
  anEvent({ kind: 'refused', error: 'not_in_channel', unsure: true }, { by: 'bot' }),
  anEvent({ kind: 'not-there' }),
  anEvent(aSubmission({ channel: 'C0OTHER', team: 'emea' })),
  anEvent({ kind: 'posted' }, { by: 'bot' }),
  anEvent({ kind: 'reminded', round: 1, slot: START }, { by: 'bot' }),
  anEvent({ kind: 'snoozed', until: UNTIL }),
  claimedBy('U0000SAM'),
  anEvent({ kind: 'lapse-near' }, { by: 'bot' }),
  anEvent({ kind: 'reconfirmed', until: UNTIL }, { by: 'U0000SAM' }),
  anEvent({ kind: 'asked', question: 'Wie viele "Sitze"? 🪑\u2028\u0000' }, { by: 'U0000SAM' }),
  anEvent({ kind: 'answered', answer: 'двадцать пять' }),
  anEvent({ kind: 'released' }, { by: 'U0000SAM' }),
  claimedBy('U0000TOM'),
  anEvent({ kind: 'lapsed' }, { by: 'bot' }),
  anEvent({ kind: 'linked', link: 'https://chatter.example/0D5?x="é"' }),
  anEvent({ kind: 'done', outcome: 'quoted-direct', note: null }, { by: 'U0000TOM' }),
  anEvent({ kind: 'follow-up' }, { by: 'bot' }),
  anEvent({
    kind: 'watched',
    allowed: true,
    seen: {
      asOf: START,
      subscriptions: [{ number: 'A-S00012345', verdict: 'direct', channel: 'Non-Reseller' }],
      gap: null,
    },
  }),
  anEvent({ kind: 'declined', reason: 'нет' }),
  anEvent({ kind: 'withdrawn', reason: '取り下げ' }),
  anEvent({ kind: 'erased' }, { by: 'bot' }),
];

/** Handoffs, and what one decision about one writes beside it. */
export function handoffsContract(arrive: () => Promise<Site>): void {
  describe('keeps handoffs and', () => {
    let site: Site;
    let store: Store;
    let handoffs: Handoffs;
    let submitted: ReturnType<typeof writing>['submitted'];
    let happens: ReturnType<typeof writing>['happens'];
    beforeEach(async () => {
      site = await arrive();
      store = await site.open();
      handoffs = store.handoffs;
      ({ submitted, happens } = writing(handoffs));
      await store.cases.open(aCase('case-1'));
    });
    afterEach(() => site.leave());

    it('gives back every kind of event to the letter, in the order of writing', async () => {
      const handoff = await submitted('h1');

      const after = await happens(handoff, ...EVENTS);

      expect(after).toEqual({ id: 'h1', caseId: 'case-1', events: [anEvent(aSubmission()), ...EVENTS] });
    });

    it('writes several events of one decision in their order', async () => {
      const handoff = await submitted('h1');
      const [one, two] = [anEvent({ kind: 'linked', link: 'one' }), anEvent({ kind: 'linked', link: 'two' })];

      await handoffs.write({ handoff, events: [keyed('a', one), keyed('b', two)] });

      expect((await handoffs.find('h1'))?.events.slice(1)).toEqual([one, two]);
      expect(await Promise.all(['a', 'b', 'c'].map((key) => handoffs.knows(key)))).toEqual([
        true,
        true,
        false,
      ]);
    });

    it('knows nothing of a handoff or a draft that nobody wrote', async () => {
      expect(await handoffs.find('h1')).toBeNull();
      expect(await handoffs.ofCase('case-1')).toEqual([]);
      expect(await handoffs.live({})).toEqual([]);
      expect(await handoffs.counts()).toEqual({});
      expect(await handoffs.since(site.clock.now())).toEqual([]);
      expect(await handoffs.draft('draft-1')).toBeNull();
      expect(await handoffs.draftsOf('case-1', 'U0000ANA')).toEqual([]);
    });

    it('writes with the decision what is to be said, what is waited for and what it means for the case', async () => {
      await store.timers.set([aTimer('stopped'), aTimer('moved')]);
      const act = {
        at: START,
        by: 'U0000ANA',
        kind: 'step-done' as const,
        stepId: 'handoff',
        value: null,
      };

      await submitted('h1', {
        errands: [aDrawing(), aSaying()],
        timers: [aTimer('lapse', { kind: 'lapse' }), aTimer('moved', { kind: 'lapse' })],
        stop: ['stopped', 'unheard-of'],
        acts: [{ act, eventKey: 'act-1' }],
      });

      const taken = await store.outbox.take(10);
      expect(taken).toEqual([aDrawing(), aSaying()].map((each) => ({ ...each, version: 1, attempts: 1 })));
      expect(await store.timers.take('silence', 10)).toEqual([]);
      expect((await store.timers.take('lapse', 10)).map(({ key }) => key)).toEqual(['lapse', 'moved']);
      expect((await store.cases.find('case-1'))?.events.slice(1)).toEqual([act]);
    });

    it('takes no offence at an act that the case knows, nor at what happened to the case since', async () => {
      const act = { at: START, by: 'U1', kind: 'step-done' as const, stepId: 'one', value: null };
      await store.cases.addAct('case-1', act, 'act-1');

      await submitted('h1', { acts: [{ act: { ...act, by: 'U2' }, eventKey: 'act-1' }] });

      expect((await store.cases.find('case-1'))?.events.slice(1)).toEqual([act]);
    });

    it('writes nothing at all when a part of it cannot be written', async () => {
      const nothing = null as unknown as string;
      const circle: Record<string, unknown> = {};
      circle['self'] = circle;
      await store.timers.set([aTimer('waiting')]);
      const whole = submitting('h1', {
        errands: [aDrawing()],
        timers: [aTimer('new')],
        stop: ['waiting'],
        acts: [{ act: { at: START, by: 'U1', kind: 'override-agreed', stepId: 'one' }, eventKey: 'act-1' }],
      });
      const broken: readonly Change[] = [
        { ...whole, events: [...whole.events, keyed('two', anEvent({ kind: 'posted' }, { by: nothing }))] },
        { ...whole, events: [...whole.events, keyed('submit:h1', anEvent({ kind: 'posted' }))] },
        { ...whole, errands: [aDrawing(), aSaying('circle', { data: circle })] },
        { ...whole, timers: [aTimer('new'), aTimer('no-time', { dueAt: nothing })] },
        {
          ...whole,
          acts: [
            { act: { at: nothing, by: 'U1', kind: 'override-agreed', stepId: 'one' }, eventKey: 'act-2' },
          ],
        },
        { ...whole, handoff: { ...whole.handoff, caseId: 'nowhere' } },
      ];

      for (const change of broken) {
        await expect(handoffs.write(change)).rejects.toThrow();

        expect(await handoffs.find('h1')).toBeNull();
        expect(await handoffs.knows('submit:h1')).toBe(false);
        expect(await handoffs.counts()).toEqual({});
        expect(await store.outbox.pending()).toBe(0);
        expect((await store.cases.find('case-1'))?.events).toHaveLength(1);
      }
      expect((await store.timers.take('silence', 10)).map(({ key }) => key)).toEqual(['waiting']);
      expect(await handoffs.write(whole)).toBe('written');
    });

    it('refuses a handoff that does not begin with its submission', async () => {
      const handoff = { id: 'h1', caseId: 'case-1', events: [] };

      await expect(handoffs.write(next(handoff, 'k', anEvent({ kind: 'posted' })))).rejects.toThrow('h1');

      expect(await handoffs.find('h1')).toBeNull();
    });

    it('knows its own work again, whatever happened since, and leaves it as it is', async () => {
      const change = submitting('h1', { errands: [aDrawing()] });
      await handoffs.write(change);
      const after = await happens((await handoffs.find('h1')) as Handoff, claimedBy('U0000SAM'));

      expect(await handoffs.write(change)).toBe('known');
      expect(await handoffs.write({ ...submitting('h2'), events: change.events })).toBe('known');

      expect(await handoffs.find('h1')).toEqual(after);
      expect(await handoffs.find('h2')).toBeNull();
      expect(await store.outbox.take(10)).toMatchObject([{ version: 1 }]);
    });

    it('writes nothing of a decision on what has moved on', async () => {
      const read = await submitted('h1');
      const after = await happens(read, claimedBy('U0000SAM'));
      const late = {
        ...next(read, 'late', claimedBy('U0000TOM')),
        errands: [aDrawing()],
        timers: [aTimer()],
      };

      expect(await handoffs.write(late)).toBe('stale');

      expect(await handoffs.find('h1')).toEqual(after);
      expect(await handoffs.knows('late')).toBe(false);
      expect(await store.outbox.pending()).toBe(0);
      expect(await store.timers.take('silence', 10)).toEqual([]);
      expect(await handoffs.live({ claimedBy: 'U0000TOM' })).toEqual([]);
    });

    it('calls stale what claims more than ever happened, or is not there at all', async () => {
      const read = await submitted('h1');
      const imagined = { ...read, events: [...read.events, claimedBy('U0000SAM')] };

      expect(await handoffs.write(next(imagined, 'a', anEvent({ kind: 'released' })))).toBe('stale');
      expect(await handoffs.write(next({ ...read, id: 'h2' }, 'b', claimedBy('U0000SAM')))).toBe('stale');
    });

    it('calls stale a new handoff whose id is taken', async () => {
      const first = await submitted('h1');
      const { handoff, events } = submitting('h1', { by: 'U0000BEN' });

      expect(await handoffs.write({ handoff, events: [keyed('other', events[0].event)] })).toBe('stale');
      expect(await handoffs.find('h1')).toEqual(first);
    });

    it('lets one of many who decide at once be first', async () => {
      const read = await submitted('h1');
      const people = Array.from({ length: 10 }, (_, index) => `U${index}`);

      const answers = await Promise.all(people.map((by) => handoffs.write(next(read, by, claimedBy(by)))));

      expect(answers.toSorted()).toEqual([...Array.from({ length: 9 }, () => 'stale'), 'written']);
      expect((await handoffs.find('h1'))?.events).toHaveLength(2);
    });
  });
}
