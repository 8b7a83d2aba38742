import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Cases, Posts } from '../../src/ports/store.ts';
import { aFilledCase } from '../builders/filled-cases.ts';
import type { DatabaseFixture } from './database-fixture.ts';
import { START_TIME } from './database-fixture.ts';

const KEY = 'case:1';
const POST_SPEC = { key: KEY, channel: 'C0SUPPORT', thread: '1700000000.000100' };

export function postsContract(createFixture: () => Promise<DatabaseFixture>): void {
  describe('remembers posts and', () => {
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

    it('writes down what is meant before it is posted', async () => {
      const { post, isNew } = await posts.recordIntent(POST_SPEC);

      expect(isNew).toBe(true);
      expect(post).toEqual({ ...POST_SPEC, ts: null, attemptedAt: null, intendedAt: START_TIME });
      expect(await posts.find(KEY)).toEqual(post);
    });

    it('knows the card of a case as soon as the case is written', async () => {
      const { location } = aFilledCase('case-1');
      await cases.open(aFilledCase('case-1'));
      const { post, isNew } = await posts.recordIntent({ key: 'case:case-1', channel: 'C2', thread: null });

      expect(isNew).toBe(false);
      expect(post).toEqual({
        key: 'case:case-1',
        ...location,
        ts: null,
        attemptedAt: null,
        intendedAt: START_TIME,
      });
    });

    it('gives what was meant first when it is meant again', async () => {
      const { post } = await posts.recordIntent(POST_SPEC);
      site.clock.advance(5000);

      expect(await posts.recordIntent({ key: KEY, channel: 'C2', thread: null })).toEqual({
        post,
        isNew: false,
      });
    });

    it('lets only one of many intend a thing first', async () => {
      const answers = await Promise.all(Array.from({ length: 10 }, () => posts.recordIntent(POST_SPEC)));

      expect(answers.filter(({ isNew }) => isNew)).toHaveLength(1);
    });

    it('keeps the first message that Slack is known to have', async () => {
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

    it('moves what is not posted to another place, with the time it was first meant', async () => {
      await posts.recordIntent(POST_SPEC);
      site.clock.advance(5000);

      expect(await posts.changeLocation(KEY, { channel: 'U0000ANA', thread: null }, null)).toBe(true);

      const moved = {
        key: KEY,
        channel: 'U0000ANA',
        thread: null,
        ts: null,
        attemptedAt: null,
        intendedAt: START_TIME,
      };
      expect(await posts.find(KEY)).toEqual(moved);
    });

    it('does not move what is posted', async () => {
      await posts.recordIntent(POST_SPEC);
      await posts.markPosted(KEY, '1700000001.000100');

      expect(await posts.changeLocation(KEY, { channel: 'U0000ANA', thread: null }, null)).toBe(false);

      expect(await posts.find(KEY)).toMatchObject({ channel: 'C0SUPPORT', thread: POST_SPEC.thread });
    });

    it('means anew what Slack lost, and knows the next message then', async () => {
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

    it('does not lose another message than the one that is lost', async () => {
      await posts.recordIntent(POST_SPEC);
      await posts.markPosted(KEY, '1700000002.000200');

      await posts.markLost(KEY, '1700000001.000100');

      expect(await posts.find(KEY)).toMatchObject({ ts: '1700000002.000200' });
    });

    it('remembers when Slack was last asked, until Slack says no', async () => {
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

    it('leaves the attempt of another process alone when an earlier one is refused or moved', async () => {
      await posts.recordIntent(POST_SPEC);
      await markAttempted(null);
      site.clock.advance(5000);
      const later = await markAttempted(START_TIME);

      await posts.markRejected(KEY, START_TIME);
      const isMoved = await posts.changeLocation(KEY, { channel: 'U0000ANA', thread: null }, null);

      expect(isMoved).toBe(false);
      expect(await posts.find(KEY)).toMatchObject({ attemptedAt: later, channel: 'C0SUPPORT' });
    });

    it('was never asked for another place, nor for what is meant anew', async () => {
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

    it('does not doubt what Slack is known to have', async () => {
      await posts.recordIntent(POST_SPEC);
      await markAttempted(null);
      await posts.markPosted(KEY, '1700000001.000100');
      site.clock.advance(5000);

      await posts.markRejected(KEY, START_TIME);
      expect(await markAttempted(START_TIME)).toBeNull();

      expect(await posts.find(KEY)).toMatchObject({ attemptedAt: START_TIME, ts: '1700000001.000100' });
    });

    it('knows nothing of what nobody meant', async () => {
      expect(await posts.find(KEY)).toBeNull();
      await expect(posts.markPosted(KEY, '1.2')).rejects.toThrow(KEY);
      await expect(posts.changeLocation(KEY, { channel: 'C2', thread: null }, null)).rejects.toThrow(KEY);
      await expect(posts.markLost(KEY, '1.2')).rejects.toThrow(KEY);
      await expect(markAttempted(null)).rejects.toThrow(KEY);
      await expect(posts.markRejected(KEY, START_TIME)).rejects.toThrow(KEY);
    });
  });
}
