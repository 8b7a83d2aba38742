import { readFileSync } from 'node:fs';
import { z } from 'zod';
import {
  type BusinessCalendar,
  DEFAULT_TEAM_HOURS,
  type LocalTimeRange,
  type TeamHours,
  WEEKDAYS,
} from '../domain/business-calendar.ts';
import { DAY_MS } from '../domain/dates.ts';

const EXAMPLE_CALENDAR = '{"teams":{"sales":{"zone":"Europe/Lisbon","hours":{"mon":["09:00-17:30"]}}}}';

const RANGE_PATTERN = /^(?:([01]\d|2[0-3]):([0-5]\d))-(?:([01]\d|2[0-3]):([0-5]\d)|24:00)$/;

/** Longest time without working hours. The business-hours functions search further ahead than this. */
const MAX_BREAK_DAYS = 366;

const RANGE_RULE = 'be two times of one day, the earlier one first. Example: 09:00-17:30';
const ORDER_RULE = 'be in order, without overlaps. Example: ["09:00-12:30", "13:30-17:30"]';
const DATE_RULE = 'be a date of the years 2000 to 2099. Example: 2026-12-25';
const ZONE_RULE = 'be an IANA time zone. Example: Europe/Lisbon';
const NAME_RULE = 'be support, sales or the name of a region. Example: emea';

const rangeSchema = z
  .string(RANGE_RULE)
  .regex(RANGE_PATTERN, abortingError(RANGE_RULE))
  .transform(parseRange)
  .refine(endsAfterStart, abortingError(RANGE_RULE));
const daySchema = z
  .array(rangeSchema, 'be a list of working hours. Example: ["09:00-12:30", "13:30-17:30"]')
  .refine(isSortedWithoutOverlap, ORDER_RULE)
  .default([]);

const hoursSchema = z
  .strictObject(
    {
      mon: daySchema,
      tue: daySchema,
      wed: daySchema,
      thu: daySchema,
      fri: daySchema,
      sat: daySchema,
      sun: daySchema,
    },
    'be working hours by day. Example: {"mon": ["09:00-17:30"]}',
  )
  .refine(
    (week) => WEEKDAYS.some((name) => week[name].length > 0),
    'have working hours on at least one day. Example: {"mon": ["09:00-17:30"]}',
  );

const holidaysSchema = z
  .array(
    z.iso.date(abortingError(DATE_RULE)).regex(/^20/, abortingError(DATE_RULE)),
    'be a list of dates. Example: ["2026-12-25"]',
  )
  .superRefine((dates, context) => {
    dates.forEach((date, index) => {
      if (dates.indexOf(date) === index) return;
      context.addIssue({
        code: 'custom',
        path: [index],
        message: `differ from entry ${dates.indexOf(date) + 1}. Example: 2026-12-25`,
      });
    });
  })
  .default([]);

const noteSchema = z.string('be text. Example: Follows the Lisbon office').optional();

const teamSchema = z
  .strictObject(
    {
      note: noteSchema,
      zone: z.string(ZONE_RULE).refine(isTimeZone, ZONE_RULE),
      hours: hoursSchema,
      holidays: holidaysSchema,
    },
    'have a time zone and working hours. Example: {"zone": "Europe/Lisbon", "hours": {"mon": ["09:00-17:30"]}}',
  )
  .refine((given) => longestBreakDays(given) <= MAX_BREAK_DAYS, {
    path: ['holidays'],
    error: 'leave at least one working day in every year. Example: ["2026-12-25"]',
  })
  .transform((given): TeamHours => ({ timeZone: given.zone, hours: given.hours, holidays: given.holidays }));

const calendarSchema = z.strictObject(
  {
    note: noteSchema,
    teams: z.record(
      z.string().regex(/^[a-z][a-z0-9-]*$/),
      teamSchema,
      `be teams by name. Example: ${EXAMPLE_CALENDAR}`,
    ),
  },
  `be an object with teams. Example: ${EXAMPLE_CALENDAR}`,
);

/** Reads the file that BUSINESS_CALENDAR names. Problems are complete sentences that name the entry. */
export function readCalendarFile(
  path: string,
): { readonly calendar: BusinessCalendar } | { readonly problems: readonly string[] } {
  const content = readJsonFile(path);
  if (content === undefined) {
    return { problems: [`BUSINESS_CALENDAR: the file cannot be read as JSON. Example: ${EXAMPLE_CALENDAR}`] };
  }
  const parsed = calendarSchema.safeParse(content);
  if (!parsed.success) return { problems: parsed.error.issues.flatMap(problemsFrom) };
  const { teams } = parsed.data;
  return { calendar: { teams: { support: DEFAULT_TEAM_HOURS, sales: DEFAULT_TEAM_HOURS, ...teams } } };
}

/** Marks an error that ends the validation of the value and of what contains it. */
function abortingError(error: string): { error: string; abort: true } {
  return { error, abort: true };
}

/** Returns undefined when the file is not JSON. The parser's message is dropped, because it quotes the file. */
function readJsonFile(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
}

function problemsFrom(issue: z.core.$ZodIssue): string[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map(
      (key) =>
        `BUSINESS_CALENDAR: ${describePath([...issue.path, key])} is unknown. Example: ${EXAMPLE_CALENDAR}`,
    );
  }
  const rule = issue.code === 'invalid_key' ? NAME_RULE : issue.message;
  return [`BUSINESS_CALENDAR: ${describePath(issue.path)} must ${rule}`];
}

/** Returns a path such as "entry 2 of teams.emea.holidays". Names with unusual characters are not repeated. */
function describePath(path: readonly PropertyKey[]): string {
  const keys = path.filter((key) => typeof key !== 'number');
  const names = keys.map((key) => (/^[\w-]{1,40}$/.test(String(key)) ? String(key) : '…')).join('.');
  const entry = path.at(-1);
  return typeof entry === 'number' ? `entry ${entry + 1} of ${names}` : names || 'the file';
}

function parseRange(text: string): LocalTimeRange {
  const [, hour, minute, lastHour = 24, lastMinute = 0] = RANGE_PATTERN.exec(text) ?? [];
  return {
    opensAtMinute: Number(hour) * 60 + Number(minute),
    closesAtMinute: Number(lastHour) * 60 + Number(lastMinute),
  };
}

function endsAfterStart({ opensAtMinute: opens, closesAtMinute: closes }: LocalTimeRange): boolean {
  return opens < closes;
}

function isSortedWithoutOverlap(ranges: readonly LocalTimeRange[]): boolean {
  return ranges.every(({ opensAtMinute: opens }, index) => opens >= (ranges[index - 1]?.closesAtMinute ?? 0));
}

/** Accepts names only, because an offset has no daylight saving time. */
function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** Returns the longest run of days without working hours between the first and the last holiday. */
function longestBreakDays({ hours: week, holidays: dates }: Pick<TeamHours, 'hours' | 'holidays'>): number {
  const holidayTimes = new Set(dates.map((date) => Date.parse(date)));
  const lastHoliday = Math.max(...holidayTimes);
  let longest = 0;
  let current = 0;
  for (let dayStart = Math.min(...holidayTimes); dayStart <= lastHoliday; dayStart += DAY_MS) {
    const weekday = WEEKDAYS[(new Date(dayStart).getUTCDay() + 6) % 7];
    const isWorkday = weekday && week[weekday].length > 0 && !holidayTimes.has(dayStart);
    current = isWorkday ? 0 : current + 1;
    longest = Math.max(longest, current);
  }
  return longest;
}
