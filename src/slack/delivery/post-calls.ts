import type { KnownBlock } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { PermanentSlackError, UserError } from '../../errors.ts';
import { cardNotPostedText } from '../../words/replies.ts';
import { fallbackText } from '../block-kit/fallback-text.ts';
import type { SlackFailure } from '../web-api/slack-error.ts';
import { classifySlackError, isTemporaryFailure, toRetryLater } from '../web-api/slack-error.ts';
import type { RenderedMessage } from './post-spec.ts';

/** `repostDelayMs` of case cards. */
export const CARD_REPOST_DELAY_MS = 2_000;

/** Returns the channel of the direct messages with a user; other channel ids are returned unchanged. */
export async function resolveChannelId(client: WebClient, channel: string): Promise<string> {
  if (!isUserId(channel)) return channel;
  const result = await tryCall(() => client.conversations.open({ users: channel }));
  if (!result.ok) throw toCardError(result.failure);
  return String(result.answer.channel?.id);
}

export function isUserId(channel: string): boolean {
  return /^[UW]/.test(channel);
}

type CallResult<T> =
  | { readonly ok: true; readonly answer: T }
  | { readonly ok: false; readonly failure: SlackFailure };

/** Makes a call; returns its classified failure instead of throwing. */
export async function tryCall<T>(call: () => Promise<T>): Promise<CallResult<T>> {
  try {
    return { ok: true, answer: await call() };
  } catch (error) {
    return { ok: false, failure: classifySlackError(error) };
  }
}

/** Returns the error for a message that may go to direct messages instead. */
export function toCardError(failure: SlackFailure): Error {
  if (isTemporaryFailure(failure)) return toRetryLater(failure, { delayMs: CARD_REPOST_DELAY_MS });
  return new UserError(cardNotPostedText(failure.error));
}

/** Returns the error for a message that belongs to one location: `PermanentSlackError` when a retry can't succeed. */
export function toFixedLocationError(failure: SlackFailure, outcomeUnknown = false): Error {
  if (isTemporaryFailure(failure)) return toCardError(failure);
  return new PermanentSlackError(failure.error, outcomeUnknown);
}

interface MessageContent {
  readonly text: string;
  readonly blocks: KnownBlock[];
}

/** Sends the message; while Slack refuses its content, without folded blocks, then as text only. */
export async function tryContents<T>(
  rendered: RenderedMessage,
  send: (content: MessageContent) => Promise<CallResult<T>>,
): Promise<CallResult<T>> {
  const { text, blocks, unfolded } = rendered;
  const result = await send({ text, blocks });
  const refusal = contentRefusalOf(result);
  if (refusal === null) return result;
  const unfoldedResult = unfolded ? await send({ text, blocks: unfolded.render() }) : result;
  if (unfolded && unfoldedResult.ok) unfolded.onAccepted(refusal);
  return contentRefusalOf(unfoldedResult) ? send({ text: fallbackText(blocks), blocks: [] }) : unfoldedResult;
}

/** Returns the failure when Slack refuses the content of a message, else null. */
function contentRefusalOf(result: CallResult<unknown>) {
  return !result.ok && result.failure.kind === 'content-refused' ? result.failure : null;
}
