import { readFileSync } from 'node:fs';
import { z } from 'zod';
import {
  BUILT_IN_HOURS,
  type BusinessCalendar,
  type Span,
  type TeamHours,
  WEEKDAYS,
} from '../domain/business-calendar.ts';

/** Enough to begin with. */
const EXAMPLE = '{"teams":{"sales":{"zone":"Europe/Lisbon","hours":{"mon":["09:00-17:30"]}}}}';

const SPAN = /^(?:([01]\d|2[0-3]):([0-5]\d))-(?:([01]\d|2[0-3]):([0-5]\d)|24:00)$/;
const DAY = 86_400_000;

/** A team that is away for longer has left. Fewer days than the calendar looks ahead. */
const LONGEST_BREAK = 366;

const SPAN_RULE = 'be two times of one day, the later one last. Example: 09:00-17:30';
const ORDER_RULE = 'be in order, without overlaps. Example: ["09:00-12:30", "13:30-17:30"]';
const DATE_RULE = 'be a date of the years 2000 to 2099. Example: 2026-12-25';
const ZONE_RULE = 'be a time zone that this machine knows. Example: Europe/Lisbon';
const NAME_RULE = 'be called support, sales or like a region. Example: emea';

const span = z
  .string(SPAN_RULE)
  .regex(SPAN, last(SPAN_RULE))
  .transform(spanOf)
  .refine(isForward, last(SPAN_RULE));
const day = z
  .array(span, 'be a list of working hours. Example: ["09:00-12:30", "13:30-17:30"]')
  .refine(isInOrder, ORDER_RULE)
  .default([]);

const hours = z
  .strictObject(
    { mon: day, tue: day, wed: day, thu: day, fri: day, sat: day, sun: day },
    'be working hours by day. Example: {"mon": ["09:00-17:30"]}',
  )
  .refine(
    (week) => WEEKDAYS.some((name) => week[name].length > 0),
    'have working hours on a day at least. Example: {"mon": ["09:00-17:30"]}',
  );

const holidays = z
  .array(
    z.iso.date(last(DATE_RULE)).regex(/^20/, last(DATE_RULE)),
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

const note = z.string('be text. Example: Follows the Lisbon office').optional();

const team = z
  .strictObject(
    { note, zone: z.string(ZONE_RULE).refine(isZone, ZONE_RULE), hours, holidays },
    'have a zone and hours. Example: {"zone": "Europe/Lisbon", "hours": {"mon": ["09:00-17:30"]}}',
  )
  .refine((given) => longestBreak(given) <= LONGEST_BREAK, {
    path: ['holidays'],
    error: 'leave a working day in every year. Example: ["2026-12-25"]',
  })
  .transform((given): TeamHours => ({ zone: given.zone, hours: given.hours, holidays: given.holidays }));

const calendar = z.strictObject(
  {
    note,
    teams: z.record(z.string().regex(/^[a-z][a-z0-9-]*$/), team, `be teams by name. Example: ${EXAMPLE}`),
  },
  `be an object with teams. Example: ${EXAMPLE}`,
);

/** Reads the file of BUSINESS_CALENDAR, which must be there. Problems are whole sentences that name the place. */
export function readCalendar(
  path: string,
): { readonly calendar: BusinessCalendar } | { readonly problems: readonly string[] } {
  const content = contentOf(path);
  if (content === undefined) {
    return { problems: [`BUSINESS_CALENDAR: the file cannot be read as JSON. Example: ${EXAMPLE}`] };
  }
  const parsed = calendar.safeParse(content);
  if (!parsed.success) return { problems: parsed.error.issues.flatMap(sentencesOf) };
  const { teams } = parsed.data;
  return { calendar: { teams: { support: BUILT_IN_HOURS, sales: BUILT_IN_HOURS, ...teams } } };
}

/** After this nothing more is said of the same value, or of what holds it. */
function last(error: string): { error: string; abort: true } {
  return { error, abort: true };
}

/** What the parser says is left out: it quotes the file. */
function contentOf(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
}

function sentencesOf(issue: z.core.$ZodIssue): string[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map(
      (key) => `BUSINESS_CALENDAR: ${place([...issue.path, key])} is not known there. Example: ${EXAMPLE}`,
    );
  }
  const rule = issue.code === 'invalid_key' ? NAME_RULE : issue.message;
  return [`BUSINESS_CALENDAR: ${place(issue.path)} must ${rule}`];
}

/** Such as "entry 2 of teams.emea.holidays". A name that may be anything is not repeated. */
function place(path: readonly PropertyKey[]): string {
  const keys = path.filter((key) => typeof key !== 'number');
  const names = keys.map((key) => (/^[\w-]{1,40}$/.test(String(key)) ? String(key) : '…')).join('.');
  const entry = path.at(-1);
  return typeof entry === 'number' ? `entry ${entry + 1} of ${names}` : names || 'the file';
}

function spanOf(text: string): Span {
  const [, hour, minute, lastHour = 24, lastMinute = 0] = SPAN.exec(text) ?? [];
  return {
    opens: Number(hour) * 60 + Number(minute),
    closes: Number(lastHour) * 60 + Number(lastMinute),
  };
}

function isForward({ opens, closes }: Span): boolean {
  return opens < closes;
}

function isInOrder(spans: readonly Span[]): boolean {
  return spans.every(({ opens }, index) => opens >= (spans[index - 1]?.closes ?? 0));
}

/** Names only: an offset would miss the changes of the clock. */
function isZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** Days in a row without working hours, from the first holiday to the last. */
function longestBreak({ hours: week, holidays: dates }: Pick<TeamHours, 'hours' | 'holidays'>): number {
  const moments = new Set(dates.map((date) => Date.parse(date)));
  const last = Math.max(...moments);
  let longest = 0;
  let current = 0;
  for (let moment = Math.min(...moments); moment <= last; moment += DAY) {
    const weekday = WEEKDAYS[(new Date(moment).getUTCDay() + 6) % 7];
    const works = weekday && week[weekday].length > 0 && !moments.has(moment);
    current = works ? 0 : current + 1;
    longest = Math.max(longest, current);
  }
  return longest;
}
