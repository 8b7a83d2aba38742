import { describe, expect, it } from 'vitest';
import { createTestCalendars, EVERY_DAY, WORKING_DAYS, weeklyHours } from '../builders/team-calendars.ts';

const calendars = createTestCalendars({
  support: weeklyHours('Europe/Lisbon', { [WORKING_DAYS]: '09:00-12:30 13:30-17:30' }),
  sales: weeklyHours('UTC', { [WORKING_DAYS]: '09:00-17:00' }, ['2026-01-14']),
  emea: weeklyHours('UTC', { [WORKING_DAYS]: '09:00-17:00' }),
  apac: weeklyHours('Asia/Kolkata', { [WORKING_DAYS]: '09:30-18:00' }),
  smb: weeklyHours('UTC', { [EVERY_DAY]: '00:00-24:00' }),
  late: weeklyHours('UTC', { 'thu fri': '09:00-17:00' }),
  off: weeklyHours('UTC', { 'mon tue': '09:00-17:00' }, [
    '2026-01-05',
    '2026-01-06',
    '2026-01-12',
    '2026-01-19',
  ]),
  rare: weeklyHours('UTC', { mon: '09:00-10:00' }),
});

/** A time in January 2026, UTC, which is Lisbon's local time. The 12th is a Monday. */
const jan = (text: string) => new Date(`2026-01-${text.replace(' ', 'T')}Z`);

describe('adding business hours', () => {
  it.each([
    ['within a day', 'emea', '12 10:00', 3, '12 13:00'],
    ['from before opening', 'emea', '12 06:00', 3, '12 12:00'],
    ['from after closing', 'emea', '12 17:30', 3, '13 12:00'],
    ['from opening', 'emea', '12 09:00', 3, '12 12:00'],
    ['from closing', 'emea', '12 17:00', 3, '13 12:00'],
    ['until closing, which is not yet the next morning', 'emea', '12 15:00', 2, '12 17:00'],
    ['over night', 'emea', '12 16:00', 2, '13 10:00'],
    ['over a weekend', 'emea', '16 16:00', 2, '19 10:00'],
    ['from a weekend', 'emea', '17 12:00', 2, '19 11:00'],
    ['over a break at noon', 'support', '12 12:00', 1, '12 14:00'],
    ['until a break', 'support', '12 12:00', 0.5, '12 12:30'],
    ['from a break', 'support', '12 13:00', 1, '12 14:30'],
    ['24 of them, which are three days of eight', 'emea', '14 10:00', 24, '19 10:00'],
    ['over a holiday', 'sales', '13 16:00', 2, '15 10:00'],
    ['where the holiday is of another team', 'emea', '13 16:00', 2, '14 10:00'],
    ['around the clock', 'smb', '16 16:00', 24, '17 16:00'],
    ['many of them', 'rare', '12 09:30', 1.5, '19 10:00'],
    ['a part of one, to the millisecond', 'emea', '12 10:00', 2.3, '12 12:18'],
    ['none, at work', 'emea', '12 10:00', 0, '12 10:00'],
    ['none, on a free day', 'emea', '17 10:00', 0, '19 09:00'],
    ['a zone that is half an hour off', 'apac', '12 12:00', 1, '13 04:30'],
    ['a team that has no hours of its own', 'amer', '13 16:00', 2, '15 10:00'],
    ['a team named like a part of every object', 'constructor', '13 16:00', 2, '15 10:00'],
  ])('%s', (_, team, from, hours, to) => {
    expect(calendars.addBusinessHours(team, jan(from), hours)).toEqual(jan(to));
  });
});

describe('business hours between two times', () => {
  it.each([
    ['in a day', 'emea', '12 10:00', '12 13:15', 3.25],
    ['in a day and before and after', 'emea', '12 00:00', '13 00:00', 8],
    ['in a night', 'emea', '12 17:00', '13 09:00', 0],
    ['in a week', 'emea', '11 00:00', '18 00:00', 40],
    ['in a week with a holiday', 'sales', '11 00:00', '18 00:00', 32],
    ['in a break', 'support', '12 12:00', '12 14:00', 1],
    ['in no time', 'emea', '12 10:00', '12 10:00', 0],
    ['from later to earlier', 'emea', '12 13:00', '12 10:00', 0],
    ['from one day back into another', 'emea', '13 10:00', '12 10:00', 0],
  ])('%s', (_, team, from, to, hours) => {
    expect(calendars.businessHoursBetween(team, jan(from), jan(to))).toBe(hours);
  });
});

describe('adding working days', () => {
  it.each([
    ['at the same time', 'emea', '12 10:17', 2, '14 10:17'],
    ['over a weekend', 'emea', '15 10:00', 2, '19 10:00'],
    ['from a weekend', 'emea', '17 10:00', 2, '20 10:00'],
    ['over a holiday', 'sales', '13 10:00', 2, '16 10:00'],
    ['before opening', 'emea', '12 06:00', 1, '13 09:00'],
    ['after closing', 'emea', '12 20:00', 1, '14 09:00'],
    ['at closing', 'emea', '12 17:00', 1, '14 09:00'],
    ['after closing, before a weekend', 'emea', '15 20:00', 1, '19 09:00'],
    ['in a break', 'support', '12 13:00', 1, '13 13:30'],
    ['none, at work', 'emea', '12 10:00', 0, '12 10:00'],
    ['none, after closing', 'emea', '12 20:00', 0, '13 09:00'],
    ['when the local day is already the next', 'apac', '12 20:00', 1, '14 04:00'],
  ])('%s', (_, team, from, days, to) => {
    expect(calendars.addWorkingDays(team, jan(from), days)).toEqual(jan(to));
  });
});

