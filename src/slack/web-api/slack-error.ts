import { ErrorCode } from '@slack/web-api';
import type { GapKind } from '../../domain/connector-result.ts';
import { RetryLater, SlackAuthError } from '../../errors.ts';

/** What a failed Web API call means for the caller. */
export type SlackFailure =
  /** The channel or thread refuses messages; another one may accept it. */
  | { readonly kind: 'location-refused'; readonly error: string }
  /** Slack refuses the content; shorter or plainer content may be accepted. */
  | { readonly kind: 'content-refused'; readonly error: string; readonly refusesContainers: boolean }
  /** The message to update does not exist. */
  | { readonly kind: 'message-missing'; readonly error: string }
  /** The message to update exists, but can't be changed. */
  | { readonly kind: 'not-editable'; readonly error: string }
  | { readonly kind: 'rate-limited'; readonly retryAfterMs: number }
  /** Slack refuses the app or its token; every call fails until an operator, or an admin of the workspace, has acted. */
  | { readonly kind: 'token-refused'; readonly error: string }
  /** The call was not executed, for a reason on the side of the workspace or the network that may pass. */
  | { readonly kind: 'unavailable'; readonly error: string }
  /** It is not known whether Slack executed the call. */
  | { readonly kind: 'outcome-unknown'; readonly error: string }
  | { readonly kind: 'other'; readonly error: string };

const LOCATION_REFUSED_CODES = [
  'not_in_channel',
  'channel_not_found',
  'is_archived',
  'is_inactive',
  'restricted_action',
  'restricted_action_read_only_channel',
  'restricted_action_thread_only_channel',
  'restricted_action_thread_locked',
  'thread_not_found',
  'cannot_reply_to_message',
];
const CONTENT_REFUSED_CODES = [
  'msg_too_long',
  'msg_blocks_too_long',
  'invalid_blocks',
  'invalid_blocks_format',
  'too_many_attachments',
  'metadata_too_large',
  'invalid_metadata_format',
  'no_text',
];
const MESSAGE_MISSING_CODES = ['message_not_found', 'message_deleted'];
const NOT_EDITABLE_CODES = ['cant_update_message', 'edit_window_closed'];
const TOKEN_REFUSED_CODES = [
  'invalid_auth',
  'not_authed',
  'token_expired',
  'token_revoked',
  'not_allowed_token_type',
  // The app was removed, disabled, or taken out of the workspace.
  'account_inactive',
  'user_removed_from_team',
  'team_access_not_granted',
  'team_disabled',
  'org_login_required',
  'two_factor_setup_required',
  // An allow-list of IP addresses does not contain the bot's.
  'accesslimited',
];
const UNAVAILABLE_CODES = [
  // Admins have withdrawn the encryption key, for a channel or a time.
  'ekm_access_denied',
  // The workspace is moving into an Enterprise organization.
  'team_added_to_org',
  'external_channel_migrating',
  // The workspace has sent too many messages.
  'message_limit_exceeded',
];
const OUTCOME_UNKNOWN_CODES = [
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
  'update_failed',
];

/** Slack's limits last seconds. The cap makes sure that a wrong or very long `Retry-After` is tried again within a minute. */
const MAX_RETRY_AFTER_MS = 60_000;

/** Classifies an error of the Web API client by its code, because its classes differ between copies of the package. */
export function classifySlackError(error: unknown): SlackFailure {
  const { code, data, retryAfter } = (error ?? {}) as {
    code?: unknown;
    data?: ErrorAnswer;
    retryAfter?: unknown;
  };
  if (code === ErrorCode.RateLimitedError)
    return { kind: 'rate-limited', retryAfterMs: Math.min(Number(retryAfter) * 1000, MAX_RETRY_AFTER_MS) };
  if (code === ErrorCode.PlatformError) return classifyPlatformError(data);
  // Also an HTTP status such as 403: Slack answers with 200 or 429, so a proxy has answered, perhaps after Slack.
  return { kind: 'outcome-unknown', error: error instanceof Error ? error.name : 'no_answer' };
}

/** The body of an answer with `ok: false`. */
interface ErrorAnswer {
  readonly error?: unknown;
  readonly response_metadata?: { readonly messages?: unknown };
}

function classifyPlatformError(answer: ErrorAnswer | undefined): SlackFailure {
  const error = String(answer?.error);
  if (!/^[a-z0-9_]{1,60}$/.test(error)) return { kind: 'outcome-unknown', error: 'not_slack' };
  if (LOCATION_REFUSED_CODES.includes(error)) return { kind: 'location-refused', error };
  if (CONTENT_REFUSED_CODES.includes(error))
    return {
      kind: 'content-refused',
      error,
      refusesContainers: messagesOf(answer).some((message) => /\bcontainer\b/.test(message)),
    };
  if (MESSAGE_MISSING_CODES.includes(error)) return { kind: 'message-missing', error };
  if (NOT_EDITABLE_CODES.includes(error)) return { kind: 'not-editable', error };
  if (TOKEN_REFUSED_CODES.includes(error)) return { kind: 'token-refused', error };
  if (UNAVAILABLE_CODES.includes(error)) return { kind: 'unavailable', error };
  if (OUTCOME_UNKNOWN_CODES.includes(error)) return { kind: 'outcome-unknown', error };
  if (error === 'ratelimited' || error === 'rate_limited')
    return { kind: 'rate-limited', retryAfterMs: 1000 };
  return { kind: 'other', error };
}

