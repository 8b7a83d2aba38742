import fc from 'fast-check';
import { createBusinessHours } from '../../src/business-hours/business-hours.ts';
import {
  type BusinessCalendar,
  DEFAULT_TEAM_HOURS,
  type LocalTimeRange,
  type TeamHours,
  WEEKDAYS,
  type Weekday,
} from '../../src/domain/business-calendar.ts';

export const MS_PER_HOUR = 3_600_000;
export const MS_PER_DAY = 24 * MS_PER_HOUR;

export const ZONES = [
  'UTC',
  'Europe/London',
  'Europe/Lisbon',
  'America/New_York',
  'America/Santiago',
  'America/Havana',
  'Australia/Lord_Howe',
  'Africa/Casablanca',
  'Africa/Cairo',
  'Asia/Beirut',
  'Asia/Kolkata',
  'Asia/Tokyo',
  'Pacific/Apia',
  'Pacific/Chatham',
] as const;

/** Such as `weekly('UTC', { 'mon tue': '09:00-12:00 13:00-17:00' })`. */
export function weeklyHours(
  zone: string,
  days: Record<string, string>,
  holidays: readonly string[] = [],
): TeamHours {
  const given = Object.entries(days).flatMap(([names, spans]) =>
    names.split(' ').map((name) => [name, spans.split(' ').map(parseSpan)] as const),
  );
  return { timeZone: zone, hours: { ...noHours(), ...Object.fromEntries(given) }, holidays };
}

export const WORKING_DAYS = 'mon tue wed thu fri';
export const EVERY_DAY = WEEKDAYS.join(' ');

export function createTestCalendars(teams: Readonly<Record<string, TeamHours>>) {
  return createBusinessHours(calendarFile(teams));
}

export function calendarFile(teams: Readonly<Record<string, TeamHours>>): BusinessCalendar {
  return { teams: { support: DEFAULT_TEAM_HOURS, sales: DEFAULT_TEAM_HOURS, ...teams } };
}

/** What the clock of a zone shows, in whole minutes since 1970-01-01T00:00 there; read without luxon. */
export function localMinutes(zone: string, moment: number): number {
  const parts = Object.fromEntries(
    formatterFor(zone)
      .formatToParts(moment)
      .map(({ type, value }) => [type, value]),
  );
  const { year, month, day, hour, minute } = parts;
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:00Z`) / 60_000;
}

const clocks = new Map<string, Intl.DateTimeFormat>();

function formatterFor(zone: string): Intl.DateTimeFormat {
  const known = clocks.get(zone);
  if (known) return known;
  const numbers = { month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' } as const;
  const clock = new Intl.DateTimeFormat('en', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    ...numbers,
  });
  clocks.set(zone, clock);
  return clock;
}

const FIRST_MOMENT_MS = Date.UTC(2022, 0, 1);
const LAST_MOMENT_MS = Date.UTC(2028, 11, 31);

/** To half a day, when the clock of each zone changes in these years. */
const CLOCK_CHANGES = new Map(ZONES.map((zone) => [zone, clockChangesOf(zone)] as const));

/** A zone, and moments of 2022 to 2028: half of them close to a change of its clock, where it has any. */
const zoneWithMoments = fc.constantFrom(...ZONES).chain((zone) => {
  const changes = CLOCK_CHANGES.get(zone) ?? [];
  const any = fc.integer({ min: FIRST_MOMENT_MS, max: LAST_MOMENT_MS });
  const near = fc
    .tuple(
      fc.constantFrom(...(changes.length > 0 ? changes : [FIRST_MOMENT_MS])),
      fc.integer({ min: -30, max: 30 }),
    )
    .map(([change, hours]) => change + hours * MS_PER_HOUR);
  const minutes = fc.oneof(fc.constant(0), fc.integer({ min: -3_600_000, max: 3_600_000 }));
  const moment = fc.tuple(fc.oneof(any, near), minutes).map(([at, more]) => new Date(at + more));
  return fc.record({ zone: fc.constant(zone), from: moment, other: moment });
});

/** Up to three spans, some of which touch. */
const spans = fc
  .uniqueArray(fc.integer({ min: 0, max: 96 }), { minLength: 0, maxLength: 6 })
  .map((quarters) => {
    const edges = quarters.toSorted((a, b) => a - b).map((quarter) => quarter * 15);
    return edges.flatMap((opens, index) => {
      const closes = edges[index + 1];
      return closes !== undefined && index % 2 === 0
        ? [{ opensAtMinute: opens, closesAtMinute: closes }]
        : [];
    });
  });

const ALL_DAY: readonly LocalTimeRange[] = [{ opensAtMinute: 0, closesAtMinute: 1440 }];
const dayHours = fc.oneof({ weight: 4, arbitrary: spans }, fc.constant(ALL_DAY));

const hours = fc
  .record(Object.fromEntries(WEEKDAYS.map((name) => [name, dayHours])) as Record<Weekday, typeof dayHours>)
  .map((week) => (WEEKDAYS.some((name) => week[name].length > 0) ? week : { ...week, wed: ALL_DAY }));

/** Any team of any zone, some of the days around `from` being holidays of it. */
export const calendarCase = fc
  .record({
    place: zoneWithMoments,
    hours,
    holidays: fc.uniqueArray(fc.integer({ min: -3, max: 12 }), { maxLength: 4 }),
  })
  .map(({ place: { zone, from, other }, hours: week, holidays }) => ({
    zone,
    from,
    other,
    team: {
      timeZone: zone,
      hours: week,
      holidays: holidays.map((days) =>
        new Date(from.getTime() + days * MS_PER_DAY).toISOString().slice(0, 10),
      ),
    },
  }));

function clockChangesOf(zone: string): number[] {
  const ahead = (moment: number) => localMinutes(zone, moment) - moment / 60_000;
  const days = Array.from(
    { length: (LAST_MOMENT_MS - FIRST_MOMENT_MS) / MS_PER_DAY },
    (_, index) => FIRST_MOMENT_MS + index * MS_PER_DAY,
  );
  return days.filter((day) => ahead(day) !== ahead(day + MS_PER_DAY)).map((day) => day + MS_PER_DAY / 2);
}

function noHours(): Record<Weekday, readonly LocalTimeRange[]> {
  return { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] };
}

function parseSpan(text: string): LocalTimeRange {
  const [opens = 0, closes = 0] = text.split('-').map((time) => {
    const [hour, minute] = time.split(':').map(Number);
    return (hour ?? 0) * 60 + (minute ?? 0);
  });
  return { opensAtMinute: opens, closesAtMinute: closes };
}
