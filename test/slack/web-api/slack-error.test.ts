import { ErrorCode } from '@slack/web-api';
import { expect, it } from 'vitest';
import {
  callOutcome,
  classifySlackError,
  credentialErrorCode,
} from '../../../src/slack/web-api/slack-error.ts';

const limitedFor = (retryAfter: number) =>
  Object.assign(new Error('limited'), { code: ErrorCode.RateLimitedError, retryAfter });

it.each([
  [1, 1_000],
  [30, 30_000],
  [3_600, 60_000],
])('A rate limit of %d s postpones work by %d ms', (seconds, ms) => {
  expect(classifySlackError(limitedFor(seconds))).toEqual({ kind: 'rate-limited', retryAfterMs: ms });
});

const platformError = (error: string) =>
  Object.assign(new Error('refused'), { code: ErrorCode.PlatformError, data: { error } });

it.each([
  'invalid_auth',
  'account_inactive',
  'team_access_not_granted',
  'not_allowed_token_type',
  'accesslimited',
  'user_removed_from_team',
])('%s refuses the app or its token, so that everything waits', (code) => {
  expect(classifySlackError(platformError(code))).toEqual({ kind: 'token-refused', error: code });
  expect(credentialErrorCode(platformError(code))).toBe(code);
});

it.each(['ekm_access_denied', 'team_added_to_org', 'external_channel_migrating', 'message_limit_exceeded'])(
  '%s may pass, so that the message waits',
  (code) => {
    expect(classifySlackError(platformError(code))).toEqual({ kind: 'unavailable', error: code });
    expect(callOutcome(platformError(code))).toBe('unavailable');
  },
);

it.each([
  ['update_failed', platformError('update_failed')],
  ['status 403 of a proxy', Object.assign(new Error('no'), { code: ErrorCode.HTTPError, statusCode: 403 })],
])('%s does not say whether Slack executed the call', (_, error) => {
  expect(classifySlackError(error).kind).toBe('outcome-unknown');
});

it.each([
  ['ok', undefined],
  [
    'unauthenticated',
    Object.assign(new Error('refused'), { code: ErrorCode.PlatformError, data: { error: 'token_revoked' } }),
  ],
  ['rate-limited', limitedFor(1)],
  [
    'other',
    Object.assign(new Error('refused'), { code: ErrorCode.PlatformError, data: { error: 'not_in_channel' } }),
  ],
])('A call is measured with the outcome %s', (outcome, error) => {
  expect(callOutcome(error)).toBe(outcome);
});
