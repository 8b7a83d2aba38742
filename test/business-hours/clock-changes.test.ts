import { describe, expect, it } from 'vitest';
import { createTestCalendars, EVERY_DAY, WORKING_DAYS, weeklyHours } from '../builders/team-calendars.ts';

const at = (text: string) => new Date(`${text.replace(' ', 'T')}Z`);

const office = { [WORKING_DAYS]: '09:00-17:00' };
const always = { [EVERY_DAY]: '00:00-24:00' };
const calendars = createTestCalendars({
  london: weeklyHours('Europe/London', office),
  york: weeklyHours('America/New_York', office),
  'london-always': weeklyHours('Europe/London', always),
  'york-always': weeklyHours('America/New_York', always),
  howe: weeklyHours('Australia/Lord_Howe', always),
  santiago: weeklyHours('America/Santiago', always),
  kolkata: weeklyHours('Asia/Kolkata', always),
  'kolkata-office': weeklyHours('Asia/Kolkata', { [WORKING_DAYS]: '09:30-18:00' }),
  tokyo: weeklyHours('Asia/Tokyo', office),
  sunday: weeklyHours('Europe/London', { sun: '00:30-02:30' }),
  skipped: weeklyHours('Europe/London', { sun: '01:15-01:45' }),
  'half-skipped': weeklyHours('Europe/London', { sun: '00:45-01:20 01:40-02:30' }),
  twice: weeklyHours('Europe/London', { sun: '00:00-01:30' }),
  'york-night': weeklyHours('America/New_York', { sun: '01:30-02:30' }),
});

describe('a weekend with a clock change', () => {
  it.each([
    ['london in spring', 'london', '2026-03-27 16:00', '2026-03-30 09:00'],
    ['london in autumn', 'london', '2026-10-23 15:00', '2026-10-26 10:00'],
    ['york in spring', 'york', '2026-03-06 21:00', '2026-03-09 14:00'],
    ['york in autumn', 'york', '2026-10-30 20:00', '2026-11-02 15:00'],
    ['kolkata, which does not change', 'kolkata-office', '2026-03-27 11:30', '2026-03-30 05:00'],
    ['tokyo, which does not change', 'tokyo', '2026-10-23 07:00', '2026-10-26 01:00'],
  ])('does not affect office hours: %s', (_, team, from, to) => {
    expect(calendars.addBusinessHours(team, at(from), 2)).toEqual(at(to));
    expect(calendars.businessHoursBetween(team, at(from), at(to))).toBe(2);
  });

  it.each([
    ['london in spring', 'london', '2026-03-27 16:00', '2026-03-30 15:00'],
    ['london in autumn', 'london', '2026-10-23 15:00', '2026-10-26 16:00'],
    ['york in spring', 'york', '2026-03-06 21:00', '2026-03-09 20:00'],
    ['york in autumn', 'york', '2026-10-30 20:00', '2026-11-02 21:00'],
  ])('keeps the local time of the next working day: %s', (_, team, from, to) => {
    expect(calendars.addWorkingDays(team, at(from), 1)).toEqual(at(to));
  });

  it.each([
    ['london in spring', 'london', '2026-03-27 16:00', '2026-03-30 08:00'],
    ['london in autumn', 'london', '2026-10-23 15:00', '2026-10-26 09:00'],
    ['york in spring', 'york', '2026-03-06 21:00', '2026-03-09 13:00'],
    ['york in autumn', 'york', '2026-10-30 20:00', '2026-11-02 14:00'],
  ])('is followed by the next morning: %s', (_, team, from, to) => {
    expect(calendars.nextWorkingMorning(team, at(from))).toEqual(at(to));
  });
});

describe('a day with a clock change', () => {
  it.each([
    ['london in spring', 'london-always', '2026-03-29 00:00', '2026-03-29 23:00', 23],
    ['london in autumn', 'london-always', '2026-10-24 23:00', '2026-10-26 00:00', 25],
    ['york in spring', 'york-always', '2026-03-08 05:00', '2026-03-09 04:00', 23],
    ['york in autumn', 'york-always', '2026-11-01 04:00', '2026-11-02 05:00', 25],
    ['lord howe in spring, by half an hour', 'howe', '2026-10-03 13:30', '2026-10-04 13:00', 23.5],
    ['lord howe in autumn, by half an hour', 'howe', '2026-04-04 13:00', '2026-04-05 13:30', 24.5],
    ['santiago in spring, which skips midnight', 'santiago', '2026-09-06 04:00', '2026-09-07 03:00', 23],
    ['kolkata, which does not change', 'kolkata', '2026-03-28 18:30', '2026-03-29 18:30', 24],
  ])('has its real length for a team around the clock: %s', (_, team, from, to, hours) => {
    expect(calendars.businessHoursBetween(team, at(from), at(to))).toBe(hours);
    expect(calendars.addBusinessHours(team, at(from), hours)).toEqual(at(to));
    expect(calendars.nextWorkingMorning(team, at(from))).toEqual(at(to));
  });

  it('may be the previous day when the clock goes back at midnight', () => {
    expect(calendars.nextWorkingMorning('santiago', at('2026-04-04 15:00'))).toEqual(at('2026-04-05 04:00'));
    expect(calendars.nextWorkingMorning('santiago', at('2026-04-05 03:30'))).toEqual(at('2026-04-05 04:00'));
  });

  it.each([
    ['an hour less in spring', 'sunday', '2026-03-29', 1],
    ['an hour more in autumn', 'sunday', '2026-10-25', 3],
    ['nothing when all of it is skipped', 'skipped', '2026-03-29', 0],
    ['what is left around an hour that is skipped', 'half-skipped', '2026-03-29', 0.75],
    ['until the first of two closing times', 'twice', '2026-10-25', 1.5],
    ['from the first of two opening times', 'york-night', '2026-11-01', 2],
  ])('gives a span across the change %s', (_, team, day, hours) => {
    const midnight = at(`${day} 00:00`);
    const from = new Date(midnight.getTime() - 12 * 3_600_000);
    const to = new Date(midnight.getTime() + 36 * 3_600_000);

    expect(calendars.businessHoursBetween(team, from, to)).toBe(hours);
  });

  it('opens at the clock change when its opening time is skipped', () => {
    expect(calendars.nextWorkingTime('half-skipped', at('2026-03-29 00:59:59.999'))).toEqual(
      at('2026-03-29 00:59:59.999'),
    );
    expect(calendars.isWorkingTime('half-skipped', at('2026-03-29 01:00'))).toBe(true);
    expect(calendars.isWorkingTime('skipped', at('2026-03-29 01:00'))).toBe(false);
    expect(calendars.nextWorkingTime('skipped', at('2026-03-28 12:00'))).toEqual(at('2026-04-05 00:15'));
  });

  it('closes at the first occurrence of a repeated time', () => {
    expect(calendars.isWorkingTime('twice', at('2026-10-25 00:29:59.999'))).toBe(true);
    expect(calendars.isWorkingTime('twice', at('2026-10-25 00:30'))).toBe(false);
    expect(calendars.isWorkingTime('twice', at('2026-10-25 01:10'))).toBe(false);
  });

  it('moves a skipped local time to the clock change', () => {
    expect(calendars.addWorkingDays('london-always', at('2026-03-28 01:30'), 1)).toEqual(
      at('2026-03-29 01:00'),
    );
    expect(calendars.addWorkingDays('london-always', at('2026-10-24 00:30'), 1)).toEqual(
      at('2026-10-25 00:30'),
    );
  });
});