describe('open', () => {
  it.each([
    ['emea', '12 08:59', false],
    ['emea', '12 09:00', true],
    ['emea', '12 16:59', true],
    ['emea', '12 17:00', false],
    ['support', '12 12:30', false],
    ['support', '12 13:30', true],
    ['emea', '17 12:00', false],
    ['sales', '14 12:00', false],
    ['emea', '14 12:00', true],
    ['smb', '17 00:00', true],
    ['apac', '12 03:59', false],
    ['apac', '12 04:00', true],
  ])('%s on January %s: %s', (team, at, open) => {
    expect(calendars.isWorkingTime(team, jan(at))).toBe(open);
  });

  it.each([
    ['emea', '12 12:00', '12 12:00'],
    ['emea', '12 17:00', '13 09:00'],
    ['emea', '12 04:00', '12 09:00'],
    ['emea', '16 18:00', '19 09:00'],
    ['sales', '13 18:00', '15 09:00'],
    ['support', '12 12:45', '12 13:30'],
    ['smb', '17 23:59', '17 23:59'],
  ])('next: %s on January %s from %s on', (team, from, to) => {
    expect(calendars.nextWorkingTime(team, jan(from))).toEqual(jan(to));
  });

  it.each([
    ['emea', '12 04:00', '13 09:00'],
    ['emea', '12 12:00', '13 09:00'],
    ['emea', '16 12:00', '19 09:00'],
    ['sales', '13 12:00', '15 09:00'],
    ['smb', '12 12:00', '13 00:00'],
    ['apac', '12 18:29', '13 04:00'],
    ['apac', '12 18:30', '14 04:00'],
  ])('the next morning: %s on January %s from %s on', (team, from, to) => {
    expect(calendars.nextWorkingMorning(team, jan(from))).toEqual(jan(to));
  });
});

describe('the next week', () => {
  it.each([
    ['from a Monday', 'emea', '12 10:00', '19 09:00'],
    ['from a Monday before opening', 'emea', '12 00:00', '19 09:00'],
    ['from a Friday', 'emea', '16 20:00', '19 09:00'],
    ['from the end of a Sunday', 'emea', '18 23:59', '19 09:00'],
    ['of a team around the clock', 'smb', '14 12:00', '19 00:00'],
    ['of a team that begins late in it', 'late', '15 12:00', '22 09:00'],
    ['when its Monday is free', 'off', '15 12:00', '20 09:00'],
    ['when all of it is free', 'off', '04 12:00', '13 09:00'],
    ['where it is Sunday still', 'apac', '18 18:29', '19 04:00'],
    ['where it is Monday already', 'apac', '18 18:30', '26 04:00'],
  ])('%s', (_, team, from, to) => {
    expect(calendars.nextWorkingWeek(team, jan(from))).toEqual(jan(to));
  });
});

describe('a calendar', () => {
  it('returns the time zone of a team', () => {
    expect(['support', 'apac', 'nobody'].map((team) => calendars.timeZoneOf(team))).toEqual([
      'Europe/Lisbon',
      'Asia/Kolkata',
      'UTC',
    ]);
  });

  it('rejects an unknown time zone', () => {
    expect(() => createTestCalendars({ emea: weeklyHours('Mars/Olympus', { mon: '09:00-17:00' }) })).toThrow(
      'Mars/Olympus is not a time zone',
    );
  });

  it('rejects invalid dates and amounts', () => {
    const at = jan('12 12:00');

    expect(() => calendars.nextWorkingTime('emea', new Date('soon'))).toThrow(RangeError);
    expect(() => calendars.businessHoursBetween('emea', at, new Date('soon'))).toThrow(RangeError);
    for (const count of [-1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => calendars.addBusinessHours('emea', at, count)).toThrow(RangeError);
      expect(() => calendars.addWorkingDays('emea', at, count)).toThrow(RangeError);
    }
    expect(() => calendars.addWorkingDays('emea', at, 1.5)).toThrow(RangeError);
  });

  it('stops searching for a team that never works', () => {
    const idle = createTestCalendars({ emea: weeklyHours('UTC', {}) });
    const at = jan('12 12:00');

    for (const look of [
      () => idle.addBusinessHours('emea', at, 1),
      () => idle.addWorkingDays('emea', at, 1),
      () => idle.nextWorkingTime('emea', at),
      () => idle.isWorkingTime('emea', at),
      () => idle.nextWorkingMorning('emea', at),
      () => idle.nextWorkingWeek('emea', at),
    ]) {
      expect(look).toThrow('no working hours for more than a year');
    }
    expect(idle.businessHoursBetween('emea', at, new Date('2030-01-01'))).toBe(0);
  });

  it('counts over several years', () => {
    expect(calendars.addBusinessHours('rare', jan('12 09:00'), 100)).toEqual(new Date('2027-12-06T10:00Z'));
    expect(calendars.addWorkingDays('rare', jan('12 09:30'), 99)).toEqual(new Date('2027-12-06T09:30Z'));
    expect(calendars.businessHoursBetween('rare', jan('12 09:00'), new Date('2027-12-06T10:00Z'))).toBe(100);
  });

  it('finds the first working day after a long break', () => {
    const away = Array.from({ length: 50 }, (_, week) =>
      new Date(Date.UTC(2026, 0, 12 + week * 7)).toISOString().slice(0, 10),
    );
    const { nextWorkingTime } = createTestCalendars({
      rare: weeklyHours('UTC', { mon: '09:00-10:00' }, away),
    });

    expect(nextWorkingTime('rare', jan('06 12:00'))).toEqual(new Date('2026-12-28T09:00Z'));
  });
});
