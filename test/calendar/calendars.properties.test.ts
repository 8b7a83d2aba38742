import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type TeamHours, WEEKDAYS } from '../../src/domain/business-calendar.ts';
import { size } from '../size.ts';
import { calendarsOf, DAY, HOUR, minutesShown, story } from './teams.ts';

const RUNS = { numRuns: size(500, 80) };
const MINUTE = 60_000;
const hoursCount = fc.oneof(fc.integer({ min: 0, max: 60 }), fc.double({ min: 0, max: 60, noNaN: true }));
const daysCount = fc.integer({ min: 0, max: 15 });

/** Minutes of open time, found by looking at the clock every minute; what it shows again does not count anew. */
function minutesWatched({ zone, hours, holidays }: TeamHours, from: number, to: number): number {
  let shown = minutesShown(zone, from - DAY);
  let open = 0;
  for (let moment = from - 3 * HOUR; moment < to; moment += MINUTE) {
    shown = Math.max(shown, minutesShown(zone, moment));
    const date = new Date(shown * MINUTE);
    const weekday = WEEKDAYS[(date.getUTCDay() + 6) % 7] ?? 'mon';
    const free = holidays.includes(date.toISOString().slice(0, 10));
    const ofDay = shown % 1440;
    const isOpen = !free && hours[weekday].some(({ opens, closes }) => opens <= ofDay && ofDay < closes);
    if (moment >= from && isOpen) open += 1;
  }
  return open;
}

function ordered(a: Date, b: Date): [Date, Date] {
  return a <= b ? [a, b] : [b, a];
}

const dayShown = (zone: string, moment: Date) => Math.floor(minutesShown(zone, moment.getTime()) / 1440);

describe('business time, for any team in any zone', () => {
  it('is what somebody sees who looks at the clock every minute', () => {
    fc.assert(
      fc.property(story, fc.integer({ min: 1, max: 60 }), ({ team, from }, span) => {
        const { hoursBetween } = calendarsOf({ team });
        const begin = Math.floor(from.getTime() / MINUTE) * MINUTE;
        const end = begin + span * HOUR;

        const minutes = hoursBetween('team', new Date(begin), new Date(end)) * 60;

        expect(Math.round(minutes * MINUTE)).toBe(minutesWatched(team, begin, end) * MINUTE);
      }),
      { numRuns: size(300, 50) },
    );
  });

  it('does not end earlier when it begins later or lasts longer', () => {
    fc.assert(
      fc.property(story, hoursCount, hoursCount, ({ team, from, other }, hours, more) => {
        const { afterHours, nextOpen, nextMorning } = calendarsOf({ team });
        const [first, second] = ordered(from, other);
        const soon = new Date(first.getTime() + (second.getTime() % (3 * HOUR)));

        for (const later of [second, soon]) {
          expect(+afterHours('team', later, hours)).toBeGreaterThanOrEqual(+afterHours('team', first, hours));
          expect(+nextOpen('team', later)).toBeGreaterThanOrEqual(+nextOpen('team', first));
          expect(+nextMorning('team', later)).toBeGreaterThanOrEqual(+nextMorning('team', first));
        }
        expect(+afterHours('team', first, hours + more)).toBeGreaterThanOrEqual(
          +afterHours('team', first, hours),
        );
      }),
      RUNS,
    );
  });

  it('has passed when the hours between are counted', () => {
    fc.assert(
      fc.property(story, hoursCount, ({ team, from }, hours) => {
        const { afterHours, hoursBetween } = calendarsOf({ team });

        const passed = hoursBetween('team', from, afterHours('team', from, hours));

        expect(Math.abs(passed - hours) * HOUR).toBeLessThanOrEqual(1);
      }),
      RUNS,
    );
  });

  it('adds up', () => {
    fc.assert(
      fc.property(story, fc.nat(40 * 24), fc.nat(40 * 24), ({ team, from }, one, two) => {
        const { hoursBetween } = calendarsOf({ team });
        const middle = new Date(from.getTime() + one * 0.37 * HOUR);
        const end = new Date(middle.getTime() + two * 0.73 * HOUR);

        const parts = hoursBetween('team', from, middle) + hoursBetween('team', middle, end);

        expect(hoursBetween('team', from, end)).toBeCloseTo(parts, 8);
      }),
      RUNS,
    );
  });

  it('goes on where it stopped', () => {
    fc.assert(
      fc.property(story, fc.integer({ min: 1, max: 30 }), fc.nat(30), ({ team, from }, one, two) => {
        const { afterHours } = calendarsOf({ team });

        const halfway = afterHours('team', from, one);

        expect(afterHours('team', halfway, two + 1)).toEqual(afterHours('team', from, one + two + 1));
      }),
      RUNS,
    );
  });

  it('ends within working hours or as they end', () => {
    fc.assert(
      fc.property(story, hoursCount, ({ team, from }, hours) => {
        const { afterHours, isOpen } = calendarsOf({ team });

        const end = afterHours('team', from, hours);

        expect(isOpen('team', end) || isOpen('team', new Date(+end - 1))).toBe(true);
        expect(+end).toBeGreaterThanOrEqual(+from);
      }),
      RUNS,
    );
  });
});

