import type { KnownBlock } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { plainText } from '../../domain/text-fragments.ts';
import type { UserError } from '../../errors.ts';
import { PermanentSlackError, RetryLater } from '../../errors.ts';
import type { Posts } from '../../ports/store.ts';
import type { SlackFailure } from '../web-api/slack-error.ts';
import { classifySlackError, isTemporaryFailure, toRetryLater } from '../web-api/slack-error.ts';

/** Who made a request, where, and how to reply. */
export interface RequestContext {
  /** The request's key. Only one reply is sent per key. */
  readonly key: string;
  readonly userId: string;
  readonly channelId: string | null;
  /** The thread to reply in: that of a typed message, or of the message of a shortcut. */
  readonly threadTs: string | null;
  readonly responseUrl: string | null;
  /** True for a message typed to the bot, which has no `response_url` and is answered where it was written. */
  readonly isTypedMessage: boolean;
  readonly receivedAt: Date;
  /** True when the button is on an ephemeral message, which the reply replaces. */
  readonly fromEphemeralMessage: boolean;
}

export interface Reply {
  readonly text: string;
  readonly blocks?: KnownBlock[];
  /** The same without customers' names, for direct messages, which keep replies that no erasure reaches. */
  readonly lasting?: { readonly text: string; readonly blocks?: KnownBlock[] };
}

/** A `response_url` is valid for 30 minutes. One minute less, because clocks differ. */
const RESPONSE_URL_TTL_MS = 29 * 60_000;
const RESPONSE_URL_TIMEOUT_MS = 5_000;
/** The delay before a failed reply is sent again. */
const REPLY_RETRY_MS = 5_000;

export interface Responder {
  readonly client: WebClient;
  readonly posts: Posts;
  /** Web API base. */
  readonly slackApiUrl: string;
  now(): Date;
  onFault(what: string, error: unknown): void;
  /** Logs a failure that changes nothing for the user. */
  onHarmlessFault(what: string, error: unknown): void;
}

/** Returns the body of an acknowledgement with a reply that only the requesting user sees. */
export function ephemeralReply(message: Reply): Reply & { readonly response_type: 'ephemeral' } {
  const { lasting: _, ...shown } = message;
  return { response_type: 'ephemeral', ...shown };
}

/** Records that the reply with this key was sent in another way, so that `reply` does not send it again. */
export async function markReplied(
  { posts }: Responder,
  { key, userId }: Pick<RequestContext, 'key' | 'userId'>,
): Promise<void> {
  await posts.recordIntent({ key: `reply:${key}`, channel: userId, thread: null });
  await posts.markPosted(`reply:${key}`, 'sent');
}

/**
 * Sends a reply that only the requesting user sees: to the `response_url` while it is valid, where a typed message was
 * written, else as a direct message.
 * Idempotent per request key; a reply is sent twice only when the process dies, or Slack's response is lost, while it is being
 * sent. Throws `RetryLater` when it could not be sent yet; logs a reply that Slack refuses for good.
 */
export async function reply(
  responder: Responder,
  requestContext: RequestContext,
  { lasting, ...message }: Reply,
): Promise<void> {
  const key = `reply:${requestContext.key}`;
  const { post } = await responder.posts.recordIntent({ key, channel: requestContext.userId, thread: null });
  if (post.ts !== null) return;
  const sent =
    (await replyToResponseUrl(responder, requestContext, message)) ||
    (await replyInThread(responder, requestContext, message)) ||
    (await replyInDirectMessage(responder, requestContext, lasting ?? message));
  await responder.posts.markPosted(key, sent ? 'sent' : 'refused');
}

/**
 * Deletes the ephemeral message whose button was pressed, or the reply that replaced it. Does nothing for any other request:
 * Slack doesn't delete what the acknowledgement of a command showed. A failure is only logged.
 */
export async function deleteEphemeral(responder: Responder, requestContext: RequestContext): Promise<void> {
  if (!requestContext.fromEphemeralMessage) return;
  const onFault = responder.onHarmlessFault;
  await postToResponseUrl({ ...responder, onFault }, requestContext, { delete_original: true });
}

function replyToResponseUrl(
  responder: Responder,
  requestContext: RequestContext,
  message: Reply,
): Promise<boolean> {
  return postToResponseUrl(responder, requestContext, {
    ...message,
    response_type: 'ephemeral',
    replace_original: requestContext.fromEphemeralMessage,
  });
}

