import { DateTime, IANAZone } from 'luxon';
import { type TeamHours, WEEKDAYS } from '../domain/business-calendar.ts';
import { clockAt, momentAt } from './local-clock.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;

/** Some years of days; what is forgotten is computed again. */
const MOST_DAYS_KEPT = 4_000;

/** More days off in a row than any team has. */
const LONGEST_BREAK = 400;

/** Open time, in milliseconds since 1970, UTC; the end not included. */
export interface Opening {
  readonly opens: number;
  readonly closes: number;
}

/** The days of a team. A day is a number: local days since 1970-01-01. */
export interface TeamDays {
  readonly zone: string;
  dayOf(moment: number): number;
  /** The same local time on another day. */
  sameTimeOn(day: number, moment: number): number;
  openingsOn(day: number): readonly Opening[];
  /** From that day on, the days on which the team works; ends after 400 days off. */
  workdays(first: number): Iterable<number>;
}

/** Throws a `RangeError` for a zone that this machine does not know. */
export function createTeamDays({ zone: name, hours, holidays }: TeamHours): TeamDays {
  if (!IANAZone.isValidZone(name)) throw new RangeError(`${name} is not a time zone that this machine knows`);
  const zone = IANAZone.create(name);
  const free = new Set(holidays);
  const kept = new Map<number, readonly Opening[]>();

  function computed(day: number): readonly Opening[] {
    const date = DateTime.fromMillis(day * DAY, { zone: 'utc' });
    const weekday = WEEKDAYS[date.weekday - 1];
    if (!weekday || free.has(date.toISODate() ?? '')) return [];
    return hours[weekday]
      .map(({ opens, closes }) => ({
        opens: momentAt(zone, day * DAY + opens * MINUTE),
        closes: momentAt(zone, day * DAY + closes * MINUTE),
      }))
      .filter(({ opens, closes }) => opens < closes);
  }

  function openingsOn(day: number): readonly Opening[] {
    const known = kept.get(day);
    if (known) return known;
    if (kept.size >= MOST_DAYS_KEPT) kept.clear();
    const openings = computed(day);
    kept.set(day, openings);
    return openings;
  }

  function* workdays(first: number): Generator<number> {
    let last = first;
    for (let day = first; day - last <= LONGEST_BREAK; day += 1) {
      if (openingsOn(day).length === 0) continue;
      last = day;
      yield day;
    }
  }

  const dayOf = (moment: number) => Math.floor(clockAt(zone, moment) / DAY);

  return {
    zone: name,
    dayOf,
    sameTimeOn: (day, moment) => momentAt(zone, clockAt(zone, moment) + (day - dayOf(moment)) * DAY),
    openingsOn,
    workdays,
  };
}
