import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBusinessHours } from '../../src/business-hours/business-hours.ts';
import { calendarCase, calendarFile } from '../builders/team-calendars.ts';

describe('results on a machine', () => {
  const compute = `const { createBusinessHours } = await import('./src/business-hours/business-hours.ts');
    const stories = JSON.parse(process.argv[1]);
    console.log(JSON.stringify(stories.map(({ calendar, from, hours, days }) => {
      const { addBusinessHours, addWorkingDays, nextWorkingMorning } = createBusinessHours(calendar);
      const moment = new Date(from);
      return [addBusinessHours('team', moment, hours), addWorkingDays('team', moment, days), nextWorkingMorning('team', moment)];
    })));`;

  const stories = fc
    .sample(fc.tuple(calendarCase, fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 15 })), {
      numRuns: 100,
      seed: 2026,
    })
    .map(([{ team, from }, hours, days]) => ({ calendar: calendarFile({ team }), from, hours, days }));

  it.each(['UTC', 'America/St_Johns', 'Pacific/Kiritimati'])(
    'do not depend on its time zone, such as %s',
    (zone) => {
      const args = ['--import', 'tsx', '--input-type=module', '--eval', compute, JSON.stringify(stories)];
      const there = execFileSync(process.execPath, args, {
        env: { PATH: process.env['PATH'], TZ: zone },
        encoding: 'utf8',
      });

      const here = stories.map(({ calendar, from, hours, days }) => {
        const { addBusinessHours, addWorkingDays, nextWorkingMorning } = createBusinessHours(calendar);
        return [
          addBusinessHours('team', from, hours),
          addWorkingDays('team', from, days),
          nextWorkingMorning('team', from),
        ];
      });
      expect(there.trim()).toBe(JSON.stringify(here));
    },
  );
});
