import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Cases, Posts } from '../../src/ports.ts';
import { aCase } from './a-check.ts';
import type { Site } from './site.ts';
import { START } from './site.ts';

const KEY = 'case:1';
const intended = { key: KEY, channel: 'C0SUPPORT', thread: '1700000000.000100' };

export function postsContract(arrive: () => Promise<Site>): void {
  describe('remembers posts and', () => {
    let site: Site;
    let posts: Posts;
    let cases: Cases;
    beforeEach(async () => {
      site = await arrive();
      ({ posts, cases } = await site.open());
    });
    afterEach(() => site.leave());

    it('writes down what is meant before it is posted', async () => {
      const { post, isNew } = await posts.intend(intended);

      expect(isNew).toBe(true);
      expect(post).toEqual({ ...intended, ts: null, triedAt: null, intendedAt: START });
      expect(await posts.find(KEY)).toEqual(post);
    });

    it('knows the card of a case as soon as the case is written', async () => {
      const { place } = aCase('case-1');
      await cases.open(aCase('case-1'));
      const { post, isNew } = await posts.intend({ key: 'case:case-1', channel: 'C2', thread: null });

      expect(isNew).toBe(false);
      expect(post).toEqual({ key: 'case:case-1', ...place, ts: null, triedAt: null, intendedAt: START });
    });

    it('gives what was meant first when it is meant again', async () => {
      const { post } = await posts.intend(intended);
      site.clock.pass(5000);

      expect(await posts.intend({ key: KEY, channel: 'C2', thread: null })).toEqual({ post, isNew: false });
    });

    it('lets only one of many intend a thing first', async () => {
      const answers = await Promise.all(Array.from({ length: 10 }, () => posts.intend(intended)));

      expect(answers.filter(({ isNew }) => isNew)).toHaveLength(1);
    });

    it('keeps the first message that Slack is known to have', async () => {
      await posts.intend(intended);

      await posts.posted(KEY, '1700000001.000100');
      await posts.posted(KEY, '1700000001.000100');
      await posts.posted(KEY, '1700000002.000200');

      expect(await posts.find(KEY)).toMatchObject({ ts: '1700000001.000100' });
      expect(await posts.intend(intended)).toMatchObject({ post: { ts: '1700000001.000100' }, isNew: false });
    });

    it('moves what is not posted to another place, with the time it was first meant', async () => {
      await posts.intend(intended);
      site.clock.pass(5000);

      await posts.redirect(KEY, { channel: 'U0000ANA', thread: null });

      const moved = {
        key: KEY,
        channel: 'U0000ANA',
        thread: null,
        ts: null,
        triedAt: null,
        intendedAt: START,
      };
      expect(await posts.find(KEY)).toEqual(moved);
    });

    it('does not move what is posted', async () => {
      await posts.intend(intended);
      await posts.posted(KEY, '1700000001.000100');

      await posts.redirect(KEY, { channel: 'U0000ANA', thread: null });

      expect(await posts.find(KEY)).toMatchObject({ channel: 'C0SUPPORT', thread: intended.thread });
    });

    it('means anew what Slack lost, and knows the next message then', async () => {
      await posts.intend(intended);
      await posts.posted(KEY, '1700000001.000100');
      site.clock.pass(5000);

      await posts.lost(KEY, '1700000001.000100');
      const meantAnew = await posts.find(KEY);
      await posts.posted(KEY, '1700000006.000100');

      expect(meantAnew).toMatchObject({ ts: null, channel: 'C0SUPPORT', thread: intended.thread });
      expect(Date.parse(meantAnew?.intendedAt ?? '')).toBe(Date.parse(START) + 5000);
      expect(await posts.find(KEY)).toMatchObject({ ts: '1700000006.000100' });
    });

    it('does not lose another message than the one that is lost', async () => {
      await posts.intend(intended);
      await posts.posted(KEY, '1700000002.000200');

      await posts.lost(KEY, '1700000001.000100');

      expect(await posts.find(KEY)).toMatchObject({ ts: '1700000002.000200' });
    });

    it('remembers when Slack was last asked, until Slack says no', async () => {
      await posts.intend(intended);
      await posts.trying(KEY);
      site.clock.pass(5000);
      await posts.trying(KEY);
      const asked = site.clock.now().toISOString();

      expect(await posts.find(KEY)).toMatchObject({ triedAt: asked, ts: null, intendedAt: START });
      expect(await posts.intend(intended)).toMatchObject({ post: { triedAt: asked }, isNew: false });
      await posts.notTaken(KEY);

      expect(await posts.find(KEY)).toMatchObject({ triedAt: null, ts: null, intendedAt: START });
    });

    it('was never asked for another place, nor for what is meant anew', async () => {
      await posts.intend(intended);
      await posts.trying(KEY);
      await posts.redirect(KEY, { channel: 'U0000ANA', thread: null });
      expect(await posts.find(KEY)).toMatchObject({ triedAt: null });

      await posts.trying(KEY);
      await posts.posted(KEY, '1700000001.000100');
      expect(await posts.find(KEY)).toMatchObject({ triedAt: START });
      await posts.lost(KEY, '1700000001.000100');

      expect(await posts.find(KEY)).toMatchObject({ triedAt: null, ts: null });
    });

    it('does not doubt what Slack is known to have', async () => {
      await posts.intend(intended);
      await posts.trying(KEY);
      await posts.posted(KEY, '1700000001.000100');
      site.clock.pass(5000);

      await posts.notTaken(KEY);
      await posts.trying(KEY);

      expect(await posts.find(KEY)).toMatchObject({ triedAt: START, ts: '1700000001.000100' });
    });

    it('knows nothing of what nobody meant', async () => {
      expect(await posts.find(KEY)).toBeNull();
      await expect(posts.posted(KEY, '1.2')).rejects.toThrow(KEY);
      await expect(posts.redirect(KEY, { channel: 'C2', thread: null })).rejects.toThrow(KEY);
      await expect(posts.lost(KEY, '1.2')).rejects.toThrow(KEY);
      await expect(posts.trying(KEY)).rejects.toThrow(KEY);
      await expect(posts.notTaken(KEY)).rejects.toThrow(KEY);
    });
  });
}
