import { ErrorCode } from '@slack/web-api';
import { expect, it } from 'vitest';
import { callOutcome, classifySlackError } from '../../../src/slack/web-api/slack-error.ts';

const limitedFor = (retryAfter: number) =>
  Object.assign(new Error('limited'), { code: ErrorCode.RateLimitedError, retryAfter });

it.each([
  [1, 1_000],
  [30, 30_000],
  [3_600, 60_000],
])('A rate limit of %d s postpones work by %d ms', (seconds, ms) => {
  expect(classifySlackError(limitedFor(seconds))).toEqual({ kind: 'rate-limited', retryAfterMs: ms });
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
