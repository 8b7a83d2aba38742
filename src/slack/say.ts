import type { KnownBlock } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { NoAccess, NotTaken, RetryLater } from '../errors.ts';
import type { Posts } from '../ports.ts';
import { isResponseUrl, ResponseUrlRefused, UntrustedResponseUrl } from './response-url.ts';
import type { Failure } from './slack-error.ts';
import { failureOf } from './slack-error.ts';

/** Who asked, from where, and how to answer. */
export interface Origin {
  /** The request's key: the same answer is not said twice for it. */
  readonly key: string;
  readonly user: string;
  readonly channel: string | null;
  /** The message that a shortcut was used on, or its thread. */
  readonly thread: string | null;
  readonly responseUrl: string | null;
  readonly receivedAt: Date;
  /** The request came from a line that only this person sees, which our answer may replace. */
  readonly onEphemeral: boolean;
}

export interface Line {
  readonly text: string;
  readonly blocks?: KnownBlock[];
}

/** Slack takes answers at a response address for 30 minutes; a little less, because clocks differ. */
const RESPONSE_URL_MS = 29 * 60_000;
const RESPONSE_TIMEOUT_MS = 5_000;
/** How long to wait before saying something again that Slack did not take. */
const SAY_AGAIN_MS = 5_000;

export interface Voice {
  readonly client: WebClient;
  readonly posts: Posts;
  /** Web API base. */
  readonly slackApiUrl: string;
  now(): Date;
  onFault(what: string, error: unknown): void;
}

/** Returns the line as the body of an acknowledgement that only the requester sees. */
export function ephemeral(said: Line): Line & { readonly response_type: 'ephemeral' } {
  return { response_type: 'ephemeral', ...said };
}

/** Marks the line with this key as sent some other way, so that `say` does not send it again. */
export async function markSaid({ posts }: Voice, { key, user }: Pick<Origin, 'key' | 'user'>): Promise<void> {
  await posts.intend({ key: `say:${key}`, channel: user, thread: null });
  await posts.posted(`say:${key}`, 'said');
}

/**
 * Says one line to the person alone: at the place where they asked while Slack allows that, else in direct
 * messages. Said once per request; only when a process dies, or an answer is lost, in the moment of saying it may it
 * be said again. Throws `RetryLater` when the person could not be told yet; logs a reply that Slack refuses for good.
 */
export async function say(voice: Voice, origin: Origin, line: Line): Promise<void> {
  const key = `say:${origin.key}`;
  const { post } = await voice.posts.intend({ key, channel: origin.user, thread: null });
  if (post.ts !== null) return;
  const said = (await sayHere(voice, origin, line)) || (await sayInDirectMessages(voice, origin, line));
  await voice.posts.posted(key, said ? 'said' : 'refused');
}

async function sayHere(voice: Voice, origin: Origin, line: Line): Promise<boolean> {
  const { slackApiUrl, now, onFault } = voice;
  const { responseUrl, receivedAt, onEphemeral } = origin;
  if (!responseUrl || now().getTime() - receivedAt.getTime() > RESPONSE_URL_MS) return false;
  if (!isResponseUrl(responseUrl, slackApiUrl)) {
    onFault('response_url not used', new UntrustedResponseUrl());
    return false;
  }
  try {
    const response = await fetch(responseUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...line, response_type: 'ephemeral', replace_original: onEphemeral }),
      // A redirect counts as a refusal, because replies must go to Slack's hosts only.
      redirect: 'manual',
      signal: AbortSignal.timeout(RESPONSE_TIMEOUT_MS),
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
async function sayInDirectMessages(voice: Voice, { user }: Origin, line: Line): Promise<boolean> {
  try {
    await voice.client.chat.postMessage({ channel: user, ...line, unfurl_links: false });
    return true;
  } catch (error) {
    const failure = notSaid(failureOf(error), error);
    if (failure instanceof RetryLater) throw failure;
    voice.onFault('reply given up', failure);
    return false;
  }
}

/** Returns `RetryLater` when another attempt may succeed, else `NotTaken`, such as for a disabled account. */
function notSaid(failure: Failure, cause: unknown): Error {
  const { kind } = failure;
  if (kind === 'limited') return new RetryLater('slack is limiting us', failure.retryAfterMs, cause);
  if (kind === 'no-access') return new NoAccess('slack does not accept the token', SAY_AGAIN_MS, cause);
  const mayPass = kind === 'uncertain' || failure.error.startsWith('http_');
  if (mayPass) return new RetryLater('slack did not take the reply', SAY_AGAIN_MS, cause);
  return new NotTaken(failure.error);
}
