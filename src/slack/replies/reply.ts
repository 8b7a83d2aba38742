import type { KnownBlock } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { plainText } from '../../domain/text-fragments.ts';
import type { UserError } from '../../errors.ts';
import { PermanentSlackError, RetryLater, SlackAuthError } from '../../errors.ts';
import type { Posts } from '../../ports/store.ts';
import type { SlackFailure } from '../web-api/slack-error.ts';
import { classifySlackError } from '../web-api/slack-error.ts';
import { isResponseUrl, ResponseUrlRefused, UntrustedResponseUrl } from './response-url.ts';

/** Who asked, from where, and how to answer. */
export interface RequestContext {
  /** The request's key: the same answer is not said twice for it. */
  readonly key: string;
  readonly userId: string;
  readonly channelId: string | null;
  /** The message that a shortcut was used on, or its thread. */
  readonly threadTs: string | null;
  readonly responseUrl: string | null;
  readonly receivedAt: Date;
  /** The request came from a line that only this person sees, which our answer may replace. */
  readonly fromEphemeralMessage: boolean;
}

export interface Reply {
  readonly text: string;
  readonly blocks?: KnownBlock[];
}

/** Slack takes answers at a response address for 30 minutes; a little less, because clocks differ. */
const RESPONSE_URL_TTL_MS = 29 * 60_000;
const RESPONSE_URL_TIMEOUT_MS = 5_000;
/** How long to wait before saying something again that Slack did not take. */
const REPLY_RETRY_MS = 5_000;

export interface Responder {
  readonly client: WebClient;
  readonly posts: Posts;
  /** Web API base. */
  readonly slackApiUrl: string;
  now(): Date;
  onFault(what: string, error: unknown): void;
}

/** Returns the line as the body of an acknowledgement that only the requester sees. */
export function ephemeralReply(message: Reply): Reply & { readonly response_type: 'ephemeral' } {
  return { response_type: 'ephemeral', ...message };
}

/** Marks the line with this key as sent some other way, so that `say` does not send it again. */
export async function markReplied(
  { posts }: Responder,
  { key, userId }: Pick<RequestContext, 'key' | 'userId'>,
): Promise<void> {
  await posts.recordIntent({ key: `say:${key}`, channel: userId, thread: null });
  await posts.markPosted(`say:${key}`, 'said');
}

/**
 * Says one line to the person alone: at the place where they asked while Slack allows that, else in direct
 * messages. Said once per request; only when a process dies, or an answer is lost, in the moment of saying it may it
 * be said again. Throws `RetryLater` when the person could not be told yet; logs a reply that Slack refuses for good.
 */
export async function reply(
  responder: Responder,
  requestContext: RequestContext,
  message: Reply,
): Promise<void> {
  const key = `say:${requestContext.key}`;
  const { post } = await responder.posts.recordIntent({ key, channel: requestContext.userId, thread: null });
  if (post.ts !== null) return;
  const sent =
    (await replyToResponseUrl(responder, requestContext, message)) ||
    (await replyInDirectMessage(responder, requestContext, message));
  await responder.posts.markPosted(key, sent ? 'said' : 'refused');
}

async function replyToResponseUrl(
  responder: Responder,
  requestContext: RequestContext,
  message: Reply,
): Promise<boolean> {
  const { slackApiUrl, now, onFault } = responder;
  const { responseUrl, receivedAt, fromEphemeralMessage } = requestContext;
  if (!responseUrl || now().getTime() - receivedAt.getTime() > RESPONSE_URL_TTL_MS) return false;
  if (!isResponseUrl(responseUrl, slackApiUrl)) {
    onFault('response_url not used', new UntrustedResponseUrl());
    return false;
  }
  try {
    const response = await fetch(responseUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        ...message,
        response_type: 'ephemeral',
        replace_original: fromEphemeralMessage,
      }),
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

/** False when Slack refuses for good. */
async function replyInDirectMessage(
  responder: Responder,
  { userId }: RequestContext,
  message: Reply,
): Promise<boolean> {
  try {
    await responder.client.chat.postMessage({ channel: userId, ...message, unfurl_links: false });
    return true;
  } catch (error) {
    const failure = toReplyError(classifySlackError(error), error);
    if (failure instanceof RetryLater) throw failure;
    responder.onFault('reply given up', failure);
    return false;
  }
}

/** Returns `RetryLater` when another attempt may succeed, else `NotTaken`, such as for a disabled account. */
function toReplyError(failure: SlackFailure, cause: unknown): Error {
  const { kind } = failure;
  if (kind === 'limited') return new RetryLater('slack is limiting us', failure.retryAfterMs, cause);
  if (kind === 'no-access')
    return new SlackAuthError('slack does not accept the token', REPLY_RETRY_MS, cause);
  const mayPass = kind === 'uncertain' || failure.error.startsWith('http_');
  if (mayPass) return new RetryLater('slack did not take the reply', REPLY_RETRY_MS, cause);
  return new PermanentSlackError(failure.error);
}

/** Logs the reason when the sentence tells the user to contact the bot's owner, who then looks it up in the log. */
export function logOwnerReferral(log: { onReferredToOwner(error: UserError): void }, error: UserError): void {
  if (plainText(error.sentence).includes("bot's owner")) log.onReferredToOwner(error);
}
