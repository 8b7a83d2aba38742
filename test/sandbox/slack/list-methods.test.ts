import { afterEach, describe, expect, it } from 'vitest';
import { type LocalSlackFixture, slackErrorOf, startLocalSlackFixture } from './test-app.ts';

let fixture: LocalSlackFixture;
afterEach(() => fixture.close());

describe('lists', () => {
  it('are read page by page with a cursor', async () => {
    fixture = await startLocalSlackFixture();
    const { client } = fixture;
    const first = await client.users.list({ limit: 4 });
    const cursor = first.response_metadata?.next_cursor ?? '';
    const rest = await client.users.list({ limit: 100, cursor });

    expect(first.members).toHaveLength(4);
    expect(rest.response_metadata?.next_cursor).toBe('');
    const ids = [...(first.members ?? []), ...(rest.members ?? [])].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(expect.arrayContaining(['U0BOT', 'UANA', 'UOTTO']));
    expect(await slackErrorOf(client.users.list({ cursor: 'wrong' }))).toBe('invalid_cursor');
  });

  it('omit private channels that the app is not in, and archived ones when asked to', async () => {
    fixture = await startLocalSlackFixture();
    const { slack, client } = fixture;
    slack.addChannel({ id: 'CSECRET', name: 'secret', private: true, members: ['UANA'] });
    slack.archive('CRANDOM');
    const idsOf = async (args: { types?: string; exclude_archived?: boolean }) =>
      ((await client.conversations.list(args)).channels ?? []).map(({ id }) => id);

    expect(await idsOf({})).toContain('CRANDOM');
    expect(await idsOf({ exclude_archived: true })).not.toContain('CRANDOM');
    expect(await idsOf({ types: 'public_channel,private_channel' })).not.toContain('CSECRET');
    slack.invite('CSECRET', slack.botUserId);
    expect(await idsOf({ types: 'private_channel' })).toEqual(['CSECRET']);
  });
});

describe('reactions', () => {
  it('are added once, read and removed', async () => {
    fixture = await startLocalSlackFixture({
      scopes: ['reactions:write', 'reactions:read', 'channels:history'],
    });
    const { slack, client } = fixture;
    const timestamp = slack.postAsUser({ user: 'UANA', channel: 'CSALES', text: 'Hi' });
    const reaction = { channel: 'CSALES', timestamp, name: 'wave' };

    await client.reactions.add(reaction);
    expect(await slackErrorOf(client.reactions.add(reaction))).toBe('already_reacted');
    const { message } = await client.reactions.get({ channel: 'CSALES', timestamp });
    expect(message?.reactions).toEqual([{ name: 'wave', users: ['U0BOT'], count: 1 }]);
    await client.reactions.remove(reaction);
    expect(await slackErrorOf(client.reactions.remove(reaction))).toBe('no_reaction');
  });
});

describe('rate limits', () => {
  it('refuse calls beyond the tier of a method per minute, and of no other method', async () => {
    let now = 1_800_000_000_000;
    fixture = await startLocalSlackFixture({ hasRateLimits: true, now: () => now });
    const { client } = fixture;
    for (let call = 0; call < 20; call += 1) await client.users.list({});
    const list = () => slackErrorOf(client.apiCall('users.list'));

    const refused = fetch(`${fixture.slack.apiUrl}users.list`, {
      method: 'POST',
      headers: { authorization: `Bearer ${fixture.slack.botToken}` },
    });
    expect((await refused).status).toBe(429);
    expect((await refused).headers.get('retry-after')).toBe('60');
    expect(await slackErrorOf(client.users.info({ user: 'UANA' }))).toBe('ok');
    now += 60_001;
    expect(await list()).toBe('ok');
  });
});

describe('markdown_text', () => {
  it('is refused next to text, or beyond 12,000 characters', async () => {
    fixture = await startLocalSlackFixture();
    const { client } = fixture;
    const post = (more: object) => client.apiCall('chat.postMessage', { channel: 'CSALES', ...more });

    expect(await slackErrorOf(post({ markdown_text: '# Hi', text: 'Hi' }))).toBe('markdown_text_conflict');
    expect(await slackErrorOf(post({ markdown_text: 'x'.repeat(12_001) }))).toBe('msg_too_long');
    expect(await slackErrorOf(post({ markdown_text: '# Hi' }))).toBe('ok');
  });
});
