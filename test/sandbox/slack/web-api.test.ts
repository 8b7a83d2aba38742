import { WebClient } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LocalSlackFixture, SILENT_LOGGER, slackErrorOf, startLocalSlackFixture } from './test-app.ts';

let scene: LocalSlackFixture;
beforeEach(async () => {
  scene = await startLocalSlackFixture();
});
afterEach(() => scene.close());

const metadata = { event_type: 'reseller_case', event_payload: { case_id: 'k1' } };
const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } });

describe('posting', () => {
  it('keeps text, blocks and metadata', async () => {
    await scene.client.chat.postMessage({
      channel: 'CSALES',
      text: 'Hi',
      blocks: [section('*Hi*')],
      metadata,
    });

    const [message] = scene.slack.messages('CSALES');
    expect(message).toMatchObject({
      text: 'Hi',
      metadata,
      bot_id: scene.slack.botId,
      blocks: [section('*Hi*')],
    });
  });

  it('refuses only the block types that the workspace does not have', async () => {
    scene.slack.refusedBlocks.add('container');
    const container = {
      type: 'container',
      title: { type: 'plain_text', text: 'More' },
      child_blocks: [section('x')],
    };
    const post = (blocks: object[]) =>
      scene.client.chat.postMessage({ channel: 'CSALES', text: 'Hi', blocks: blocks as never });

    expect(await slackErrorOf(post([section('*Hi*'), container]))).toBe('invalid_blocks');
    await post([section('*Hi*')]);
    scene.slack.refusedBlocks.clear();
    await post([container]);
    expect(scene.slack.messages('CSALES')).toHaveLength(2);
  });

  it('opens direct messages for a user id', async () => {
    const { channel } = await scene.client.chat.postMessage({ channel: 'UANA', text: 'Hi' });

    expect(channel).toBe(scene.slack.channelOfDirectMessages('UANA'));
    expect(scene.slack.directMessages('UANA').messages).toHaveLength(1);
  });

  it.each([
    [{ channel: 'CNONE', text: 'x' }, 'channel_not_found'],
    [{ channel: 'UNONE', text: 'x' }, 'channel_not_found'],
    [{ channel: 'CRANDOM', text: 'x' }, 'not_in_channel'],
    [{ channel: 'CSECRET', text: 'x' }, 'channel_not_found'],
    [{ channel: 'COLD', text: 'x' }, 'is_archived'],
    [{ channel: 'CSALES', text: '' }, 'no_text'],
    [{ channel: 'CSALES', text: 'x'.repeat(40_001) }, 'msg_too_long'],
    [{ channel: 'CSALES', text: 'x', blocks: [section('')] }, 'invalid_blocks'],
    [{ channel: 'CSALES', text: 'x', metadata: { event_type: 'a' } as never }, 'invalid_metadata_format'],
    [
      { channel: 'CSALES', text: 'x', metadata: { ...metadata, event_payload: { a: 'x'.repeat(20_000) } } },
      'metadata_too_large',
    ],
    [{ channel: 'CSALES', text: 'x', thread_ts: '1.000001' }, 'thread_not_found'],
  ])('refuses %j with %s', async (args, expected) => {
    scene.slack.addChannel({ id: 'CSECRET', name: 'secret', private: true, members: ['UANA'] });
    scene.slack.addChannel({ id: 'COLD', name: 'old', archived: true, members: [scene.slack.botUserId] });

    expect(await slackErrorOf(scene.client.chat.postMessage(args))).toBe(expected);
    expect(scene.slack.messages('CSALES')).toEqual([]);
  });

  it('names the invalid block', async () => {
    const call = scene.client.chat.postMessage({ channel: 'CSALES', text: 'x', blocks: [section('')] });

    const error = (await call.catch((caught: unknown) => caught)) as { data: unknown };
    expect(JSON.stringify(error.data)).toContain('json-pointer:/blocks/0/text/text');
  });
});

