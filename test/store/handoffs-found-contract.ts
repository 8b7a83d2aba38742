import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Handoff, HandoffEvent } from '../../src/domain/handoff.ts';
import type { Handoffs, Store } from '../../src/ports.ts';
import { aCase } from './a-check.ts';
import { aDraft, anEvent, aSubmission, claimedBy, writing } from './a-handoff.ts';
import type { Site } from './site.ts';
import { START } from './site.ts';

const idsOf = (found: readonly Handoff[]) => found.map(({ id }) => id);

/** Handoffs by what is known of them, and drafts. */
export function handoffsFoundContract(arrive: () => Promise<Site>): void {
  describe('finds handoffs and', () => {
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

    it('finds the handoffs of a case, in the order in which they began', async () => {
      await store.cases.open(aCase('case-2'));
      for (const id of ['b', 'c', 'a']) await submitted(id);
      await submitted('other', { caseId: 'case-2' });
      await happens((await handoffs.find('b')) as Handoff, anEvent({ kind: 'withdrawn', reason: 'no' }));

      expect(idsOf(await handoffs.ofCase('case-1'))).toEqual(['b', 'c', 'a']);
      expect(idsOf(await handoffs.ofCase('case-2'))).toEqual(['other']);
    });

    it('tells which Sales has or is about to have', async () => {
      const after: Readonly<Record<string, readonly HandoffEvent[]>> = {
        sending: [],
        posted: [anEvent({ kind: 'posted' })],
        claimed: [anEvent({ kind: 'posted' }), claimedBy('U0000SAM')],
        refused: [anEvent({ kind: 'refused', error: 'is_archived', unsure: false })],
        again: [
          anEvent({ kind: 'refused', error: 'is_archived', unsure: false }),
          anEvent(aSubmission({ channel: 'C0OTHER' }), { by: 'U0000BEN' }),
        ],
        lapsed: [anEvent({ kind: 'posted' }), claimedBy('U0000SAM'), anEvent({ kind: 'lapsed' })],
        'refused and over': [
          anEvent({ kind: 'refused', error: 'is_archived', unsure: false }),
          anEvent({ kind: 'withdrawn', reason: 'no' }),
        ],
        done: [anEvent({ kind: 'done', outcome: 'other', note: null })],
        declined: [anEvent({ kind: 'declined', reason: 'no' })],
        withdrawn: [anEvent({ kind: 'withdrawn', reason: 'no' })],
      };
      for (const [id, events] of Object.entries(after)) await happens(await submitted(id), ...events);

      expect(idsOf(await handoffs.live({}))).toEqual(['sending', 'posted', 'claimed', 'again', 'lapsed']);
      expect(idsOf(await handoffs.live({ by: 'U0000BEN' }))).toEqual(['again']);
      expect(idsOf(await handoffs.live({ claimedBy: 'U0000SAM' }))).toEqual(['claimed']);
      expect(idsOf(await handoffs.live({ channel: 'C0OTHER' }))).toEqual(['again']);
      expect(await handoffs.counts()).toEqual({ open: 5, claimed: 1, done: 1, declined: 1, withdrawn: 2 });
      expect(idsOf(await handoffs.refused('U0000ANA'))).toEqual(['refused']);
      expect(await handoffs.refused('U0000BEN')).toEqual([]);
    });

    it('narrows by everything that is asked for, account included', async () => {
      const { content } = aSubmission();
      const elsewhere = { ...content, facts: { ...content.facts, account: 'A2' } };
      await submitted('one');
      await submitted('two', { submission: { content: elsewhere } });
      await submitted('three', { by: 'U0000BEN', submission: { content: elsewhere } });

      expect(idsOf(await handoffs.live({ account: 'A2' }))).toEqual(['two', 'three']);
      expect(idsOf(await handoffs.live({ account: 'A2', by: 'U0000BEN' }))).toEqual(['three']);
      expect(idsOf(await handoffs.live({ account: 'A2', channel: 'C0OTHER' }))).toEqual([]);
    });

    it('tells to which something happened since a moment, that moment included', async () => {
      const later = '2026-03-02T09:00:00.001Z';
      for (const id of ['b', 'a', 'quiet']) await submitted(id);
      for (const id of ['a', 'b', 'b']) {
        await happens(
          (await handoffs.find(id)) as Handoff,
          anEvent({ kind: 'linked', link: 'x' }, { at: later }),
        );
      }

      expect(idsOf(await handoffs.since(new Date(START)))).toEqual(['b', 'a', 'quiet']);
      const since = await handoffs.since(new Date(later));
      expect(idsOf(since)).toEqual(['b', 'a']);
      expect(since[0]?.events).toHaveLength(3);
      expect(await handoffs.since(new Date('2026-03-02T09:00:00.002Z'))).toEqual([]);
    });

    it('keeps a draft to the letter, and the last of several', async () => {
      const draft = aDraft('draft-1', { removed: {} });
      await handoffs.saveDraft(aDraft('draft-1', { by: 'U0000BEN', channel: 'C0OTHER', team: 'emea' }));
      await handoffs.saveDraft(aDraft('draft-2', { by: 'U0000BEN' }));

      await handoffs.saveDraft(draft);

      expect(await handoffs.draft('draft-1')).toEqual(draft);
      expect(await handoffs.draft('draft-2')).toEqual(aDraft('draft-2', { by: 'U0000BEN' }));
    });

    it("finds one person's drafts of one case, the last saved first", async () => {
      const [first, second] = ['2026-03-02T09:00:00.000Z', '2026-03-02T09:01:00.000Z'] as const;
      await store.cases.open(aCase('case-2'));
      for (const draft of [
        aDraft('older', { savedAt: first }),
        aDraft('newer', { savedAt: second }),
        aDraft('a-of-ben', { by: 'U0000BEN' }),
        aDraft('elsewhere', { caseId: 'case-2' }),
        aDraft('saved-again', { savedAt: first }),
        aDraft('saved-again', { savedAt: '2026-03-02T09:02:00.000Z' }),
      ]) {
        await handoffs.saveDraft(draft);
      }

      const found = await handoffs.draftsOf('case-1', 'U0000ANA');
      expect(found.map(({ id }) => id)).toEqual(['saved-again', 'newer', 'older']);
      expect(found[1]).toEqual(aDraft('newer', { savedAt: second }));
    });
  });
}