describe('the next opening, for any team in any zone', () => {
  it('is open, the first to be so, and its own next opening', () => {
    fc.assert(
      fc.property(story, ({ team, from }) => {
        const { nextOpen, isOpen, hoursBetween } = calendarsOf({ team });

        const opening = nextOpen('team', from);

        expect(isOpen('team', opening)).toBe(true);
        expect(nextOpen('team', opening)).toEqual(opening);
        expect(hoursBetween('team', from, opening)).toBe(0);
        expect(+opening === +from).toBe(isOpen('team', from));
        expect(+opening === +from || !isOpen('team', new Date(+opening - 1))).toBe(true);
      }),
      RUNS,
    );
  });

  it('is the next morning once the local day is over', () => {
    fc.assert(
      fc.property(story, ({ team, from, zone }) => {
        const { nextMorning, nextOpen, isOpen } = calendarsOf({ team });

        const morning = nextMorning('team', from);

        expect(isOpen('team', morning)).toBe(true);
        expect(dayShown(zone, morning)).toBeGreaterThan(dayShown(zone, from));
        const opening = nextOpen('team', from);
        if (dayShown(zone, opening) > dayShown(zone, from)) expect(morning).toEqual(opening);
      }),
      RUNS,
    );
  });

  it('is where working days end, so many of them after the local day', () => {
    fc.assert(
      fc.property(story, daysCount, ({ team, from, zone }, days) => {
        const { afterDays, afterHours, nextMorning, isOpen } = calendarsOf({ team });

        const end = afterDays('team', from, days);
        let morning = days > 0 ? from : afterHours('team', from, 0);
        for (let day = 0; day < days; day += 1) morning = nextMorning('team', morning);

        expect(isOpen('team', end)).toBe(true);
        expect(dayShown(zone, end)).toBeGreaterThanOrEqual(dayShown(zone, morning));
        if (days === 0 || dayShown(zone, end) > dayShown(zone, morning)) return;
        const time = minutesShown(zone, +from) % 1440;
        expect(+end === +morning || minutesShown(zone, +end) % 1440 >= time).toBe(true);
      }),
      RUNS,
    );
  });

  it('does not come earlier, in working days from work on, when the clock shows more', () => {
    fc.assert(
      fc.property(story, daysCount, ({ team, from, other, zone }, days) => {
        const { afterDays, nextOpen } = calendarsOf({ team });
        const [first, second] = ordered(nextOpen('team', from), nextOpen('team', other));
        const soon = nextOpen('team', new Date(+first + (+second % (3 * HOUR))));

        for (const later of [second, soon]) {
          if (minutesShown(zone, +later) <= minutesShown(zone, +first)) continue;
          expect(+afterDays('team', later, days)).toBeGreaterThanOrEqual(+afterDays('team', first, days));
        }
      }),
      RUNS,
    );
  });

  it('in the next week is on its Monday or the first working day after', () => {
    fc.assert(
      fc.property(story, ({ team, from, zone }) => {
        const { nextWeek, nextMorning, isOpen } = calendarsOf({ team });
        const weekOf = (moment: Date) => Math.floor((dayShown(zone, moment) + 3) / 7);

        let morning = nextMorning('team', from);
        while (weekOf(morning) === weekOf(from)) morning = nextMorning('team', morning);

        expect(nextWeek('team', from)).toEqual(morning);
        expect(isOpen('team', morning)).toBe(true);
      }),
      RUNS,
    );
  });
});