type TemporaryFailure = Extract<
  SlackFailure,
  { kind: 'rate-limited' | 'token-refused' | 'unavailable' | 'outcome-unknown' }
>;

/** Returns true when the same call may succeed later. */
export function isTemporaryFailure(failure: SlackFailure): failure is TemporaryFailure {
  return ['rate-limited', 'token-refused', 'unavailable', 'outcome-unknown'].includes(failure.kind);
}

/** Returns the error with which a call is tried again. `message`: Slack's error code by default. */
export function toRetryLater(
  failure: TemporaryFailure,
  {
    delayMs,
    message,
    cause,
  }: { readonly delayMs: number; readonly message?: string; readonly cause?: unknown },
): RetryLater {
  if (failure.kind === 'rate-limited') return new RetryLater('Slack rate limit', failure.retryAfterMs, cause);
  const code = `slack: ${failure.error}`;
  return failure.kind === 'token-refused'
    ? new SlackAuthError(code, delayMs, cause)
    : new RetryLater(message ?? code, delayMs, cause);
}

/** Returns the scopes that Slack says are missing, or null for any other error. */
export function missingScopes(error: unknown): string[] | null {
  const { data } = (error ?? {}) as { data?: { error?: unknown; needed?: unknown } };
  if (data?.error !== 'missing_scope') return null;
  return typeof data.needed === 'string' ? data.needed.split(',').map((scope) => scope.trim()) : [];
}

/** Error codes of Slack for a trigger id that is expired, used or unknown. */
const EXPIRED_TRIGGER_CODES = [
  'expired_trigger_id',
  'exchanged_trigger_id',
  'invalid_trigger_id',
  'expired_trigger',
  'exchanged_trigger',
  'invalid_trigger',
  'trigger_expired',
  'trigger_exchanged',
  'trigger_invalid',
];

/**
 * Returns true when a modal cannot be opened because its trigger id is expired, used or unknown. Slack also reports that
 * as `invalid_arguments` with a message such as "`trigger_id` expired [json-pointer:/trigger_id]".
 */
export function isExpiredTrigger(error: unknown): boolean {
  const { data } = (error ?? {}) as { data?: ErrorAnswer };
  if (EXPIRED_TRIGGER_CODES.includes(String(data?.error))) return true;
  if (data?.error !== 'invalid_arguments') return false;
  return messagesOf(data).some((message) => /\btrigger(_id)?\b/.test(message));
}

/** Returns what Slack says about the arguments that it refuses. */
function messagesOf(answer: ErrorAnswer | undefined): string[] {
  const messages = answer?.response_metadata?.messages;
  return Array.isArray(messages) ? messages.map(String) : [];
}

/** Returns true for errors that the bot handles itself, such as a channel that it can't see. */
export function isExpectedError(error: unknown): boolean {
  return (
    ['location-refused', 'message-missing', 'not-editable'].includes(classifySlackError(error).kind) ||
    isExpiredTrigger(error)
  );
}

/** Returns Slack's error code when it refuses the app or its token, else null. */
export function credentialErrorCode(error: unknown): string | null {
  const failure = classifySlackError(error);
  return failure.kind === 'token-refused' ? failure.error : null;
}

/** Returns one word for why a call failed: Slack's error code, `rate_limited`, or a network error code. */
export function failureReason(error: unknown): string {
  const failure = classifySlackError(error);
  if (failure.kind === 'rate-limited') return 'rate_limited';
  return (failure.kind === 'outcome-unknown' && networkErrorCode(error)) || failure.error;
}

/** Error names and codes that give no reason. */
const GENERIC_ERROR_NAME = /^(slack_\w+|Error|TypeError|WebAPI\w+|\w*\W.*)?$/;

/** Returns the code or name of the innermost cause, such as `ECONNREFUSED` or `TimeoutError`, or null. */
function networkErrorCode(error: unknown): string | null {
  let innermost: string | null = null;
  let current = error as
    | { code?: unknown; name?: unknown; cause?: unknown; statusCode?: unknown }
    | undefined;
  for (let depth = 0; typeof current === 'object' && current !== null && depth < 6; depth += 1) {
    if (typeof current.statusCode === 'number') return `http_${current.statusCode}`;
    const specificName = [current.code, current.name].find(
      (word) => typeof word === 'string' && !GENERIC_ERROR_NAME.test(word),
    );
    innermost = (specificName as string | undefined) ?? innermost;
    current = current.cause as typeof current;
  }
  return innermost;
}

/** Returns the value of the metrics' `outcome` label for a call. */
export function callOutcome(error: unknown): 'ok' | GapKind | 'other' {
  if (error === undefined) return 'ok';
  if (credentialErrorCode(error)) return 'unauthenticated';
  const { kind } = classifySlackError(error);
  if (kind === 'rate-limited') return 'rate-limited';
  if (kind === 'unavailable') return 'unavailable';
  if (kind === 'outcome-unknown') return /timeout/i.test(failureReason(error)) ? 'timeout' : 'unavailable';
  return 'other';
}
