import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Check } from '../../src/domain/case.ts';
import { judgeEvidence } from '../../src/usecases/judge-evidence.ts';
import * as slack from '../builders/cases.ts';
import { aFilledCase, aFilledCheck } from '../builders/filled-cases.ts';
import { createFilledDatabase, runTestCommand } from './run-command.ts';

/** As the code of today judges it. */
const today = judgeEvidence(slack.anEvidence(), {
  at: new Date(slack.CHECKED_AT),
  lookedAt: new Date(slack.CHECKED_AT),
  by: 'U1',
  trigger: 'requested',
  policy: 'seed',
  manualFacts: { topic: 'sign-in' },
});

/** By the rules of version 1, a Sold-To contact at the partner alone was a managed service. */
function managedByRuleOne(): Check {
  const evidence = slack.anEvidence({ subscriptions: [slack.soldToAtResellerEvidence()] });
  const judgements = today.judgements.map((one) => ({ ...one, verdict: 'msp' as const }));
  const scenario = { ...today.scenario, id: 'msp' };
  return { ...today, evidence, judgements, verdict: 'msp', scenario, ruleVersion: 1 };
}

describe('npm run replay', () => {
  let database: Awaited<ReturnType<typeof createFilledDatabase>>;
  beforeAll(async () => {
    database = await createFilledDatabase(async ({ cases }) => {
      await cases.open(aFilledCase('same', { checks: [today] }));
      await cases.open(aFilledCase('was-otherwise', { checks: [aFilledCheck()] }));
      await cases.appendCheck('was-otherwise', today, 'press-1');
      const gone = { ...today.scenario, id: 'no-longer-there' };
      await cases.open(aFilledCase('gone', { checks: [{ ...today, scenario: gone, ruleVersion: 0 }] }));
      await cases.open(aFilledCase('was-managed', { checks: [managedByRuleOne()] }));
      const broken = { ...today, evidence: { ...today.evidence, subscriptions: null as never } };
      await cases.open(aFilledCase('broken', { checks: [broken] }));
      await cases.open(aFilledCase('erased', { checks: [today] }));
      await cases.erase('erased', new Date());
    });
  });
  afterAll(() => database.remove());

  it('lists differences under the current rules, by the latest check of each case', async () => {
    const { code, stdout, stderr } = await runTestCommand('replay', [], `sqlite:${database.file}`);

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.trimEnd().split('\n')).toEqual([
      'gone  A-S00900001  verdict reseller → reseller, scenario no-longer-there → reseller-sign-in, rule version 0 → 2',
      'was-managed  A-S00900001  verdict msp → reseller, scenario msp → reseller-sign-in, rule version 1 → 2',
      'broken  cannot be judged any more: cases broken cannot be read: invalid-shape',
      '6 cases, 3 differ',
    ]);
  });

  it('applies another policy', async () => {
    const { code, stdout } = await runTestCommand('replay', ['--policy', '2025'], `sqlite:${database.file}`);

    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^same {2}A-S00900001 {2}verdict reseller → reseller, scenario reseller-sign-in → /m,
    );
    expect(stdout.trimEnd().split('\n').at(-1)).toBe('6 cases, 5 differ');
  });

  it('selects cases by verdict, topic and time of their latest check', async () => {
    const summaryOf = async (...args: string[]) => {
      const { stdout } = await runTestCommand('replay', args, `sqlite:${database.file}`);
      return stdout.trimEnd().split('\n').at(-1);
    };

    expect(await summaryOf('--verdict', 'msp')).toBe('1 cases, 1 differ');
    expect(await summaryOf('--topic', 'license-upload')).toBe('0 cases, 0 differ');
    expect(await summaryOf('--topic', 'sign-in', '--since', today.at.slice(0, 10))).toBe('6 cases, 3 differ');
    expect(await summaryOf('--since', '2100-01-01')).toBe('0 cases, 0 differ');
  });

  it.each([
    [['--policy', '2019']],
    [['--policy']],
    [['now']],
    [['--verdict', 'resold']],
    [['--topic', 'x']],
    [['--since', 'Monday']],
  ])('rejects %j', async (args) => {
    const { code, stderr } = await runTestCommand('replay', args, `sqlite:${database.file}`);

    expect(code).toBe(1);
    expect(stderr).toContain('npm run replay -- [--policy seed|2025|2026] ');
  });
});
