import { describe, expect, it } from 'vitest';
import { createClockJumpDetector } from '../../src/jobs/clock-jump-detector.ts';

const HOUR = 3_600_000;

describe('the clock jump detector', () => {
  it.each([
    ['a machine that slept for 30 days', 30 * 24 * HOUR],
    ['a clock set back by an hour', -HOUR],
    ['a clock set ahead by a day', 24 * HOUR],
  ])('logs %s once', (_, jump) => {
    let [at, monotonic] = [Date.parse('2026-03-02T09:00:00.000Z'), 5_000];
    const jumps: number[] = [];
    const look = createClockJumpDetector({
      now: () => new Date(at),
      monotonic: () => monotonic,
      onJump: (ms) => jumps.push(ms),
    });
    const pass = (ms: number) => {
      at += ms;
      monotonic += ms;
      look();
    };
    pass(10_000);
    at += jump;
    pass(10_000);
    pass(10_000);

    expect(jumps).toEqual([jump]);
  });

  it('ignores small corrections of the clock', () => {
    let at = 0;
    const look = createClockJumpDetector({ now: () => new Date(at), monotonic: () => 0, onJump: fail });
    for (let turn = 0; turn < 10; turn += 1) {
      at += 900;
      look();
    }
  });
});

function fail(): never {
  throw new Error('no jump');
}
