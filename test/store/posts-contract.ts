import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Cases, Posts } from '../../src/ports/store.ts';
import { aFilledCase } from '../builders/filled-cases.ts';
import type { DatabaseFixture } from './database-fixture.ts';
import { START_TIME } from './database-fixture.ts';

const KEY = 'case:1';
const POST_SPEC = { key: KEY, channel: 'C0SUPPORT', thread: '1700000000.000100' };
const NEVER_ATTEMPTED = { attemptedAt: null, attemptAgeMs: null };

export function postsContract(createFixture: () => Promise<DatabaseFixture>): void {
  describe('posts', () => {
    let site: DatabaseFixture;
    let posts: Posts;
    let cases: Cases;
    beforeEach(async () => {
      site = await createFixture();
      ({ posts, cases } = await site.openStore());
    });
    afterEach(() => site.close());

    function markAttempted(attemptedAt: string | null, channel = POST_SPEC.channel): Promise<string | null> {
      return posts.markAttempted({ key: KEY, channel, attemptedAt });
    }

    it('records the intent before the message is posted', async () => {
      const { post, isNew } = await posts.recordIntent(POST_SPEC);

      expect(isNew).toBe(true);
      expect(post).toEqual({ ...POST_SPEC, ts: null, ...NEVER_ATTEMPTED, intendedAt: START_TIME });
      expect(await posts.find(KEY)).toEqual(post);
    });

    it("records the intent of a case's card with the case", async () => {
      const { location } = aFilledCase('case-1');
      await cases.open(aFilledCase('case-1'));
      const { post, isNew } = await posts.recordIntent({ key: 'case:case-1', channel: 'C2', thread: null });

      expect(isNew).toBe(false);
      expect(post).toEqual({
        key: 'case:case-1',
        ...location,
        ts: null,
        ...NEVER_ATTEMPTED,
        intendedAt: START_TIME,
      });
    });

    it('returns the first intent when one exists for the key', async () => {
      const { post } = await posts.recordIntent(POST_SPEC);
      site.clock.advance(5000);

      expect(await posts.recordIntent({ key: KEY, channel: 'C2', thread: null })).toEqual({
        post,
        isNew: false,
      });
    });

    it('returns isNew to one of many simultaneous callers', async () => {
      const answers = await Promise.all(Array.from({ length: 10 }, () => posts.recordIntent(POST_SPEC)));

      expect(answers.filter(({ isNew }) => isNew)).toHaveLength(1);
    });

    it('keeps the timestamp of the first message that was posted', async () => {
      await posts.recordIntent(POST_SPEC);

      await posts.markPosted(KEY, '1700000001.000100');
      await posts.markPosted(KEY, '1700000001.000100');
      await posts.markPosted(KEY, '1700000002.000200');

      expect(await posts.find(KEY)).toMatchObject({ ts: '1700000001.000100' });
      expect(await posts.recordIntent(POST_SPEC)).toMatchObject({
        post: { ts: '1700000001.000100' },
        isNew: false,
      });
    });

    it('moves an unposted message and keeps the time of its intent', async () => {
      await posts.recordIntent(POST_SPEC);
      site.clock.advance(5000);

      expect(await posts.changeLocation(KEY, { channel: 'U0000ANA', thread: null }, null)).toBe(true);

      const moved = {
        key: KEY,
        channel: 'U0000ANA',
        thread: null,
        ts: null,
        ...NEVER_ATTEMPTED,
        intendedAt: START_TIME,
      };
      expect(await posts.find(KEY)).toEqual(moved);
    });

    it('does not move a posted message', async () => {
      await posts.recordIntent(POST_SPEC);
      await posts.markPosted(KEY, '1700000001.000100');

      expect(await posts.changeLocation(KEY, { channel: 'U0000ANA', thread: null }, null)).toBe(false);

      expect(await posts.find(KEY)).toMatchObject({ channel: 'C0SUPPORT', thread: POST_SPEC.thread });
    });

    it('resets a lost post, so that it is posted again', async () => {
      await posts.recordIntent(POST_SPEC);
      await posts.markPosted(KEY, '1700000001.000100');
      site.clock.advance(5000);

      await posts.markLost(KEY, '1700000001.000100');
      const meantAnew = await posts.find(KEY);
      await posts.markPosted(KEY, '1700000006.000100');

      expect(meantAnew).toMatchObject({ ts: null, channel: 'C0SUPPORT', thread: POST_SPEC.thread });
      expect(Date.parse(meantAnew?.intendedAt ?? '')).toBe(Date.parse(START_TIME) + 5000);
      expect(await posts.find(KEY)).toMatchObject({ ts: '1700000006.000100' });
    });

    it('ignores markLost for another message', async () => {
      await posts.recordIntent(POST_SPEC);
      await posts.markPosted(KEY, '1700000002.000200');

      await posts.markLost(KEY, '1700000001.000100');

      expect(await posts.find(KEY)).toMatchObject({ ts: '1700000002.000200' });
    });

    it('keeps the time of the last attempt until Slack rejects it', async () => {
      await posts.recordIntent(POST_SPEC);
      const first = await markAttempted(null);
      site.clock.advance(5000);
      const asked = site.clock.now().toISOString();

      expect(await markAttempted(first)).toBe(asked);

      expect(await posts.find(KEY)).toMatchObject({ attemptedAt: asked, ts: null, intendedAt: START_TIME });
      expect(await posts.recordIntent(POST_SPEC)).toMatchObject({
        post: { attemptedAt: asked },
        isNew: false,
      });
      await posts.markRejected(KEY, asked);

      expect(await posts.find(KEY)).toMatchObject({ attemptedAt: null, ts: null, intendedAt: START_TIME });
    });

    it('measures how long ago the last attempt was', async () => {
      await posts.recordIntent(POST_SPEC);
      await markAttempted(null);

      const ages: unknown[] = [];
      for (const ms of [0, 5_000, -6_000]) {
        site.clock.advance(ms);
        ages.push(
          (await posts.find(KEY))?.attemptAgeMs,
          (await posts.recordIntent(POST_SPEC)).post.attemptAgeMs,
        );
      }

      expect(ages).toEqual([0, 0, 5_000, 5_000, -1_000, -1_000]);
    });

    it('keeps a newer attempt when an older one is rejected or moved', async () => {
      await posts.recordIntent(POST_SPEC);
      await markAttempted(null);
      site.clock.advance(5000);
      const later = await markAttempted(START_TIME);

      await posts.markRejected(KEY, START_TIME);
      const isMoved = await posts.changeLocation(KEY, { channel: 'U0000ANA', thread: null }, null);

      expect(isMoved).toBe(false);
      expect(await posts.find(KEY)).toMatchObject({ attemptedAt: later, channel: 'C0SUPPORT' });
    });

    it('clears attemptedAt when the message is moved or lost', async () => {
      await posts.recordIntent(POST_SPEC);
      await markAttempted(null);
      await posts.changeLocation(KEY, { channel: 'U0000ANA', thread: null }, START_TIME);
      expect(await posts.find(KEY)).toMatchObject({ attemptedAt: null });

      await markAttempted(null, 'U0000ANA');
      await posts.markPosted(KEY, '1700000001.000100');
      expect(await posts.find(KEY)).toMatchObject({ attemptedAt: START_TIME });
      await posts.markLost(KEY, '1700000001.000100');

      expect(await posts.find(KEY)).toMatchObject({ attemptedAt: null, ts: null });
    });

    it('neither rejects nor attempts again what has been posted', async () => {
      await posts.recordIntent(POST_SPEC);
      await markAttempted(null);
      await posts.markPosted(KEY, '1700000001.000100');
      site.clock.advance(5000);

      await posts.markRejected(KEY, START_TIME);
      expect(await markAttempted(START_TIME)).toBeNull();

      expect(await posts.find(KEY)).toMatchObject({ attemptedAt: START_TIME, ts: '1700000001.000100' });
    });

    it('throws when no intent was recorded', async () => {
      expect(await posts.find(KEY)).toBeNull();
      await expect(posts.markPosted(KEY, '1.2')).rejects.toThrow(KEY);
      await expect(posts.changeLocation(KEY, { channel: 'C2', thread: null }, null)).rejects.toThrow(KEY);
      await expect(posts.markLost(KEY, '1.2')).rejects.toThrow(KEY);
      await expect(markAttempted(null)).rejects.toThrow(KEY);
      await expect(posts.markRejected(KEY, START_TIME)).rejects.toThrow(KEY);
    });
  });
}
