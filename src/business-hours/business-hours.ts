import type { BusinessCalendar, BusinessHours } from '../domain/business-calendar.ts';
import { HOUR_MS } from '../domain/dates.ts';
import { createTeamWorkingDays, type OpenInterval, type TeamWorkingDays } from './team-working-days.ts';

/**
 * Counts time as it really passes: hours that a clock skips are not worked, hours that it repeats are worked twice.
 * The methods throw a `RangeError` for an invalid date and for hours or days that are no amount, and an error
 * when a team never opens.
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

/** What is open at that moment and later, in order. */
function* openIntervals(team: TeamWorkingDays, from: number): Generator<OpenInterval> {
  for (const day of team.workingDays(team.dayIndexOf(from))) {
    yield* team.openIntervalsOn(day).filter(({ closesAtMs: closes }) => closes > from);
  }
}

function addOpenTime(team: TeamWorkingDays, from: number, durationMs: number): number {
  let remainingMs = durationMs;
  for (const { opensAtMs: opens, closesAtMs: closes } of openIntervals(team, from)) {
    const begin = Math.max(opens, from);
    if (remainingMs <= closes - begin) return begin + remainingMs;
    remainingMs -= closes - begin;
  }
  throw noWorkingHoursError(team);
}

function openTimeBetween(team: TeamWorkingDays, from: number, to: number): number {
  let totalMs = 0;
  if (to <= from) return totalMs;
  for (const { opensAtMs: opens, closesAtMs: closes } of openIntervals(team, from)) {
    if (opens >= to) break;
    totalMs += Math.min(closes, to) - Math.max(opens, from);
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

/** Day 0 was a Thursday. */
function nextWorkingWeek(team: TeamWorkingDays, from: number): number {
  const day = team.dayIndexOf(from);
  const sinceMonday = (day + 3) % 7;
  return firstOpeningFrom(team, day - sinceMonday + 7);
}

function firstOpeningFrom(team: TeamWorkingDays, firstDay: number): number {
  for (const day of team.workingDays(firstDay)) {
    const [first] = team.openIntervalsOn(day);
    if (first) return first.opensAtMs;
  }
  throw noWorkingHoursError(team);
}

function noWorkingHoursError({ timeZone: zone }: TeamWorkingDays): Error {
  return new Error(`A team in ${zone} has no working hours for more than a year`);
}

function epochMsOf(date: Date): number {
  const moment = date.getTime();
  if (Number.isNaN(moment)) throw new RangeError('Business time cannot be counted from an invalid date');
  return moment;
}

function requireAmount(count: number): number {
  if (Number.isFinite(count) && count >= 0) return count;
  throw new RangeError(`${count} is no amount of business time`);
}

function requireWholeDays(count: number): number {
  if (Number.isInteger(count)) return requireAmount(count);
  throw new RangeError(`${count} is no number of working days`);
}
