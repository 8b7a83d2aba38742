import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type TeamHours, WEEKDAYS } from '../../src/domain/business-calendar.ts';
import {
  calendarCase,
  createTestCalendars,
  localMinutes,
  MS_PER_DAY,
  MS_PER_HOUR,
} from '../builders/team-calendars.ts';
import { sampleSize } from '../sample-size.ts';

const RUNS = { numRuns: sampleSize(500, 80) };
const MINUTE = 60_000;
const hoursCount = fc.oneof(fc.integer({ min: 0, max: 60 }), fc.double({ min: 0, max: 60, noNaN: true }));
const daysCount = fc.integer({ min: 0, max: 15 });

/** Counts open minutes by stepping through the clock. Repeated local times do not open a team again. */
function minutesWatched({ timeZone, hours, holidays }: TeamHours, from: number, to: number): number {
  let shown = localMinutes(timeZone, from - MS_PER_DAY);
  let open = 0;
  for (let moment = from - 3 * MS_PER_HOUR; moment < to; moment += MINUTE) {
    shown = Math.max(shown, localMinutes(timeZone, moment));
    const date = new Date(shown * MINUTE);
    const weekday = WEEKDAYS[(date.getUTCDay() + 6) % 7] ?? 'mon';
    const free = holidays.includes(date.toISOString().slice(0, 10));
    const ofDay = shown % 1440;
    const isOpen =
      !free &&
      hours[weekday].some(
        ({ opensAtMinute, closesAtMinute }) => opensAtMinute <= ofDay && ofDay < closesAtMinute,
      );
    if (moment >= from && isOpen) open += 1;
  }
  return open;
}

function ordered(a: Date, b: Date): [Date, Date] {
  return a <= b ? [a, b] : [b, a];
}

const dayShown = (zone: string, moment: Date) => Math.floor(localMinutes(zone, moment.getTime()) / 1440);

describe('business hours of any team in any time zone', () => {
  it('match a simulation by the minute', () => {
    fc.assert(
      fc.property(calendarCase, fc.integer({ min: 1, max: 60 }), ({ team, from }, span) => {
        const { businessHoursBetween } = createTestCalendars({ team });
        const begin = Math.floor(from.getTime() / MINUTE) * MINUTE;
        const end = begin + span * MS_PER_HOUR;

        const minutes = businessHoursBetween('team', new Date(begin), new Date(end)) * 60;

        expect(Math.round(minutes * MINUTE)).toBe(minutesWatched(team, begin, end) * MINUTE);
      }),
      { numRuns: sampleSize(300, 50) },
    );
  });

  it('are monotonic', () => {
    fc.assert(
      fc.property(calendarCase, hoursCount, hoursCount, ({ team, from, other }, hours, more) => {
        const { addBusinessHours, nextWorkingTime, nextWorkingMorning } = createTestCalendars({ team });
        const [first, second] = ordered(from, other);
        const soon = new Date(first.getTime() + (second.getTime() % (3 * MS_PER_HOUR)));

        for (const later of [second, soon]) {
          expect(+addBusinessHours('team', later, hours)).toBeGreaterThanOrEqual(
            +addBusinessHours('team', first, hours),
          );
          expect(+nextWorkingTime('team', later)).toBeGreaterThanOrEqual(+nextWorkingTime('team', first));
          expect(+nextWorkingMorning('team', later)).toBeGreaterThanOrEqual(
            +nextWorkingMorning('team', first),
          );
        }
        expect(+addBusinessHours('team', first, hours + more)).toBeGreaterThanOrEqual(
          +addBusinessHours('team', first, hours),
        );
      }),
      RUNS,
    );
  });

  it('are the inverse of counting hours between', () => {
    fc.assert(
      fc.property(calendarCase, hoursCount, ({ team, from }, hours) => {
        const { addBusinessHours, businessHoursBetween } = createTestCalendars({ team });

        const passed = businessHoursBetween('team', from, addBusinessHours('team', from, hours));

        expect(Math.abs(passed - hours) * MS_PER_HOUR).toBeLessThanOrEqual(1);
      }),
      RUNS,
    );
  });

  it('add up', () => {
    fc.assert(
      fc.property(calendarCase, fc.nat(40 * 24), fc.nat(40 * 24), ({ team, from }, one, two) => {
        const { businessHoursBetween } = createTestCalendars({ team });
        const middle = new Date(from.getTime() + one * 0.37 * MS_PER_HOUR);
        const end = new Date(middle.getTime() + two * 0.73 * MS_PER_HOUR);

        const parts = businessHoursBetween('team', from, middle) + businessHoursBetween('team', middle, end);

        expect(businessHoursBetween('team', from, end)).toBeCloseTo(parts, 8);
      }),
      RUNS,
    );
  });

  it('continue where they stopped', () => {
    fc.assert(
      fc.property(calendarCase, fc.integer({ min: 1, max: 30 }), fc.nat(30), ({ team, from }, one, two) => {
        const { addBusinessHours } = createTestCalendars({ team });

        const halfway = addBusinessHours('team', from, one);

        expect(addBusinessHours('team', halfway, two + 1)).toEqual(
          addBusinessHours('team', from, one + two + 1),
        );
      }),
      RUNS,
    );
  });

  it('end within or at the end of working hours', () => {
    fc.assert(
      fc.property(calendarCase, hoursCount, ({ team, from }, hours) => {
        const { addBusinessHours, isWorkingTime } = createTestCalendars({ team });

        const end = addBusinessHours('team', from, hours);

        expect(isWorkingTime('team', end) || isWorkingTime('team', new Date(+end - 1))).toBe(true);
        expect(+end).toBeGreaterThanOrEqual(+from);
      }),
      RUNS,
    );
  });
});

