import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { aFilledCase, aFilledCheck } from '../builders/filled-cases.ts';
import { appendStepEvent } from '../store/append-step-event.ts';
import { START_TIME } from '../store/database-fixture.ts';
import { createFilledDatabase, runTestCommand } from './run-command.ts';

describe('npm run audit', () => {
  let database: Awaited<ReturnType<typeof createFilledDatabase>>;
  beforeAll(async () => {
    database = await createFilledDatabase(async ({ cases }) => {
      for (let number = 1; number <= 12; number += 1) await cases.open(aFilledCase(`case-${number}`));
      const guard = {
        kind: 'guard-checked',
        stepId: 'one',
        allowed: false,
        snapshot: {
          asOf: START_TIME,
          subscriptions: [{ number: 'A-S00012345', verdict: 'reseller', channel: 'Reseller' }],
          gap: null,
        },
      } as const;
      await appendStepEvent(cases, 'case-3', { at: START_TIME, by: 'U1', ...guard }, 'press-1');
      const dispute = { checkIndex: 0, expected: 'direct', reason: 'it was processed' } as const;
      await appendStepEvent(
        cases,
        'case-5',
        { at: START_TIME, by: 'U3', kind: 'verdict-disputed', ...dispute },
        'dispute-1',
      );
      await cases.appendCheck('case-3', aFilledCheck({ by: 'U2', trigger: 'recheck' }), 'press-2');
      await appendStepEvent(cases, 'case-3', { at: START_TIME, by: 'U4', kind: 'case-shown' }, 'look-1');
    });
  });
  afterAll(() => database.remove());

  it('prints everything that happened to a case, oldest first, and leaves the file as it is', async () => {
    const before = readFileSync(database.file);

    const { code, stdout, stderr } = await runTestCommand('audit', ['case-3'], `sqlite:${database.file}`);

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.split('\n').filter((line) => line.startsWith(START_TIME))).toEqual([
      `${START_TIME}  U0000ANA  check 1 (requested): reseller`,
      `${START_TIME}  U1  checked the guard of step one: not allowed`,
      `${START_TIME}  U2  check 2 (recheck): reseller`,
      `${START_TIME}  U4  looked the customer up and was shown this open case`,
    ]);
    expect(readFileSync(database.file).equals(before)).toBe(true);
  });

  it('lists disputed verdicts', async () => {
    const { code, stdout } = await runTestCommand('audit', ['--disputed'], `sqlite:${database.file}`);

    expect(code).toBe(0);
    expect(stdout.trim().split('\n')).toEqual([
      `${START_TIME}  U3  case case-5, check 1: was reseller, should be direct`,
      '  because "it was processed"',
    ]);
  });

  it('lists who looked up a subscription or ticket, and what a person looked up, without a name', async () => {
    const run = async (...args: string[]) => {
      const { code, stdout } = await runTestCommand('audit', args, `sqlite:${database.file}`);
      return { code, lines: stdout.trim().split('\n') };
    };

    const byPerson = await run('--by', 'U2');
    expect(byPerson).toEqual({
      code: 0,
      lines: [expect.stringMatching(new RegExp(`^${START_TIME}  U2  case case-3  subscription A-S\\d{8}`))],
    });
    const [number = ''] = /A-S\d{8}/.exec(byPerson.lines.join()) ?? [];
    const ofSubscription = await run('--looked-at', number);
    expect(ofSubscription.lines.filter((line) => line.includes('case-3'))).toEqual([
      expect.stringContaining(`${START_TIME}  U4  case case-3`),
      expect.stringContaining(`${START_TIME}  U2  case case-3`),
      expect.stringContaining(`${START_TIME}  U1  case case-3`),
      expect.stringContaining(`${START_TIME}  U0000ANA  case case-3`),
    ]);
    expect([...byPerson.lines, ...ofSubscription.lines].join()).not.toMatch(/Halden|Quillmark/);
    expect(await run('--looked-at', 'A-S99999999')).toEqual({
      code: 0,
      lines: ['Nobody has looked that up.'],
    });
  });

  it('lists a lookup once when its case has two tickets with that number', async () => {
    const { evidence } = aFilledCheck();
    const two = await createFilledDatabase(async ({ cases }) => {
      await cases.open(aFilledCase('two-tickets'));
      for (const host of ['one.example', 'two.example']) {
        const subject = { kind: 'ticket', id: '48211', host } as const;
        await cases.appendCheck('two-tickets', aFilledCheck({ evidence: { ...evidence, subject } }), host);
      }
    });

    const { stdout } = await runTestCommand('audit', ['--looked-at', '48211'], `sqlite:${two.file}`);

    two.remove();
    const lines = stdout.trim().split('\n');
    expect(lines).toHaveLength(3);
    for (const line of lines) expect(line).toContain('ticket one.example 48211, ticket two.example 48211');
  });

  it('lists the newest lookups, and says when there are more', async () => {
    const busy = await createFilledDatabase(async ({ cases }) => {
      await cases.open(aFilledCase('busy'));
      for (let number = 1; number <= 201; number += 1)
        await cases.appendCheck(
          'busy',
          aFilledCheck({ by: 'U7', at: `2022-11-22T14:20:00.${String(number).padStart(3, '0')}Z` }),
          `press-${number}`,
        );
    });

    const { stdout } = await runTestCommand('audit', ['--by', 'U7'], `sqlite:${busy.file}`);

    busy.remove();
    const lines = stdout.trim().split('\n');
    expect(lines).toHaveLength(201);
    expect(lines[0]).toContain('14:20:00.201Z');
    expect(lines.at(-2)).toContain('14:20:00.002Z');
    expect(lines.at(-1)).toBe('There are more. These are the newest 200.');
  });

  it.each([['--looked-at'], ['--by'], ['--by', 'ana'], ['--looked-at', '%'], ['--looked-at', '_']])(
    'explains the arguments when %s %s is no number and no person',
    async (...args) => {
      const { code, stderr } = await runTestCommand('audit', args, `sqlite:${database.file}`);

      expect(code).toBe(1);
      expect(stderr).toContain('--looked-at <number>');
    },
  );

  it('fails when there is no such case', async () => {
    const { code, stdout, stderr } = await runTestCommand('audit', ['case-99'], `sqlite:${database.file}`);

    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('There is no case "case-99" in this database.');
  });

  it('lists the ten newest cases without an argument', async () => {
    const { code, stdout } = await runTestCommand('audit', [], `sqlite:${database.file}`);

    expect(code).toBe(0);
    expect(stdout).toContain('npm run audit -- <case id>');
    expect(stdout.match(/case-\d+/g)).toEqual(
      [12, 11, 10, 9, 8, 7, 6, 5, 4, 3].map((each) => `case-${each}`),
    );
  });

  it('prints what a running bot has just written', async () => {
    const store = await openSqliteStore({ file: `${database.file}-running`, now: () => new Date() });
    await store.cases.open(aFilledCase('new'));

    const { code, stdout } = await runTestCommand('audit', ['new'], `sqlite:${database.file}-running`);

    await store.close();
    expect(code).toBe(0);
    expect(stdout).toContain('check 1 (requested): reseller');
  });

  it('creates no database', async () => {
    const elsewhere = `${database.file}-elsewhere`;

    const { code, stderr } = await runTestCommand('audit', ['case-1'], `sqlite:${elsewhere}`);

    expect(code).toBe(1);
    expect(stderr).toContain(`There is no database ${elsewhere}.`);
    expect(existsSync(elsewhere)).toBe(false);
  });

  it.each([
    ['is something else', 'package.json', 'the file is not a database, or it is corrupt'],
    ['has no tables yet', '', 'the tables cannot be brought up to date'],
  ])('fails when the file %s', async (_, given, why) => {
    const file = given || `${database.file}-empty`;
    if (!given) writeFileSync(file, '');

    const { code, stderr } = await runTestCommand('audit', [], `sqlite:${file}`);

    expect(code).toBe(1);
    expect(stderr).toContain(`Cannot use the database ${file}: ${why}.`);
  });
});
