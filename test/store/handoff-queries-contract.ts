import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Handoff } from '../../src/domain/handoff.ts';
import type { HandoffEvent } from '../../src/domain/handoff-events.ts';
import { BOT_ACTOR, type HandoffContent } from '../../src/domain/handoff-state.ts';
import type { Handoffs, Store } from '../../src/ports/store.ts';
import { aFilledCase } from '../builders/filled-cases.ts';
import {
  aClaim,
  aFilledDraft,
  aHandoffEvent,
  aSubmittedEvent,
  createHandoffWriter,
} from '../builders/filled-handoffs.ts';
import type { DatabaseFixture } from './database-fixture.ts';
import { START_TIME } from './database-fixture.ts';

const idsOf = (found: readonly Handoff[]) => found.map(({ id }) => id);

/** Handoffs by what is known of them, and drafts. */
export function handoffQueriesContract(createFixture: () => Promise<DatabaseFixture>): void {
  describe('handoff queries', () => {
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

    it('lists the handoffs of a case in the order of submission', async () => {
      await store.cases.open(aFilledCase('case-2'));
      for (const id of ['b', 'c', 'a']) await submitted(id);
      await submitted('other', { caseId: 'case-2' });
      await happens(
        (await handoffs.find('b')) as Handoff,
        aHandoffEvent({ kind: 'withdrawn', reason: 'no' }),
      );

      expect(idsOf(await handoffs.listByCase('case-1'))).toEqual(['b', 'c', 'a']);
      expect(idsOf(await handoffs.listByCase('case-2'))).toEqual(['other']);
    });

    it("counts the case of a person's login check, and of none that the bot made on its own", async () => {
      const snapshot = { asOf: START_TIME, subscriptions: [], gap: 'account' } as const;
      const checked = { kind: 'login-checked', loginAllowed: false, snapshot } as const;
      const handoff = await submitted('h1');
      await happens(handoff, ...['U0000SAM', BOT_ACTOR].map((by) => aHandoffEvent(checked, { by })));

      const counted = await store.cases.countCasesByPerson(new Date(START_TIME), new Date('2100-01-01'));

      expect(counted).toEqual(['U0000ANA', 'U0000SAM'].map((by) => ({ by, cases: 1 })));
    });

    it('lists active and undelivered handoffs, and counts them by state', async () => {
      const after: Readonly<Record<string, readonly HandoffEvent[]>> = {
        sending: [],
        posted: [aHandoffEvent({ kind: 'posted' })],
        claimed: [aHandoffEvent({ kind: 'posted' }), aClaim('U0000SAM')],
        refused: [aHandoffEvent({ kind: 'delivery-failed', error: 'is_archived', outcomeUnknown: false })],
        again: [
          aHandoffEvent({ kind: 'delivery-failed', error: 'is_archived', outcomeUnknown: false }),
          aHandoffEvent(aSubmittedEvent({ channel: 'C0OTHER' }), { by: 'U0000BEN' }),
        ],
        lapsed: [
          aHandoffEvent({ kind: 'posted' }),
          aClaim('U0000SAM'),
          aHandoffEvent({ kind: 'claim-expired' }),
        ],
        'refused and over': [
          aHandoffEvent({ kind: 'delivery-failed', error: 'is_archived', outcomeUnknown: false }),
          aHandoffEvent({ kind: 'withdrawn', reason: 'no' }),
        ],
        done: [aHandoffEvent({ kind: 'done', outcome: 'other', note: null })],
        declined: [aHandoffEvent({ kind: 'declined', reason: 'no' })],
        withdrawn: [aHandoffEvent({ kind: 'withdrawn', reason: 'no' })],
      };
      for (const [id, events] of Object.entries(after)) await happens(await submitted(id), ...events);

      expect(idsOf(await handoffs.listActive({}))).toEqual([
        'sending',
        'posted',
        'claimed',
        'again',
        'lapsed',
      ]);
      expect(idsOf(await handoffs.listActive({ by: 'U0000BEN' }))).toEqual(['again']);
      expect(idsOf(await handoffs.listActive({ claimedBy: 'U0000SAM' }))).toEqual(['claimed']);
      expect(idsOf(await handoffs.listActive({ channel: 'C0OTHER' }))).toEqual(['again']);
      expect(await handoffs.countByState()).toEqual({
        open: 5,
        claimed: 1,
        done: 1,
        declined: 1,
        withdrawn: 2,
      });
      expect(idsOf(await handoffs.listUndelivered('U0000ANA'))).toEqual(['refused']);
      expect(await handoffs.listUndelivered('U0000BEN')).toEqual([]);
    });

    it('combines all filters, including the account', async () => {
      const { content } = aSubmittedEvent();
      const elsewhere: HandoffContent = { ...content, facts: { ...content.facts, accountNumber: 'A2' } };
      await submitted('one');
      await submitted('two', { submission: { content: elsewhere } });
      await submitted('three', { by: 'U0000BEN', submission: { content: elsewhere } });

      expect(idsOf(await handoffs.listActive({ account: 'A2' }))).toEqual(['two', 'three']);
      expect(idsOf(await handoffs.listActive({ account: 'A2', by: 'U0000BEN' }))).toEqual(['three']);
      expect(idsOf(await handoffs.listActive({ account: 'A2', channel: 'C0OTHER' }))).toEqual([]);
    });

    it('lists handoffs with an event at or after the given time', async () => {
      const later = '2026-03-02T09:00:00.001Z';
      for (const id of ['b', 'a', 'quiet']) await submitted(id);
      for (const id of ['a', 'b', 'b']) {
        await happens(
          (await handoffs.find(id)) as Handoff,
          aHandoffEvent({ kind: 'link-added', link: 'x', answerDueAt: null }, { at: later }),
        );
      }

      expect(idsOf(await handoffs.listChangedSince(new Date(START_TIME)))).toEqual(['b', 'a', 'quiet']);
      const since = await handoffs.listChangedSince(new Date(later));
      expect(idsOf(since)).toEqual(['b', 'a']);
      expect(since[0]?.events).toHaveLength(3);
      expect(await handoffs.listChangedSince(new Date('2026-03-02T09:00:00.002Z'))).toEqual([]);
    });

    it('returns a draft as it was last saved', async () => {
      const draft = aFilledDraft('draft-1', { removed: {} });
      await handoffs.saveDraft(aFilledDraft('draft-1', { by: 'U0000BEN', channel: 'C0OTHER', team: 'emea' }));
      await handoffs.saveDraft(aFilledDraft('draft-2', { by: 'U0000BEN' }));

      await handoffs.saveDraft(draft);

      expect(await handoffs.findDraft('draft-1')).toEqual(draft);
      expect(await handoffs.findDraft('draft-2')).toEqual(aFilledDraft('draft-2', { by: 'U0000BEN' }));
    });

    it("lists a person's drafts of a case, the last saved first", async () => {
      const [first, second] = ['2026-03-02T09:00:00.000Z', '2026-03-02T09:01:00.000Z'] as const;
      await store.cases.open(aFilledCase('case-2'));
      for (const draft of [
        aFilledDraft('older', { savedAt: first }),
        aFilledDraft('newer', { savedAt: second }),
        aFilledDraft('a-of-ben', { by: 'U0000BEN' }),
        aFilledDraft('elsewhere', { caseId: 'case-2' }),
        aFilledDraft('saved-again', { savedAt: first }),
        aFilledDraft('saved-again', { savedAt: '2026-03-02T09:02:00.000Z' }),
      ]) {
        await handoffs.saveDraft(draft);
      }

      const found = await handoffs.listDrafts('case-1', 'U0000ANA');
      expect(found.map(({ id }) => id)).toEqual(['saved-again', 'newer', 'older']);
      expect(found[1]).toEqual(aFilledDraft('newer', { savedAt: second }));
    });
  });
}
