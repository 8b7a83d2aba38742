import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Case, StepEvent } from '../../src/domain/case.ts';
import type { Handoff } from '../../src/domain/handoff.ts';
import type { Store } from '../../src/ports/store.ts';
import { aFilledCase, aFilledCheck } from '../builders/filled-cases.ts';
import {
  aFilledDraft,
  aHandoffEvent,
  anEventChange,
  aSubmissionChange,
} from '../builders/filled-handoffs.ts';
import { caseAbout } from './cases-contract.ts';
import type { DatabaseFixture } from './database-fixture.ts';
import { openTwoStores, START_TIME } from './database-fixture.ts';

const KEY = 'case:1';

/** Several processes open cases and post messages on one database. */
export function sharedCasesContract(createFixture: () => Promise<DatabaseFixture>): void {
  describe('cases and posts shared by two processes', () => {
    let site: DatabaseFixture;
    let one: Store;
    let other: Store;
    beforeEach(async () => {
      site = await createFixture();
      [one, other] = await openTwoStores(site);
    });
    afterEach(() => site.close());

    it('opens one case when several people check a subscription at once', async () => {
      const race = async (ids: readonly string[]) => {
        const latest = await one.cases.findLatest('subscription A-S1');
        return Promise.all(
          ids.map((id, index) => (index % 2 ? other : one).cases.open(caseAbout(id, 'A-S1'), [], latest)),
        );
      };

      expect((await race(['a', 'b', 'c', 'd'])).toSorted()).toEqual(['new', 'stale', 'stale', 'stale']);
      expect((await race(['e', 'f'])).toSorted()).toEqual(['new', 'stale']);
      expect(await one.cases.listIdsByReference('subscription A-S1', 9)).toHaveLength(2);
      expect(await one.cases.find('b')).toEqual(await other.cases.find('b'));
    });

    it('lets one process attempt a post, and only if it knows the last attempt', async () => {
      const { post } = await one.posts.recordIntent({ key: KEY, channel: 'C0SUPPORT', thread: null });
      const race = (attemptedAt: string | null) =>
        Promise.all(
          [one, other, one, other].map(({ posts }) => posts.markAttempted({ ...post, attemptedAt })),
        );

      const first = await race(null);
      site.clock.advance(5000);
      const second = await race(START_TIME);

      expect(first.filter((at) => at !== null)).toEqual([START_TIME]);
      expect(second.filter((at) => at !== null)).toEqual([site.clock.now().toISOString()]);
    });

    it('rejects an attempt in a channel that the message was moved away from', async () => {
      const { post } = await one.posts.recordIntent({ key: KEY, channel: 'C0SUPPORT', thread: null });
      await other.posts.markAttempted(post);
      await other.posts.markRejected(KEY, START_TIME);
      await other.posts.changeLocation(KEY, { channel: 'C0EMEA', thread: null }, null);

      expect(await one.posts.markAttempted(post)).toBeNull();

      expect(await other.posts.markAttempted({ ...post, channel: 'C0EMEA' })).toBe(START_TIME);
    });

    it('appends one of several changes that are based on the same read', async () => {
      await one.cases.open(aFilledCase('case-1'));

      for (let round = 0; round < 10; round += 1) {
        const read = (await other.cases.find('case-1')) as Case;
        const answers = await Promise.all(
          [one, other, one, other].map((store, index) =>
            store.cases.appendIfUnchanged(read, [
              { stepEvent: aStepDone(`U${index}`), idempotencyKey: `${round}-${index}` },
            ]),
          ),
        );
        expect(answers.toSorted()).toEqual(['stale', 'stale', 'stale', 'written']);
      }

      expect((await one.cases.find('case-1'))?.events).toHaveLength(11);
    });

    it('erases what another process is writing at that moment', async () => {
      for (let round = 0; round < 10; round += 1) {
        const caseId = `case-${round}`;
        await one.cases.open(aFilledCase(caseId));
        await one.handoffs.commit(aSubmissionChange(`h-${round}`, { caseId }));
        const handoff = (await one.handoffs.find(`h-${round}`)) as Handoff;
        const note = aHandoffEvent({ kind: 'question-asked', question: 'about halden.example' });

        await Promise.all([
          other.cases.appendCheck(caseId, aFilledCheck(), `check-${round}`),
          other.handoffs.commit(anEventChange(handoff, `question-${round}`, note)),
          one.cases.erase(caseId, site.clock.now()),
          other.handoffs.commit(aSubmissionChange(`new-${round}`, { caseId })),
          other.handoffs.saveDraft(aFilledDraft(`draft-${round}`, { caseId })),
        ]);

        const left = [
          await one.cases.find(caseId),
          await one.handoffs.listByCase(caseId),
          await one.handoffs.listDrafts(caseId, 'U0000ANA'),
        ];
        expect(JSON.stringify(left)).not.toMatch(/halden|Møbler|quote for/);
      }
    });
  });
}

function aStepDone(by: string): StepEvent {
  return { at: START_TIME, by, kind: 'step-done', stepId: 'one', value: null };
}
