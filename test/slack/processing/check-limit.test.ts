import { describe, expect, it } from 'vitest';
import { createCheckLimit } from '../../../src/slack/processing/check-limit.ts';

const MINUTE = 60_000;

function limit(checks = 3) {
  const clock = { at: 5 * MINUTE, now: () => clock.at };
  const { take, waitMs } = createCheckLimit({ checks, windowMs: 10 * MINUTE, clock });
  const made: string[] = [];
  const nextKey = () => `k${made.push('')}`;
  return {
    clock,
    take: (person = 'UANA', key = nextKey()) => take({ userId: person, requestKey: key }),
    look: (person = 'UANA', key = 'another') => waitMs({ userId: person, requestKey: key }),
  };
}

describe('The limit of checks per person', () => {
  it('allows the configured number within the window, then returns the wait', () => {
    const { take, clock } = limit();

    expect([take(), take(), take()]).toEqual([null, null, null]);
    clock.at += 4 * MINUTE;
    expect(take()).toBe(6 * MINUTE);
    clock.at += 6 * MINUTE;
    expect(take()).toBeNull();
  });

  it('slides: each check counts for the window that follows it', () => {
    const { take, clock } = limit();
    take();
    clock.at += 5 * MINUTE;
    expect([take(), take()]).toEqual([null, null]);
    clock.at += 5 * MINUTE;

    expect(take()).toBeNull();
    expect(take()).toBe(5 * MINUTE);
  });

  it('counts neither refused checks nor one request twice', () => {
    const { take, clock } = limit(1);

    expect([take('UANA', 'same'), take('UANA', 'same'), take(), take()]).toEqual([
      null,
      null,
      10 * MINUTE,
      10 * MINUTE,
    ]);
    clock.at += 10 * MINUTE;
    expect(take()).toBeNull();
  });

  it('counts each person separately', () => {
    const { take } = limit(1);

    expect([take('UANA'), take('UBEN'), take('UANA')]).toEqual([null, null, 10 * MINUTE]);
  });

  it('reports the wait without counting', () => {
    const { take, look } = limit(1);

    expect([look(), look(), take(), look()]).toEqual([null, null, null, 10 * MINUTE]);
  });
});
