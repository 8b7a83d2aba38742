import type { BusinessCalendar, BusinessHours } from '../domain/business-calendar.ts';
import { HOUR_MS } from '../domain/dates.ts';
import { createTeamWorkingDays, type OpenInterval, type TeamWorkingDays } from './team-working-days.ts';

/**
 * Creates the calculator for business hours. It counts elapsed time: hours that a clock change skips are not counted, repeated
 * hours are counted twice. The methods throw a `RangeError` for an invalid date and for negative or fractional amounts, and an
 * `Error` for a team without working hours.
 */
export function createBusinessHours(calendar: BusinessCalendar): BusinessHours {
  const sales = createTeamWorkingDays(calendar.teams.sales);
  const teams = new Map(
    Object.entries(calendar.teams).map(([name, hours]) => [name, createTeamWorkingDays(hours)] as const),
  );
  const workingDaysOf = (team: string) => teams.get(team) ?? sales;

  return {
    addBusinessHours: (team, from, hours) =>
      new Date(addOpenTime(workingDaysOf(team), epochMsOf(from), Math.round(requireAmount(hours) * HOUR_MS))),
    businessHoursBetween: (team, from, to) =>
      openTimeBetween(workingDaysOf(team), epochMsOf(from), epochMsOf(to)) / HOUR_MS,
    addWorkingDays: (team, from, days) =>
      new Date(addWorkingDays(workingDaysOf(team), epochMsOf(from), requireWholeDays(days))),
    isWorkingTime: (team, at) => nextWorkingTime(workingDaysOf(team), epochMsOf(at)) === at.getTime(),
    nextWorkingTime: (team, from) => new Date(nextWorkingTime(workingDaysOf(team), epochMsOf(from))),
    nextWorkingMorning: (team, from) => new Date(nextWorkingMorning(workingDaysOf(team), epochMsOf(from))),
    nextWorkingWeek: (team, from) => new Date(nextWorkingWeek(workingDaysOf(team), epochMsOf(from))),
    timeZoneOf: (team) => workingDaysOf(team).timeZone,
  };
}

/** Yields the open intervals that end after the given time, in order. */
function* openIntervals(team: TeamWorkingDays, from: number): Generator<OpenInterval> {
  for (const day of team.workingDays(team.dayIndexOf(from))) {
    yield* team.openIntervalsOn(day).filter(({ closesAtMs }) => closesAtMs > from);
  }
}

function addOpenTime(team: TeamWorkingDays, from: number, durationMs: number): number {
  let remainingMs = durationMs;
  for (const { opensAtMs, closesAtMs } of openIntervals(team, from)) {
    const startMs = Math.max(opensAtMs, from);
    if (remainingMs <= closesAtMs - startMs) return startMs + remainingMs;
    remainingMs -= closesAtMs - startMs;
  }
  throw noWorkingHoursError(team);
}

function openTimeBetween(team: TeamWorkingDays, from: number, to: number): number {
  let totalMs = 0;
  if (to <= from) return totalMs;
  for (const { opensAtMs, closesAtMs } of openIntervals(team, from)) {
    if (opensAtMs >= to) break;
    totalMs += Math.min(closesAtMs, to) - Math.max(opensAtMs, from);
  }
  return totalMs;
}

function nextWorkingTime(team: TeamWorkingDays, from: number): number {
  return addOpenTime(team, from, 0);
}

function addWorkingDays(team: TeamWorkingDays, from: number, days: number): number {
  if (days === 0) return nextWorkingTime(team, from);
  let remainingDays = days;
  for (const day of team.workingDays(team.dayIndexOf(from) + 1)) {
    remainingDays -= 1;
    if (remainingDays === 0) return nextWorkingTime(team, team.sameTimeOn(day, from));
  }
  throw noWorkingHoursError(team);
}

function nextWorkingMorning(team: TeamWorkingDays, from: number): number {
  return firstOpeningFrom(team, team.dayIndexOf(from) + 1);
}

function nextWorkingWeek(team: TeamWorkingDays, from: number): number {
  const day = team.dayIndexOf(from);
  // Day 0, 1970-01-01, was a Thursday.
  const daysSinceMonday = (day + 3) % 7;
  return firstOpeningFrom(team, day - daysSinceMonday + 7);
}

function firstOpeningFrom(team: TeamWorkingDays, firstDay: number): number {
  for (const day of team.workingDays(firstDay)) {
    const [first] = team.openIntervalsOn(day);
    if (first) return first.opensAtMs;
  }
  throw noWorkingHoursError(team);
}

function noWorkingHoursError({ timeZone }: TeamWorkingDays): Error {
  return new Error(`A team in ${timeZone} has no working hours for more than a year`);
}

function epochMsOf(date: Date): number {
  const epochMs = date.getTime();
  if (Number.isNaN(epochMs)) throw new RangeError('Business time cannot be counted from an invalid date');
  return epochMs;
}

function requireAmount(count: number): number {
  if (Number.isFinite(count) && count >= 0) return count;
  throw new RangeError(`${count} is no amount of business time`);
}

function requireWholeDays(count: number): number {
  if (Number.isInteger(count)) return requireAmount(count);
  throw new RangeError(`${count} is no number of working days`);
}
