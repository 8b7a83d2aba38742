import { ErrorCode } from '@slack/web-api';
import { expect, it } from 'vitest';
import { backOffMs } from '../../../src/slack/web-api/back-off.ts';

const lost = new Error('no answer');
const limited = (retryAfter: number) =>
  Object.assign(new Error('limited'), { code: ErrorCode.RateLimitedError, retryAfter });

it('doubles from half a second to half a minute, with a quarter of jitter', () => {
  const waits = [1, 2, 3, 4, 5, 6, 7, 8, 1_000];

  expect(waits.map((failures) => backOffMs(failures, lost, () => 0))).toEqual([
    500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000,
  ]);
  expect(backOffMs(1, lost, () => 1)).toBe(625);
});

it("is Slack's Retry-After, but never more than half a minute", () => {
  expect(backOffMs(1, limited(7))).toBe(7_000);
  expect(backOffMs(1, limited(3_600))).toBe(30_000);
  expect(backOffMs(1, limited(Number.NaN), () => 0)).toBe(500);
});
