import { DateTime, IANAZone } from 'luxon';
import { type TeamHours, WEEKDAYS } from '../domain/business-calendar.ts';
import { epochMsAtLocal, localMsAt } from './zoned-time.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** Some years of days; what is forgotten is computed again. */
const MAX_CACHED_DAYS = 4_000;

/** More days off in a row than any team has. */
const MAX_DAYS_OFF = 400;

/** Open time, in milliseconds since 1970, UTC; the end not included. */
export interface OpenInterval {
  readonly opensAtMs: number;
  readonly closesAtMs: number;
}

/** The days of a team. A day is a number: local days since 1970-01-01. */
export interface TeamWorkingDays {
  readonly timeZone: string;
  dayIndexOf(moment: number): number;
  /** The same local time on another day. */
  sameTimeOn(day: number, moment: number): number;
  openIntervalsOn(day: number): readonly OpenInterval[];
  /** From that day on, the days on which the team works; ends after 400 days off. */
  workingDays(first: number): Iterable<number>;
}

/** Throws a `RangeError` for a zone that this machine does not know. */
export function createTeamWorkingDays({ timeZone: name, hours, holidays }: TeamHours): TeamWorkingDays {
  if (!IANAZone.isValidZone(name)) throw new RangeError(`${name} is not a time zone that this machine knows`);
  const zone = IANAZone.create(name);
  const holidayDates = new Set(holidays);
  const cache = new Map<number, readonly OpenInterval[]>();

  function computed(day: number): readonly OpenInterval[] {
    const date = DateTime.fromMillis(day * DAY_MS, { zone: 'utc' });
    const weekday = WEEKDAYS[date.weekday - 1];
    if (!weekday || holidayDates.has(date.toISODate() ?? '')) return [];
    return hours[weekday]
      .map(({ opensAtMinute: opens, closesAtMinute: closes }) => ({
        opensAtMs: epochMsAtLocal(zone, day * DAY_MS + opens * MINUTE_MS),
        closesAtMs: epochMsAtLocal(zone, day * DAY_MS + closes * MINUTE_MS),
      }))
      .filter(({ opensAtMs, closesAtMs }) => opensAtMs < closesAtMs);
  }

  function openingsOn(day: number): readonly OpenInterval[] {
    const cached = cache.get(day);
    if (cached) return cached;
    if (cache.size >= MAX_CACHED_DAYS) cache.clear();
    const openings = computed(day);
    cache.set(day, openings);
    return openings;
  }

  function* workdays(first: number): Generator<number> {
    let last = first;
    for (let day = first; day - last <= MAX_DAYS_OFF; day += 1) {
      if (openingsOn(day).length === 0) continue;
      last = day;
      yield day;
    }
  }

  const dayOf = (moment: number) => Math.floor(localMsAt(zone, moment) / DAY_MS);

  return {
    timeZone: name,
    dayIndexOf: dayOf,
    sameTimeOn: (day, moment) =>
      epochMsAtLocal(zone, localMsAt(zone, moment) + (day - dayOf(moment)) * DAY_MS),
    openIntervalsOn: openingsOn,
    workingDays: workdays,
  };
}
