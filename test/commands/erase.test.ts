import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aFilledCase } from '../builders/filled-cases.ts';
import { createFilledDatabase, runTestCommand } from './run-command.ts';

describe('npm run erase', () => {
  let database: Awaited<ReturnType<typeof createFilledDatabase>>;
  beforeAll(async () => {
    database = await createFilledDatabase(async ({ cases }) => {
      for (const id of ['kept', 'gone']) await cases.open(aFilledCase(id));
    });
  });
  afterAll(() => database.remove());

  it('erases the given case, once', async () => {
    const url = `sqlite:${database.file}`;

    expect(await runTestCommand('erase', ['gone'], url)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Erased the personal data of case "gone"'),
    });
    expect(await runTestCommand('erase', ['gone'], url)).toMatchObject({
      code: 0,
      stdout: 'Case "gone" was already erased.\n',
    });

    const customer = 'Ødegård';
    expect((await runTestCommand('audit', ['kept'], url)).code).toBe(0);
    expect((await runTestCommand('audit', ['gone'], url)).stdout).not.toContain(customer);
  });

  it.each([
    [[], 'Which case?'],
    [['nowhere'], 'There is no case "nowhere"'],
  ])('fails for %j', async (args, expected) => {
    const { code, stderr } = await runTestCommand('erase', args, `sqlite:${database.file}`);

    expect(code).toBe(1);
    expect(stderr).toContain(expected);
  });

  it('creates no database', async () => {
    const elsewhere = `${database.file}-elsewhere`;

    expect((await runTestCommand('erase', ['gone'], `sqlite:${elsewhere}`)).code).toBe(1);
    expect(existsSync(elsewhere)).toBe(false);
  });
});

describe('An unknown command', () => {
  it('is rejected with the names of the known ones', async () => {
    const { code, stderr } = await runTestCommand('eraze', [], 'sqlite:nowhere.db');

    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: 'Which command? One of: audit, after-restore, backup, erase, replay, store-copy.\n',
    });
  });
});
