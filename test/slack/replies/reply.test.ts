import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ErrorCode, type WebClient } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RetryLater, SlackAuthError } from '../../../src/errors.ts';
import type { Store } from '../../../src/ports/store.ts';
import type { RequestContext } from '../../../src/slack/replies/reply.ts';
import { deleteEphemeral, reply } from '../../../src/slack/replies/reply.ts';
import { openSqliteStore } from '../../../src/store/sqlite/sqlite-store.ts';

const now = () => new Date('2026-03-02T09:00:00.000Z');
const REPLY = { text: 'Not found.' };

let store: Store;
let faults: unknown[];
beforeEach(async () => {
  store = await openSqliteStore({ file: ':memory:', now });
  faults = [];
});
afterEach(() => store.close());

/** A request without a `response_url`, so that the reply goes to direct messages. */
const REQUEST_CONTEXT: RequestContext = {
  key: 'r1',
  userId: 'U0ANA',
  channelId: null,
  threadTs: null,
  responseUrl: null,
  isTypedMessage: false,
  receivedAt: now(),
  fromEphemeralMessage: false,
};

function responderFailingWith(error: Record<string, unknown>) {
  let calls = 0;
  const postMessage = async () => {
    calls += 1;
    throw Object.assign(new Error('no'), error);
  };
  const client = { chat: { postMessage } } as unknown as WebClient;
  const onFault = (_: string, fault: unknown) => void faults.push(fault);
  const responder = {
    client,
    posts: store.posts,
    slackApiUrl: 'https://slack.com/api/',
    now,
    onFault,
    onHarmlessFault: onFault,
  };
  return { responder, calls: () => calls };
}

const platform = (error: string) => ({ code: ErrorCode.PlatformError, data: { error } });

describe('A reply that Slack rejects', () => {
  it.each([
    'messages_tab_disabled',
    'channel_not_found',
    'is_archived',
    'user_not_found',
    'user_disabled',
    'cannot_dm_bot',
  ])('is abandoned at once and logged: %s', async (error) => {
    const { responder, calls } = responderFailingWith(platform(error));

    await reply(responder, REQUEST_CONTEXT, REPLY);
    await reply(responder, REQUEST_CONTEXT, REPLY);

    expect(calls()).toBe(1);
    expect(faults).toEqual([expect.objectContaining({ name: 'PermanentSlackError', slackError: error })]);
  });

  it.each([
    ['internal_error', platform('internal_error'), 5_000],
    ['no response', {}, 5_000],
    ['HTTP error of a proxy', { code: ErrorCode.HTTPError, statusCode: 403 }, 5_000],
    ['a rate limit', { code: ErrorCode.RateLimitedError, retryAfter: 30 }, 30_000],
  ])('is sent again later: %s', async (_, error, afterMs) => {
    await expect(reply(responderFailingWith(error).responder, REQUEST_CONTEXT, REPLY)).rejects.toMatchObject({
      name: 'RetryLater',
      afterMs,
    });
    await expect(reply(responderFailingWith(error).responder, REQUEST_CONTEXT, REPLY)).rejects.toBeInstanceOf(
      RetryLater,
    );
  });

  it.each(['invalid_auth', 'token_revoked', 'token_expired', 'account_inactive'])(
    'waits until Slack accepts the app again: %s',
    async (error) => {
      await expect(
        reply(responderFailingWith(platform(error)).responder, REQUEST_CONTEXT, REPLY),
      ).rejects.toBeInstanceOf(SlackAuthError);
    },
  );
});

describe('A response_url that refuses the reply', () => {
  it.each([
    ['answers with an error status', 500, { name: 'ResponseUrlRefused', status: 500 }],
    ['redirects', 302, { name: 'ResponseUrlRefused', status: 302 }],
    ['does not answer', null, { message: 'fetch failed' }],
  ])('logs the reason and sends a direct message when it %s', async (_, status, reason) => {
    const server = createServer((_request, response) => void response.writeHead(status ?? 200).end());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const closed = () => new Promise((resolve) => server.close(resolve));
    if (status === null) await closed();
    const { responder, calls } = responderFailingWith(platform('user_disabled'));

    await reply(
      { ...responder, slackApiUrl: `${origin}/api/` },
      { ...REQUEST_CONTEXT, responseUrl: `${origin}/r` },
      REPLY,
    );

    expect(calls()).toBe(1);
    expect(faults[0]).toMatchObject(reason);
    if (status !== null) await closed();
  });
});

describe('Deleting an ephemeral message', () => {
  async function deleteAt(status: number, fromEphemeralMessage: boolean): Promise<string[]> {
    const bodies: string[] = [];
    const server = createServer((request, response) => {
      request.setEncoding('utf8').on('data', (body: string) => bodies.push(body));
      request.on('end', () => response.writeHead(status).end());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { responder } = responderFailingWith(platform('user_disabled'));
    const responseUrl = `${origin}/r`;
    await deleteEphemeral(
      { ...responder, slackApiUrl: `${origin}/api/` },
      { ...REQUEST_CONTEXT, responseUrl, fromEphemeralMessage },
    );
    await new Promise((resolve) => server.close(resolve));
    return bodies;
  }

  it('asks Slack for nothing else', async () => {
    expect(await deleteAt(200, true)).toEqual(['{"delete_original":true}']);
    expect(faults).toEqual([]);
  });

  it('is only logged when Slack refuses it', async () => {
    await deleteAt(404, true);

    expect(faults).toMatchObject([{ name: 'ResponseUrlRefused', status: 404 }]);
  });

  it('is skipped for a command, whose message Slack does not delete', async () => {
    expect(await deleteAt(200, false)).toEqual([]);
  });
});
