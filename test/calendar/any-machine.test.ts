import { execFileSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createCalendars } from '../../src/calendar/calendars.ts';
import { calendarWith, story } from './teams.ts';

describe('the machine', () => {
  const compute = `const { createCalendars } = await import('./src/calendar/calendars.ts');
    const stories = JSON.parse(process.argv[1]);
    console.log(JSON.stringify(stories.map(({ calendar, from, hours, days }) => {
      const { afterHours, afterDays, nextMorning } = createCalendars(calendar);
      const moment = new Date(from);
      return [afterHours('team', moment, hours), afterDays('team', moment, days), nextMorning('team', moment)];
    })));`;

  const stories = fc
    .sample(fc.tuple(story, fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 15 })), {
      numRuns: 100,
      seed: 2026,
    })
    .map(([{ team, from }, hours, days]) => ({ calendar: calendarWith({ team }), from, hours, days }));

  it.each(['UTC', 'America/St_Johns', 'Pacific/Kiritimati'])('may stand anywhere, such as in %s', (zone) => {
    const args = ['--import', 'tsx', '--input-type=module', '--eval', compute, JSON.stringify(stories)];
    const there = execFileSync(process.execPath, args, {
      env: { PATH: process.env['PATH'], TZ: zone },
      encoding: 'utf8',
    });

    const here = stories.map(({ calendar, from, hours, days }) => {
      const { afterHours, afterDays, nextMorning } = createCalendars(calendar);
      return [afterHours('team', from, hours), afterDays('team', from, days), nextMorning('team', from)];
    });
    expect(there.trim()).toBe(JSON.stringify(here));
  });
});
