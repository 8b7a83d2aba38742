import type { BusinessCalendar } from '../domain/business-calendar.ts';
import type { Calendars } from '../ports.ts';
import { createTeamDays, type Opening, type TeamDays } from './team-days.ts';

const HOUR = 3_600_000;

/**
 * Counts time as it really passes: hours that a clock skips are not worked, hours that it repeats are worked twice.
 * The methods throw a `RangeError` for an invalid date and for hours or days that are no amount, and an error
 * when a team never opens.
 */
export function createCalendars(calendar: BusinessCalendar): Calendars {
  const sales = createTeamDays(calendar.teams.sales);
  const teams = new Map(
    Object.entries(calendar.teams).map(([name, hours]) => [name, createTeamDays(hours)] as const),
  );
  const daysOf = (team: string) => teams.get(team) ?? sales;

  return {
    afterHours: (team, from, hours) =>
      new Date(afterOpenTime(daysOf(team), momentOf(from), Math.round(amount(hours) * HOUR))),
    hoursBetween: (team, from, to) => openTime(daysOf(team), momentOf(from), momentOf(to)) / HOUR,
    afterDays: (team, from, days) => new Date(afterWorkdays(daysOf(team), momentOf(from), wholeAmount(days))),
    isOpen: (team, at) => nextOpen(daysOf(team), momentOf(at)) === at.getTime(),
    nextOpen: (team, from) => new Date(nextOpen(daysOf(team), momentOf(from))),
    nextMorning: (team, from) => new Date(nextMorning(daysOf(team), momentOf(from))),
    nextWeek: (team, from) => new Date(nextWeek(daysOf(team), momentOf(from))),
    zoneOf: (team) => daysOf(team).zone,
  };
}

/** What is open at that moment and later, in order. */
function* openings(team: TeamDays, from: number): Generator<Opening> {
  for (const day of team.workdays(team.dayOf(from))) {
    yield* team.openingsOn(day).filter(({ closes }) => closes > from);
  }
}

function afterOpenTime(team: TeamDays, from: number, time: number): number {
  let left = time;
  for (const { opens, closes } of openings(team, from)) {
    const begin = Math.max(opens, from);
    if (left <= closes - begin) return begin + left;
    left -= closes - begin;
  }
  throw neverOpens(team);
}

function openTime(team: TeamDays, from: number, to: number): number {
  let time = 0;
  if (to <= from) return time;
  for (const { opens, closes } of openings(team, from)) {
    if (opens >= to) break;
    time += Math.min(closes, to) - Math.max(opens, from);
  }
  return time;
}

function nextOpen(team: TeamDays, from: number): number {
  return afterOpenTime(team, from, 0);
}

function afterWorkdays(team: TeamDays, from: number, days: number): number {
  if (days === 0) return nextOpen(team, from);
  let left = days;
  for (const day of team.workdays(team.dayOf(from) + 1)) {
    left -= 1;
    if (left === 0) return nextOpen(team, team.sameTimeOn(day, from));
  }
  throw neverOpens(team);
}

function nextMorning(team: TeamDays, from: number): number {
  return firstOpening(team, team.dayOf(from) + 1);
}

/** Day 0 was a Thursday. */
function nextWeek(team: TeamDays, from: number): number {
  const day = team.dayOf(from);
  const sinceMonday = (day + 3) % 7;
  return firstOpening(team, day - sinceMonday + 7);
}

function firstOpening(team: TeamDays, firstDay: number): number {
  for (const day of team.workdays(firstDay)) {
    const [first] = team.openingsOn(day);
    if (first) return first.opens;
  }
  throw neverOpens(team);
}

function neverOpens({ zone }: TeamDays): Error {
  return new Error(`A team in ${zone} has no working hours for more than a year`);
}

function momentOf(date: Date): number {
  const moment = date.getTime();
  if (Number.isNaN(moment)) throw new RangeError('Business time cannot be counted from an invalid date');
  return moment;
}

function amount(count: number): number {
  if (Number.isFinite(count) && count >= 0) return count;
  throw new RangeError(`${count} is no amount of business time`);
}

function wholeAmount(count: number): number {
  if (Number.isInteger(count)) return amount(count);
  throw new RangeError(`${count} is no number of working days`);
}
