import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { judgeEvidence } from '../../src/usecases/judge-evidence.ts';
import * as slack from '../slack/cases.ts';
import { aCase, aCheck } from '../store/a-check.ts';
import { aDatabase, run } from './stored-cases.ts';

/** As the code of today judges it. */
const today = judgeEvidence(slack.someEvidence(), {
  at: new Date(slack.AT),
  lookedAt: new Date(slack.AT),
  by: 'U1',
  because: 'asked',
  policy: 'seed',
  told: { topic: 'sign-in' },
});

describe('npm run replay', () => {
  let database: Awaited<ReturnType<typeof aDatabase>>;
  beforeAll(async () => {
    database = await aDatabase(async ({ cases }) => {
      await cases.open(aCase('same', { checks: [today] }));
      await cases.open(aCase('was-otherwise', { checks: [aCheck()] }));
      await cases.addCheck('was-otherwise', today, 'press-1');
      const gone = { ...today.scenario, id: 'no-longer-there' };
      await cases.open(aCase('gone', { checks: [{ ...today, scenario: gone, ruleVersion: 0 }] }));
      const { told, proof, ...earlier } = today;
      await cases.open(aCase('earlier', { checks: [earlier as typeof today] }));
      expect([told, proof]).toEqual([{ topic: 'sign-in' }, 'unknown']);
      const broken = { ...today, evidence: {} as typeof today.evidence };
      await cases.open(aCase('broken', { checks: [broken] }));
    });
  });
  afterAll(() => database.remove());

  it('lists what the rules of today would say otherwise, by the latest look of each case', async () => {
    const { code, stdout, stderr } = await run('replay', [], `sqlite:${database.file}`);

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.trimEnd().split('\n')).toEqual([
      'gone  A-S00900001  verdict reseller → reseller, scenario no-longer-there → reseller-sign-in, rule version 0 → 1',
      expect.stringMatching(/^broken {2}cannot be judged any more: /),
      '5 cases, 2 differ',
    ]);
  });

  it('judges under another policy when asked', async () => {
    const { code, stdout } = await run('replay', ['--policy', '2025'], `sqlite:${database.file}`);

    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^same {2}A-S00900001 {2}verdict reseller → reseller, scenario reseller-sign-in → /m,
    );
    expect(stdout.trimEnd().split('\n').at(-1)).toBe('5 cases, 5 differ');
  });

  it.each([[['--policy', '2019']], [['--policy']], [['now']]])('refuses %j', async (args) => {
    const { code, stderr } = await run('replay', args, `sqlite:${database.file}`);

    expect(code).toBe(1);
    expect(stderr).toContain('npm run replay -- [--policy seed|2025]');
  });
});
