import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerDueAt, reminderBatchEnd } from '../../src/domain/handoff-deadlines.ts';
import {
  calendarCase,
  createTestCalendars,
  localMinutes,
  WORKING_DAYS,
  weeklyHours,
} from '../builders/team-calendars.ts';
import { sampleSize } from '../sample-size.ts';

describe('the batch interval of reminders', () => {
  it.each([
    ['10:00:00.000', '10:15:00.000'],
    ['10:14:00.000', '10:15:00.000'],
    ['10:14:00.001', '10:30:00.000'],
    ['10:15:00.000', '10:30:00.000'],
    ['23:59:00.000', '24:00:00.000'],
  ])('that can still be joined at %s ends at %s', (at, end) => {
    const expected = end.startsWith('24') ? '2026-03-06T00:00:00.000Z' : `2026-03-05T${end}Z`;

    expect(reminderBatchEnd(new Date(`2026-03-05T${at}Z`)).toISOString()).toBe(expected);
  });
});

describe('the time by which Sales is expected to answer', () => {
  const calendar = createTestCalendars({
    sales: weeklyHours('UTC', { [WORKING_DAYS]: '09:00-17:00' }, ['2026-03-18']),
  });

  it.each([
    ['on a Friday', '2026-03-06T10:00', '2026-03-09T10:00'],
    ['on a Tuesday', '2026-03-03T16:30', '2026-03-04T16:30'],
    ['on a Saturday', '2026-03-07T10:00', '2026-03-10T09:00'],
    ['in the evening', '2026-03-03T20:00', '2026-03-05T09:00'],
    ['in the early morning', '2026-03-03T06:00', '2026-03-04T09:00'],
    ['before a holiday', '2026-03-17T10:00', '2026-03-19T10:00'],
    ['on a holiday', '2026-03-18T10:00', '2026-03-20T09:00'],
  ])('is 24 hours later for a request made %s, without days off', (_when, from, due) => {
    expect(answerDueAt(calendar, 'sales', new Date(`${from}:00.000Z`))).toBe(`${due}:00.000Z`);
  });

  it('is at least 24 hours later by the local clock, and exactly then if the team works at that time', () => {
    fc.assert(
      fc.property(calendarCase, ({ team, from, zone }) => {
        const anyTeam = createTestCalendars({ team });
        const opening = anyTeam.nextWorkingTime('team', from);
        const due = new Date(answerDueAt(anyTeam, 'team', from));
        const minutesLater = localMinutes(zone, +due) - localMinutes(zone, +opening);

        expect(anyTeam.isWorkingTime('team', due)).toBe(true);
        expect(answerDueAt(anyTeam, 'team', opening)).toBe(due.toISOString());
        expect(minutesLater).toBeGreaterThanOrEqual(24 * 60);
        const nextDay = new Date(+opening + 24 * 3_600_000);
        const isSameLocalTime = localMinutes(zone, +nextDay) - localMinutes(zone, +opening) === 24 * 60;
        if (isSameLocalTime && anyTeam.isWorkingTime('team', nextDay)) expect(due).toEqual(nextDay);
      }),
      { numRuns: sampleSize(500, 80) },
    );
  });
});
