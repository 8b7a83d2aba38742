import { describe, expect, it } from 'vitest';
import { DEFAULT_PREFERENCES, quietHoursEnd } from '../../src/domain/user-preferences.ts';

/** The end of the quiet hours, ISO 8601, UTC, to the minute; null outside quiet hours. */
function until(at: string, from: number, to: number, zone = 'UTC'): string | null {
  const wishes = { notifyBy: 'dm', quietHours: { from, to }, timeZone: zone } as const;
  return (
    quietHoursEnd(wishes, new Date(`${at}:00.000Z`))
      ?.toISOString()
      .slice(0, 16) ?? null
  );
}

describe('quiet hours', () => {
  it('have no end when they are not set', () => {
    expect(quietHoursEnd(DEFAULT_PREFERENCES, new Date('2026-03-05T03:00:00.000Z'))).toBeNull();
    expect(until('2026-03-05T12:00', 12, 12)).toBeNull();
  });

  it.each([
    ['2026-03-05T11:59', null],
    ['2026-03-05T12:00', '2026-03-05T14:00'],
    ['2026-03-05T13:59', '2026-03-05T14:00'],
    ['2026-03-05T14:00', null],
  ])('within a day start and end on the hour: %s', (at, expected) => {
    expect(until(at, 12, 14)).toBe(expected);
  });

  it.each([
    ['2026-03-05T17:59', null],
    ['2026-03-05T18:00', '2026-03-06T08:00'],
    ['2026-03-06T00:30', '2026-03-06T08:00'],
    ['2026-03-06T08:00', null],
  ])('may span midnight: %s', (at, expected) => {
    expect(until(at, 18, 8)).toBe(expected);
  });

  it.each([
    // 20:00 in New York in winter, 21:00 in summer.
    ['in winter', 'America/New_York', '2026-01-06T01:00', '2026-01-06T13:00'],
    ['in summer', 'America/New_York', '2026-07-07T01:00', '2026-07-07T12:00'],
    // In London, the night of 29 March is an hour shorter, that of 25 October an hour longer.
    ['when the clock goes forward', 'Europe/London', '2026-03-28T22:00', '2026-03-29T07:00'],
    ['when the clock goes back', 'Europe/London', '2026-10-24T20:00', '2026-10-25T08:00'],
  ])("are the person's own %s", (_when, zone, at, expected) => {
    expect(until(at, 18, 8, zone)).toBe(expected);
  });

  it('end on the local hour in a time zone with a half-hour offset', () => {
    // 08:00 in Kolkata.
    expect(until('2026-03-05T20:00', 18, 8, 'Asia/Kolkata')).toBe('2026-03-06T02:30');
  });
});
