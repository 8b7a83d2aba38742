import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { MOVED_CLOCK_URL } from '../../../scripts/sandbox/clock/movable-clock.ts';

const CLOCK_READER = fileURLToPath(new URL('./clock-reader.js', import.meta.url));
const DAY_MS = 86_400_000;

let child: ChildProcess;
afterEach(() => void child.kill());

interface Reading {
  readonly now: number;
  readonly made: number;
  readonly called: number;
  readonly formatted: string;
  readonly given: number;
  readonly parsed: number;
  readonly utc: number;
  readonly areDates: boolean[];
  readonly ofItsKind: number;
  readonly subclass: number;
}

/** Resolves once the process listens. */
function start(aheadMs?: number): Promise<unknown> {
  child = fork(CLOCK_READER, {
    execArgv: ['--import', MOVED_CLOCK_URL],
    env: aheadMs === undefined ? {} : { CLOCK_OFFSET_MS: String(aheadMs) },
  });
  return new Promise((resolve) => child.once('message', resolve));
}

/** Sends a message to the process and returns its next output. */
function ask(question: object): Promise<unknown> {
  return new Promise((resolve) => {
    child.once('message', resolve);
    child.send(question);
  });
}

const readClock = () => ask({ read: true }) as Promise<Reading>;

/** Returns how many days a time is ahead of this process, to the hundredth. */
const daysAhead = (time: number) => Math.round(((time - Date.now()) / DAY_MS) * 100) / 100;

describe('a process with a moved clock', () => {
  it("uses the machine's time by default", async () => {
    await start();

    expect(daysAhead((await readClock()).now)).toBeCloseTo(0);
  });

  it('starts with the given offset', async () => {
    await start(3 * DAY_MS);

    expect(daysAhead((await readClock()).now)).toBe(3);
  });

  it('returns the new time everywhere once it has confirmed it', async () => {
    await start();
    const confirmed = await ask({ clock: 30 * DAY_MS });
    const { now, made, called, formatted, subclass, ofItsKind } = await readClock();

    expect(confirmed).toEqual({ clock: 30 * DAY_MS });
    expect([now, made, subclass, ofItsKind].map(daysAhead)).toEqual([30, 30, 30, 30]);
    expect(daysAhead(called)).toBeCloseTo(30, 1);
    expect(formatted).toBe(new Intl.DateTimeFormat('en-CA', { timeZone: 'UTC' }).format(now));
  });

  it('leaves explicit dates unchanged', async () => {
    await start(DAY_MS);
    const { given, parsed, utc, areDates } = await readClock();

    expect([given, parsed, utc]).toEqual([5, 0, Date.UTC(2026, 10, 25)]);
    expect(areDates).toEqual([true, true, true, true]);
  });
});