/** Returns false when the `response_url` is missing, no longer valid, or does not accept the body. */
async function postToResponseUrl(
  { slackApiUrl, now, onFault }: Pick<Responder, 'slackApiUrl' | 'now' | 'onFault'>,
  { responseUrl, receivedAt }: RequestContext,
  body: Readonly<Record<string, unknown>>,
): Promise<boolean> {
  if (!responseUrl || now().getTime() - receivedAt.getTime() > RESPONSE_URL_TTL_MS) return false;
  if (!isResponseUrl(responseUrl, slackApiUrl)) {
    onFault('response_url not used', new UntrustedResponseUrl());
    return false;
  }
  try {
    const response = await fetch(responseUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      // A redirect counts as a refusal, because replies must go to Slack's hosts only.
      redirect: 'manual',
      signal: AbortSignal.timeout(RESPONSE_URL_TIMEOUT_MS),
    });
    await response.text();
    if (!response.ok) onFault('response_url refused the reply', new ResponseUrlRefused(response.status));
    return response.ok;
  } catch (error) {
    onFault('response_url not reached', error);
    return false;
  }
}

/** Replies to a mention in its channel, visible to the user only. Returns false for any other request, or when Slack refuses. */
async function replyInThread(
  { client, onFault }: Responder,
  { isTypedMessage, channelId: channel, threadTs, userId: user }: RequestContext,
  message: Reply,
): Promise<boolean> {
  if (!isTypedMessage || channel === null || channel.startsWith('D')) return false;
  const thread = threadTs === null ? {} : { thread_ts: threadTs };
  try {
    await client.chat.postEphemeral({ channel, user, ...thread, ...message });
    return true;
  } catch (error) {
    const failure = toReplyError(classifySlackError(error), error);
    if (failure instanceof RetryLater) throw failure;
    onFault('reply not possible in the channel', failure);
    return false;
  }
}

/** Returns false when Slack refuses the message for good. */
async function replyInDirectMessage(
  responder: Responder,
  { userId, channelId, threadTs }: RequestContext,
  message: Reply,
): Promise<boolean> {
  const isInThread = channelId?.startsWith('D') && threadTs !== null;
  try {
    await responder.client.chat.postMessage({
      channel: userId,
      ...(isInThread ? { thread_ts: threadTs } : {}),
      ...message,
      unfurl_links: false,
    });
    return true;
  } catch (error) {
    const failure = toReplyError(classifySlackError(error), error);
    if (failure instanceof RetryLater) throw failure;
    responder.onFault('reply abandoned', failure);
    return false;
  }
}

/** Returns `RetryLater` when another attempt may succeed, else `PermanentSlackError`, such as for a deactivated user. */
function toReplyError(failure: SlackFailure, cause: unknown): Error {
  if (isTemporaryFailure(failure))
    return toRetryLater(failure, { delayMs: REPLY_RETRY_MS, message: 'reply not accepted by Slack', cause });
  return new PermanentSlackError(failure.error);
}

/** Logs the reason when the sentence tells the user to contact the bot's owner, who then looks it up in the log. */
export function logOwnerReferral(log: { onReferredToOwner(error: UserError): void }, error: UserError): void {
  if (plainText(error.sentence).includes("bot's owner")) log.onReferredToOwner(error);
}

/** Hosts of `response_url`: commercial Slack and GovSlack. */
const SLACK_HOOK_HOSTS = ['hooks.slack.com', 'hooks.slack-gov.com'];

/** A request's `response_url` does not belong to Slack, so nothing is sent to it. */
export class UntrustedResponseUrl extends Error {
  override readonly name = 'UntrustedResponseUrl';

  constructor() {
    super('the response_url is not on a Slack host');
  }
}

/** The `response_url` answered with an HTTP error status or a redirect. */
export class ResponseUrlRefused extends Error {
  override readonly name = 'ResponseUrlRefused';
  readonly status: number;

  constructor(status: number) {
    super(`the response_url answered ${status}`);
    this.status = status;
  }
}

/** Returns true for an https URL on a Slack host, or a URL on the host of `slackApiUrl`, which tests replace. */
export function isResponseUrl(url: string, slackApiUrl: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, host, username, password, origin } = new URL(url);
  if (username !== '' || password !== '') return false;
  return (protocol === 'https:' && SLACK_HOOK_HOSTS.includes(host)) || origin === new URL(slackApiUrl).origin;
}
