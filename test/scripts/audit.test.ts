import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openStore } from '../../src/store/sqlite-store.ts';
import { aCase, aCheck } from '../store/a-check.ts';
import { START } from '../store/site.ts';
import { aDatabase, run } from './stored-cases.ts';

describe('npm run audit', () => {
  let database: Awaited<ReturnType<typeof aDatabase>>;
  beforeAll(async () => {
    database = await aDatabase(async ({ cases }) => {
      for (let number = 1; number <= 12; number += 1) await cases.open(aCase(`case-${number}`));
      const guard = {
        kind: 'guard',
        stepId: 'one',
        allowed: false,
        seen: {
          asOf: START,
          subscriptions: [{ number: 'A-S00012345', verdict: 'reseller', channel: 'Reseller' }],
          gap: null,
        },
      } as const;
      await cases.addAct('case-3', { at: START, by: 'U1', ...guard }, 'press-1');
      await cases.addCheck('case-3', aCheck({ by: 'U2', because: 'recheck' }), 'press-2');
    });
  });
  afterAll(() => database.remove());

  it('tells everything that happened to a case, oldest first, and leaves the file as it is', async () => {
    const before = readFileSync(database.file);

    const { code, stdout, stderr } = await run('audit', ['case-3'], `sqlite:${database.file}`);

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.split('\n').filter((line) => line.startsWith(START))).toEqual([
      `${START}  U0000ANA  check 1 (asked): reseller`,
      `${START}  U1  looked for step one: not allowed`,
      `${START}  U2  check 2 (recheck): reseller`,
    ]);
    expect(readFileSync(database.file).equals(before)).toBe(true);
  });

  it('says so and fails when there is no such case', async () => {
    const { code, stdout, stderr } = await run('audit', ['case-99'], `sqlite:${database.file}`);

    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('There is no case "case-99" in this database.');
  });

  it('offers the ten newest cases when none is named', async () => {
    const { code, stdout } = await run('audit', [], `sqlite:${database.file}`);

    expect(code).toBe(0);
    expect(stdout).toContain('npm run audit -- <case id>');
    expect(stdout.match(/case-\d+/g)).toEqual(
      [12, 11, 10, 9, 8, 7, 6, 5, 4, 3].map((each) => `case-${each}`),
    );
  });

  it('shows what a running bot wrote a moment ago', async () => {
    const store = await openStore({ file: `${database.file}-running`, now: () => new Date() });
    await store.cases.open(aCase('new'));

    const { code, stdout } = await run('audit', ['new'], `sqlite:${database.file}-running`);

    await store.close();
    expect(code).toBe(0);
    expect(stdout).toContain('check 1 (asked): reseller');
  });

  it('makes no database where there is none', async () => {
    const elsewhere = `${database.file}-elsewhere`;

    const { code, stderr } = await run('audit', ['case-1'], `sqlite:${elsewhere}`);

    expect(code).toBe(1);
    expect(stderr).toContain(`There is no database ${elsewhere}.`);
    expect(existsSync(elsewhere)).toBe(false);
  });

  it.each([
    ['is something else', 'package.json', 'the file is not a database, or it is damaged'],
    ['has no tables yet', '', 'the tables cannot be brought up to date'],
  ])('says so when the file %s', async (_, given, why) => {
    const file = given || `${database.file}-empty`;
    if (!given) writeFileSync(file, '');

    const { code, stderr } = await run('audit', [], `sqlite:${file}`);

    expect(code).toBe(1);
    expect(stderr).toContain(`Cannot read the database ${file}: ${why}.`);
  });
});
