import { describe, expect, it } from 'vitest';
import { RetryLater, retryDelayMs } from '../../src/errors.ts';

const range = { initialDelayMs: 1_000, maxDelayMs: 300_000 };

describe('the retry delay', () => {
  it('doubles with each attempt, up to minutes', () => {
    const waits = [1, 2, 3, 4, 8, 9, 100, 5_000].map((attempts) =>
      retryDelayMs(new Error('no'), { attempts, random: 0, ...range }),
    );

    expect(waits).toEqual([2_000, 4_000, 8_000, 16_000, 256_000, 300_000, 300_000, 300_000]);
  });

  it('has jitter, so that failures are not all retried together', () => {
    const waits = [0, 0.5, 1].map((random) =>
      retryDelayMs(new Error('no'), { attempts: 3, random, ...range }),
    );

    expect(waits).toEqual([8_000, 6_000, 4_000]);
  });

  it('is never shorter than Retry-After', () => {
    const limited = new RetryLater('limited', 30_000);

    expect(retryDelayMs(limited, { attempts: 1, random: 1, ...range })).toBe(30_000);
    expect(retryDelayMs(limited, { attempts: 6, random: 0, ...range })).toBe(64_000);
  });
});
