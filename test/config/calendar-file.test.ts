import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCalendarFile } from '../../src/config/calendar-file.ts';
import { DEFAULT_TEAM_HOURS } from '../../src/domain/business-calendar.ts';

const HOURS = { mon: ['09:00-17:00'] };
const SALES = { zone: 'Europe/Lisbon', hours: HOURS };
const FILE = join(mkdtempSync(join(tmpdir(), 'calendar-')), 'calendar.json');

function reading(content: unknown) {
  writeFileSync(FILE, typeof content === 'string' ? content : JSON.stringify(content));
  return readCalendarFile(FILE);
}

function calendarOf(content: unknown) {
  const read = reading(content);
  if ('problems' in read) throw new Error(read.problems.join('\n'));
  return read.calendar;
}

function problemsOf(content: unknown): readonly string[] {
  const read = reading(content);
  return 'problems' in read ? read.problems : [];
}

describe('a calendar file', () => {
  it('is parsed into zones, minutes of the day and holidays', () => {
    const { teams } = calendarOf({
      note: 'Ours.',
      teams: {
        emea: {
          note: 'With a break.',
          zone: 'Europe/London',
          hours: { mon: ['00:00-09:05', '13:30-24:00'], tue: ['23:00-23:59'], wed: [] },
          holidays: ['2024-02-29', '2026-12-25'],
        },
      },
    });

    expect(teams['emea']).toEqual({
      timeZone: 'Europe/London',
      hours: {
        mon: [
          { opensAtMinute: 0, closesAtMinute: 545 },
          { opensAtMinute: 810, closesAtMinute: 1440 },
        ],
        tue: [{ opensAtMinute: 1380, closesAtMinute: 1439 }],
        wed: [],
        thu: [],
        fri: [],
        sat: [],
        sun: [],
      },
      holidays: ['2024-02-29', '2026-12-25'],
    });
  });

  it('may omit support and sales, which then have the default hours', () => {
    expect(calendarOf({ teams: {} }).teams).toEqual({
      support: DEFAULT_TEAM_HOURS,
      sales: DEFAULT_TEAM_HOURS,
    });
    expect(calendarOf({ teams: { sales: SALES } }).teams).toMatchObject({
      support: DEFAULT_TEAM_HOURS,
      sales: { timeZone: 'Europe/Lisbon', hours: { tue: [] } },
    });
  });

  it('may begin with a byte order mark, and have adjacent spans', () => {
    const hours = { mon: ['09:00-12:00', '12:00-17:00'] };

    expect(problemsOf(`\uFEFF${JSON.stringify({ teams: { sales: { ...SALES, hours } } })}`)).toEqual([]);
  });

  it('has a valid sample', () => {
    const sample = readFileSync('scripts/sandbox/calendar.json', 'utf8');

    expect(Object.keys(calendarOf(sample).teams)).toEqual(['support', 'sales', 'smb', 'emea']);
  });
});