describe('the next working time of any team in any time zone', () => {
  it('is the first open time and its own next working time', () => {
    fc.assert(
      fc.property(calendarCase, ({ team, from }) => {
        const { nextWorkingTime, isWorkingTime, businessHoursBetween } = createTestCalendars({ team });

        const opening = nextWorkingTime('team', from);

        expect(isWorkingTime('team', opening)).toBe(true);
        expect(nextWorkingTime('team', opening)).toEqual(opening);
        expect(businessHoursBetween('team', from, opening)).toBe(0);
        expect(+opening === +from).toBe(isWorkingTime('team', from));
        expect(+opening === +from || !isWorkingTime('team', new Date(+opening - 1))).toBe(true);
      }),
      RUNS,
    );
  });

  it('is the next morning after the local day', () => {
    fc.assert(
      fc.property(calendarCase, ({ team, from, zone }) => {
        const { nextWorkingMorning, nextWorkingTime, isWorkingTime } = createTestCalendars({ team });

        const morning = nextWorkingMorning('team', from);

        expect(isWorkingTime('team', morning)).toBe(true);
        expect(dayShown(zone, morning)).toBeGreaterThan(dayShown(zone, from));
        const opening = nextWorkingTime('team', from);
        if (dayShown(zone, opening) > dayShown(zone, from)) expect(morning).toEqual(opening);
      }),
      RUNS,
    );
  });

  it('is where added working days end', () => {
    fc.assert(
      fc.property(calendarCase, daysCount, ({ team, from, zone }, days) => {
        const { addWorkingDays, addBusinessHours, nextWorkingMorning, isWorkingTime } = createTestCalendars({
          team,
        });

        const end = addWorkingDays('team', from, days);
        let morning = days > 0 ? from : addBusinessHours('team', from, 0);
        for (let day = 0; day < days; day += 1) morning = nextWorkingMorning('team', morning);

        expect(isWorkingTime('team', end)).toBe(true);
        expect(dayShown(zone, end)).toBeGreaterThanOrEqual(dayShown(zone, morning));
        if (days === 0 || dayShown(zone, end) > dayShown(zone, morning)) return;
        const time = localMinutes(zone, +from) % 1440;
        expect(+end === +morning || localMinutes(zone, +end) % 1440 >= time).toBe(true);
      }),
      RUNS,
    );
  });

  it('is monotonic in working days', () => {
    fc.assert(
      fc.property(calendarCase, daysCount, ({ team, from, other, zone }, days) => {
        const { addWorkingDays, nextWorkingTime } = createTestCalendars({ team });
        const [first, second] = ordered(nextWorkingTime('team', from), nextWorkingTime('team', other));
        const soon = nextWorkingTime('team', new Date(+first + (+second % (3 * MS_PER_HOUR))));

        for (const later of [second, soon]) {
          if (localMinutes(zone, +later) <= localMinutes(zone, +first)) continue;
          expect(+addWorkingDays('team', later, days)).toBeGreaterThanOrEqual(
            +addWorkingDays('team', first, days),
          );
        }
      }),
      RUNS,
    );
  });

  it('in the next week is on Monday or the first working day after it', () => {
    fc.assert(
      fc.property(calendarCase, ({ team, from, zone }) => {
        const { nextWorkingWeek, nextWorkingMorning, isWorkingTime } = createTestCalendars({ team });
        const weekOf = (moment: Date) => Math.floor((dayShown(zone, moment) + 3) / 7);

        let morning = nextWorkingMorning('team', from);
        while (weekOf(morning) === weekOf(from)) morning = nextWorkingMorning('team', morning);

        expect(nextWorkingWeek('team', from)).toEqual(morning);
        expect(isWorkingTime('team', morning)).toBe(true);
      }),
      RUNS,
    );
  });
});