describe('changing', () => {
  it('updates only what the app posted itself', async () => {
    const own = await scene.client.chat.postMessage({ channel: 'CSALES', text: 'old', metadata });
    const foreign = scene.slack.postAsUser({ user: 'UANA', channel: 'CSALES', text: 'mine' });

    await scene.client.chat.update({ channel: 'CSALES', ts: own.ts ?? '', text: 'new' });
    const refused = scene.client.chat.update({ channel: 'CSALES', ts: foreign, text: 'new' });
    const missing = scene.client.chat.update({ channel: 'CSALES', ts: '1.000001', text: 'new' });

    expect([await slackErrorOf(refused), await slackErrorOf(missing)]).toEqual([
      'cant_update_message',
      'message_not_found',
    ]);
    expect(scene.slack.messages('CSALES')[0]).toMatchObject({
      text: 'new',
      metadata,
      edited: { user: scene.slack.botUserId },
    });
  });

  it('cannot change an ephemeral message', async () => {
    const shown = await scene.client.chat.postEphemeral({ channel: 'CSALES', user: 'UANA', text: 'psst' });
    const change = scene.client.chat.update({ channel: 'CSALES', ts: shown.message_ts ?? '', text: 'new' });

    expect(await slackErrorOf(change)).toBe('message_not_found');
  });

  it('shows an ephemeral message to one member of the channel', async () => {
    await scene.client.chat.postEphemeral({ channel: 'CSALES', user: 'UANA', text: 'psst' });
    const toGuest = scene.client.chat.postEphemeral({ channel: 'CSALES', user: 'UGUEST', text: 'psst' });

    expect(await slackErrorOf(toGuest)).toBe('user_not_in_channel');
    expect(scene.slack.ephemerals({ user: 'UANA' })).toHaveLength(1);
    expect(scene.slack.ephemerals({ user: 'UBEN' })).toEqual([]);
    expect(scene.slack.messages('CSALES')).toEqual([]);
  });
});

describe('reading', () => {
  it('shows metadata only when asked for', async () => {
    const { ts = '' } = await scene.client.chat.postMessage({ channel: 'CSALES', text: 'x', metadata });

    const plain = await scene.client.conversations.history({ channel: 'CSALES' });
    const full = await scene.client.conversations.history({ channel: 'CSALES', include_all_metadata: true });
    const thread = await scene.client.conversations.replies({ channel: 'CSALES', ts });

    expect(plain.messages?.[0]?.metadata).toBeUndefined();
    expect(thread.messages?.[0]?.metadata).toBeUndefined();
    expect(full.messages?.[0]?.metadata).toMatchObject(metadata);
  });

  it('pages through history, newest first, without answers in threads', async () => {
    const root = scene.slack.postAsUser({ user: 'UANA', channel: 'CSALES', text: 'one' });
    scene.slack.postAsUser({ user: 'UBEN', channel: 'CSALES', text: 'answer', threadTs: root });
    scene.slack.postAsUser({ user: 'UANA', channel: 'CSALES', text: 'two' });

    const first = await scene.client.conversations.history({ channel: 'CSALES', limit: 1 });
    const cursor = first.response_metadata?.next_cursor ?? '';
    const second = await scene.client.conversations.history({ channel: 'CSALES', limit: 1, cursor });
    const thread = await scene.client.conversations.replies({ channel: 'CSALES', ts: root });

    expect([first.has_more, second.has_more]).toEqual([true, false]);
    expect([first.messages?.[0]?.text, second.messages?.[0]?.text]).toEqual(['two', 'one']);
    expect(second.messages?.[0]?.reply_count).toBe(1);
    expect(thread.messages?.map(({ text }) => text)).toEqual(['one', 'answer']);
  });

  it('excludes the bounds by default', async () => {
    const ts = scene.slack.postAsUser({ user: 'UANA', channel: 'CSALES', text: 'one' });

    const outside = await scene.client.conversations.history({ channel: 'CSALES', oldest: ts });
    const inside = await scene.client.conversations.history({
      channel: 'CSALES',
      oldest: ts,
      inclusive: true,
    });

    expect([outside.messages?.length, inside.messages?.length]).toEqual([0, 1]);
  });

  it('does not read channels without the bot', async () => {
    const history = scene.client.conversations.history({ channel: 'CRANDOM' });

    expect(await slackErrorOf(history)).toBe('not_in_channel');
  });

  it('distinguishes shared, private and joined channels', async () => {
    const [shared, random] = await Promise.all(
      ['CSHARED', 'CRANDOM'].map((channel) => scene.client.conversations.info({ channel })),
    );

    expect(shared?.channel).toMatchObject({ is_ext_shared: true, is_member: true, is_private: false });
    expect(random?.channel).toMatchObject({ is_ext_shared: false, is_member: false });
  });

  it('distinguishes guests and strangers from colleagues', async () => {
    const [guest, stranger, ana] = await Promise.all(
      ['UGUEST', 'UEXT', 'UANA'].map((user) => scene.client.users.info({ user })),
    );

    expect(guest?.user).toMatchObject({ is_restricted: true, is_ultra_restricted: true });
    expect(stranger?.user).toMatchObject({ is_stranger: true });
    expect(ana?.user).toMatchObject({ is_restricted: false, is_stranger: false, tz: 'Europe/Lisbon' });
  });

  it('finds members of user groups, and people by email address', async () => {
    scene.slack.scopes.add('users:read.email');
    const { users } = await scene.client.usergroups.users.list({ usergroup: 'SSUPPORT' });
    const { user } = await scene.client.users.lookupByEmail({ email: 'robin@sales.example' });

    expect(users).toEqual(['UANA', 'UBEN']);
    expect(user?.id).toBe('UROBIN');
    expect(await slackErrorOf(scene.client.usergroups.users.list({ usergroup: 'SNONE' }))).toBe(
      'no_such_subteam',
    );
    expect(await slackErrorOf(scene.client.users.lookupByEmail({ email: 'no@one.example' }))).toBe(
      'users_not_found',
    );
  });
});

