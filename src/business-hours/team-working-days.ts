import { DateTime, IANAZone, type Zone } from 'luxon';
import { type TeamHours, WEEKDAYS } from '../domain/business-calendar.ts';
import { DAY_MS, MINUTE_MS } from '../domain/dates.ts';

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

/** What the clock of a zone shows at a moment; both in milliseconds since 1970-01-01T00:00, there and in UTC. */
function localMsAt(zone: Zone, epochMs: number): number {
  return epochMs + zone.offset(epochMs) * MINUTE_MS;
}

/**
 * The first moment at which the clock shows this time or a later one: of a time that it shows twice the first,
 * of one that it skips the moment at which it does.
 */
function epochMsAtLocal(zone: Zone, localMs: number): number {
  const beforeChange = localMs - zone.offset(localMs - DAY_MS) * MINUTE_MS;
  if (localMsAt(zone, beforeChange) === localMs) return beforeChange;
  const afterChange = localMs - zone.offset(localMs + DAY_MS) * MINUTE_MS;
  if (localMsAt(zone, afterChange) === localMs) return afterChange;
  return findClockChange(zone, localMs, { early: afterChange, late: beforeChange });
}

/** Halves the time between a moment at which the clock shows less and one at which it shows more. */
function findClockChange(zone: Zone, localMs: number, bounds: { early: number; late: number }): number {
  let { early, late } = bounds;
  while (late - early > 1) {
    const middle = Math.floor((early + late) / 2);
    if (localMsAt(zone, middle) < localMs) early = middle;
    else late = middle;
  }
  return late;
}
