import { ErrorCode } from '@slack/web-api';

/** What a failed Web API call means for whoever made it. */
export type Failure =
  /** Slack will not have it there; another place may do. */
  | { readonly kind: 'place'; readonly error: string }
  /** Slack will not have it so; a shorter or plainer one may do. */
  | { readonly kind: 'content'; readonly error: string }
  /** The message to change is not there any more. */
  | { readonly kind: 'gone'; readonly error: string }
  /** The message to change is there, and stays as it is. */
  | { readonly kind: 'fixed'; readonly error: string }
  | { readonly kind: 'limited'; readonly retryAfterMs: number }
  /** Nobody knows whether Slack did it. */
  | { readonly kind: 'uncertain'; readonly error: string }
  | { readonly kind: 'other'; readonly error: string };

const PLACE = [
  'not_in_channel',
  'channel_not_found',
  'is_archived',
  'is_inactive',
  'restricted_action',
  'restricted_action_read_only_channel',
  'restricted_action_thread_only_channel',
  'restricted_action_thread_locked',
  'message_limit_exceeded',
  'thread_not_found',
  'cannot_reply_to_message',
];
const CONTENT = [
  'msg_too_long',
  'msg_blocks_too_long',
  'invalid_blocks',
  'invalid_blocks_format',
  'too_many_attachments',
  'metadata_too_large',
  'invalid_metadata_format',
  'no_text',
];
const GONE = ['message_not_found', 'message_deleted'];
const FIXED = ['cant_update_message', 'edit_window_closed'];
const UNCERTAIN = ['internal_error', 'fatal_error', 'service_unavailable', 'request_timeout'];

/** Reads an error of the Web API client by its code, since its classes differ between copies of the package. */
export function failureOf(error: unknown): Failure {
  const { code, data, retryAfter, statusCode } = (error ?? {}) as {
    code?: unknown;
    data?: { error?: unknown };
    retryAfter?: unknown;
    statusCode?: unknown;
  };
  if (code === ErrorCode.RateLimitedError)
    return { kind: 'limited', retryAfterMs: Number(retryAfter) * 1000 };
  if (code === ErrorCode.PlatformError) return platformFailure(String(data?.error));
  if (code === ErrorCode.HTTPError && Number(statusCode) < 500)
    return { kind: 'other', error: `http_${Number(statusCode)}` };
  return { kind: 'uncertain', error: error instanceof Error ? error.name : 'no_answer' };
}

function platformFailure(error: string): Failure {
  if (!/^[a-z0-9_]{1,60}$/.test(error)) return { kind: 'uncertain', error: 'not_slack' };
  if (PLACE.includes(error)) return { kind: 'place', error };
  if (CONTENT.includes(error)) return { kind: 'content', error };
  if (GONE.includes(error)) return { kind: 'gone', error };
  if (FIXED.includes(error)) return { kind: 'fixed', error };
  if (UNCERTAIN.includes(error)) return { kind: 'uncertain', error };
  if (error === 'ratelimited' || error === 'rate_limited') return { kind: 'limited', retryAfterMs: 1000 };
  return { kind: 'other', error };
}