describe('access', () => {
  it('requires the right token', async () => {
    const as = (token: string | undefined) =>
      slackErrorOf(
        new WebClient(token, {
          slackApiUrl: scene.slack.apiUrl,
          logger: SILENT_LOGGER,
          retryConfig: { retries: 0 },
        }).auth.test(),
      );

    expect(await as(undefined)).toBe('not_authed');
    expect(await as('xoxb-other')).toBe('invalid_auth');
    expect(await as(scene.slack.appToken)).toBe('not_allowed_token_type');
    expect(await as(scene.slack.botToken)).toBe('ok');
    expect(await slackErrorOf(scene.client.apiCall('chat.sing'))).toBe('unknown_method');
  });

  it('names the missing scope and the granted ones', async () => {
    scene.slack.scopes.delete('groups:read');
    scene.slack.addChannel({
      id: 'CSECRET',
      name: 'secret',
      private: true,
      members: [scene.slack.botUserId],
    });

    const error = await scene.client.conversations
      .info({ channel: 'CSECRET' })
      .catch((caught: unknown) => caught);
    const { response_metadata: about } = await scene.client.auth.test();

    expect(error).toMatchObject({ data: { error: 'missing_scope', needed: 'groups:read' } });
    expect(about?.scopes).toEqual([...scene.slack.scopes]);
  });
});

describe('faults', () => {
  const post = () => scene.client.chat.postMessage({ channel: 'CSALES', text: 'x' });

  it.each([
    [{ error: 'not_in_channel' }, 'not_in_channel'],
    [{ html: true as const }, 'Proxy'],
    [{ status: 500 }, '500'],
    [{ loseAnswer: true as const }, 'fetch failed'],
  ])('answers as %j says, once', async (fault, expected) => {
    scene.slack.fail('chat.postMessage', fault);

    expect(await slackErrorOf(post())).toContain(expected);
    expect(await slackErrorOf(post())).toBe('ok');
  });

  it('posts although the answer is lost', async () => {
    scene.slack.fail('*', { loseAnswer: true });
    await slackErrorOf(post());

    expect(scene.slack.messages('CSALES')).toHaveLength(1);
  });

  it('returns Retry-After with a rate limit', async () => {
    scene.slack.fail('chat.postMessage', { rateLimited: 7 });
    const { botToken, apiUrl } = scene.slack;
    const client = new WebClient(botToken, { slackApiUrl: apiUrl, rejectRateLimitedCalls: true });

    const error = await client.chat
      .postMessage({ channel: 'CSALES', text: 'x' })
      .catch((caught: unknown) => caught);

    expect(error).toMatchObject({ retryAfter: 7 });
    expect(scene.slack.messages('CSALES')).toEqual([]);
  });

  it('leaves a call hanging, and records it', async () => {
    scene.slack.fail('chat.postMessage', { hang: true });
    const { botToken, apiUrl } = scene.slack;
    const client = new WebClient(botToken, {
      slackApiUrl: apiUrl,
      logger: SILENT_LOGGER,
      timeout: 50,
      retryConfig: { retries: 0 },
    });

    await expect(client.chat.postMessage({ channel: 'CSALES', text: 'x' })).rejects.toThrow();

    expect(scene.slack.calls.at(-1)).toMatchObject({
      method: 'chat.postMessage',
      args: { channel: 'CSALES' },
    });
  });
});
