import { DateTime, IANAZone, type Zone } from 'luxon';
import { type TeamHours, WEEKDAYS } from '../domain/business-calendar.ts';
import { DAY_MS, MINUTE_MS } from '../domain/dates.ts';

/** About ten years. The cache is cleared when it is full. */
const MAX_CACHED_DAYS = 4_000;

/** Consecutive days off after which the search for a working day ends. */
const MAX_DAYS_OFF = 400;

/** An open interval in epoch milliseconds. `closesAtMs` is exclusive. */
export interface OpenInterval {
  readonly opensAtMs: number;
  readonly closesAtMs: number;
}

/** The working days of a team. A day is the number of local days since 1970-01-01. */
export interface TeamWorkingDays {
  readonly timeZone: string;
  dayIndexOf(epochMs: number): number;
  /** Returns the same local time on another day, in epoch milliseconds. */
  sameTimeOn(day: number, epochMs: number): number;
  openIntervalsOn(day: number): readonly OpenInterval[];
  /** Yields the working days from the given day on. Ends after 400 consecutive days off. */
  workingDays(first: number): Iterable<number>;
}

/** Creates the working days of a team. Throws a `RangeError` for an unknown time zone. */
export function createTeamWorkingDays({ timeZone: name, hours, holidays }: TeamHours): TeamWorkingDays {
  const zone = IANAZone.create(name);
  if (!zone.isValid) throw new RangeError(`${name} is not a time zone that this machine knows`);
  const holidayDates = new Set(holidays);
  const cache = new Map<number, readonly OpenInterval[]>();

  function computeIntervals(day: number): readonly OpenInterval[] {
    const date = DateTime.fromMillis(day * DAY_MS, { zone: 'utc' });
    const weekday = WEEKDAYS[date.weekday - 1];
    if (!weekday || holidayDates.has(date.toISODate() ?? '')) return [];
    return hours[weekday]
      .map(({ opensAtMinute, closesAtMinute }) => ({
        opensAtMs: epochMsAtLocal(zone, day * DAY_MS + opensAtMinute * MINUTE_MS),
        closesAtMs: epochMsAtLocal(zone, day * DAY_MS + closesAtMinute * MINUTE_MS),
      }))
      .filter(({ opensAtMs, closesAtMs }) => opensAtMs < closesAtMs);
  }

  function openIntervalsOn(day: number): readonly OpenInterval[] {
    const cached = cache.get(day);
    if (cached) return cached;
    if (cache.size >= MAX_CACHED_DAYS) cache.clear();
    const intervals = computeIntervals(day);
    cache.set(day, intervals);
    return intervals;
  }

  function* workingDays(first: number): Generator<number> {
    let lastWorkingDay = first;
    for (let day = first; day - lastWorkingDay <= MAX_DAYS_OFF; day += 1) {
      if (openIntervalsOn(day).length === 0) continue;
      lastWorkingDay = day;
      yield day;
    }
  }

  const dayIndexOf = (epochMs: number) => Math.floor(localMsAt(zone, epochMs) / DAY_MS);

  return {
    timeZone: name,
    dayIndexOf,
    sameTimeOn: (day, epochMs) =>
      epochMsAtLocal(zone, localMsAt(zone, epochMs) + (day - dayIndexOf(epochMs)) * DAY_MS),
    openIntervalsOn,
    workingDays,
  };
}

/** Returns the local time as milliseconds since 1970-01-01T00:00 local time. */
function localMsAt(zone: Zone, epochMs: number): number {
  return epochMs + zone.offset(epochMs) * MINUTE_MS;
}

/**
 * Returns the first epoch time at which the local clock shows the given time or a later one: the earlier of two for a repeated
 * time, and the moment of the clock change for a skipped one. Luxon resolves both cases differently: to the later occurrence
 * in autumn and by the length of the gap in spring.
 */
function epochMsAtLocal(zone: Zone, localMs: number): number {
  const beforeChange = localMs - zone.offset(localMs - DAY_MS) * MINUTE_MS;
  if (localMsAt(zone, beforeChange) === localMs) return beforeChange;
  const afterChange = localMs - zone.offset(localMs + DAY_MS) * MINUTE_MS;
  if (localMsAt(zone, afterChange) === localMs) return afterChange;
  return findClockChange(zone, localMs, { early: afterChange, late: beforeChange });
}

/** Finds the clock change by bisection between an epoch time before it and one after it. */
function findClockChange(zone: Zone, localMs: number, bounds: { early: number; late: number }): number {
  let { early, late } = bounds;
  while (late - early > 1) {
    const middle = Math.floor((early + late) / 2);
    if (localMsAt(zone, middle) < localMs) early = middle;
    else late = middle;
  }
  return late;
}
