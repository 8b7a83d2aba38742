import { expect, it } from '@jest/globals';
import { ErrorCode } from '@slack/web-api';
import { failureOf } from '../../src/slack/slack-error.ts';

const limitedFor = (retryAfter: number) =>
  Object.assign(new Error('limited'), { code: ErrorCode.RateLimitedError, retryAfter });

it.each([
  [1, 1_000],
  [30, 30_000],
  [3_600, 60_000],
])('A rate limit of %d s puts work off by %d ms, so that a long one is noticed to be over', (seconds, ms) => {
  expect(failureOf(limitedFor(seconds))).toEqual({ kind: 'limited', retryAfterMs: ms });
});