describe('An invalid calendar file', () => {
  it.each([
    ['', 'the file cannot be read as JSON'],
    ["{ teams: 'quiet-heron' }", 'the file cannot be read as JSON'],
    ['[]', 'the file must be an object with teams'],
    ['null', 'the file must be an object with teams'],
    ['{}', 'teams must be teams by name'],
  ])('is reported as a whole, with an example and no quotes: %s', (content, said) => {
    const problems = problemsOf(content);

    expect(problems).toEqual([expect.stringContaining(`BUSINESS_CALENDAR: ${said}`)]);
    expect(problems[0]).not.toContain('quiet');
    const [, example = ''] = problems[0]?.split('Example: ') ?? [];
    expect(problemsOf(example)).toEqual([]);
  });

  it.each([
    [{ zone: undefined }, 'teams.emea.zone must be an IANA time zone'],
    [{ zone: 'Europe/Lisboa' }, 'teams.emea.zone must be an IANA time zone'],
    [{ zone: '+01:00' }, 'teams.emea.zone must be an IANA time zone'],
    [{ zone: 'local' }, 'teams.emea.zone must be an IANA time zone'],
    [{ zone: 1 }, 'teams.emea.zone must be an IANA time zone'],
    [{ hours: undefined }, 'teams.emea.hours must be working hours by day'],
    [{ hours: {} }, 'teams.emea.hours must have working hours on at least one day'],
    [{ hours: { mon: [] } }, 'teams.emea.hours must have working hours on at least one day'],
    [{ hours: { mon: '09:00-17:00' } }, 'teams.emea.hours.mon must be a list'],
    [{ hours: { ...HOURS, monday: [] } }, 'teams.emea.hours.monday is unknown'],
    [{ hours: { mon: ['9:00-17:00'] } }, 'entry 1 of teams.emea.hours.mon must be two times'],
    [{ hours: { mon: ['09:00-24:01'] } }, 'entry 1 of teams.emea.hours.mon must be two times'],
    [{ hours: { mon: ['24:00-24:00'] } }, 'entry 1 of teams.emea.hours.mon must be two times'],
    [{ hours: { mon: ['09:60-17:00'] } }, 'entry 1 of teams.emea.hours.mon must be two times'],
    [{ hours: { mon: ['09:00 - 17:00'] } }, 'entry 1 of teams.emea.hours.mon must be two times'],
    [{ hours: { mon: ['17:00-09:00'] } }, 'entry 1 of teams.emea.hours.mon must be two times'],
    [{ hours: { mon: ['09:00-09:00'] } }, 'entry 1 of teams.emea.hours.mon must be two times'],
    [{ hours: { mon: ['09:00-12:00', 9] } }, 'entry 2 of teams.emea.hours.mon must be two times'],
    [{ hours: { mon: ['09:00-12:00', '11:59-17:00'] } }, 'teams.emea.hours.mon must be in order'],
    [{ hours: { mon: ['13:00-17:00', '09:00-12:00'] } }, 'teams.emea.hours.mon must be in order'],
    [{ holidays: '2026-12-25' }, 'teams.emea.holidays must be a list of dates'],
    [{ holidays: ['2026-12-25', '2026-02-29'] }, 'entry 2 of teams.emea.holidays must be a date'],
    [{ holidays: ['25.12.2026'] }, 'entry 1 of teams.emea.holidays must be a date'],
    [{ holidays: ['1926-12-25'] }, 'entry 1 of teams.emea.holidays must be a date of the years 2000 to 2099'],
    [
      { holidays: ['2026-12-25', '2026-12-26', '2026-12-25'] },
      'entry 3 of teams.emea.holidays must differ from entry 1',
    ],
    [{ holiday: ['2026-12-25'] }, 'teams.emea.holiday is unknown'],
    [{ note: 1 }, 'teams.emea.note must be text'],
  ])('is reported with the place of the error: %j', (change, said) => {
    const problems = problemsOf({ teams: { sales: SALES, emea: { ...SALES, ...change } } });

    expect(problems).toEqual([expect.stringContaining(`BUSINESS_CALENDAR: ${said}`)]);
    expect(problems[0]).toMatch(/Example: \S/);
  });

  it.each([
    [{ teams: { sales: [] } }, 'teams.sales must have a time zone and working hours'],
    [{ teams: { EMEA: SALES } }, 'teams.EMEA must be support, sales or the name of a region'],
    [{ teams: { 'ana@heron.example': SALES } }, 'teams.… must be support, sales or the name of a region'],
    [{ teams: {}, team: {} }, 'team is unknown'],
  ])('is reported with the invalid name: %j', (content, said) => {
    expect(problemsOf(content)).toEqual([expect.stringContaining(`BUSINESS_CALENDAR: ${said}`)]);
  });

  it('is reported with all errors at once', () => {
    const problems = problemsOf({
      teams: {
        sales: { zone: 'Lisbon', hours: { mon: ['9-17'], fri: ['late'] }, holidays: ['soon'], off: true },
        smb: { zone: 'UTC', hours: {}, holidays: [] },
      },
      tems: {},
    });

    expect(problems.map((problem) => /^BUSINESS_CALENDAR: (.*?) (?:must|is)/.exec(problem)?.[1])).toEqual([
      'teams.sales.zone',
      'entry 1 of teams.sales.hours.mon',
      'entry 1 of teams.sales.hours.fri',
      'entry 1 of teams.sales.holidays',
      'teams.sales.off',
      'teams.smb.hours',
      'tems',
    ]);
  });

  it('is reported when a team has no working day for more than a year', () => {
    const mondays = (weeks: number) =>
      Array.from({ length: weeks }, (_, week) =>
        new Date(Date.UTC(2026, 0, 5 + week * 7)).toISOString().slice(0, 10),
      );

    expect(problemsOf({ teams: { sales: { ...SALES, holidays: mondays(52) } } })).toEqual([]);
    expect(problemsOf({ teams: { sales: { ...SALES, holidays: mondays(60) } } })).toEqual([
      expect.stringContaining('teams.sales.holidays must leave at least one working day in every year'),
    ]);
  });
});
