import { describe, expect, it } from 'vitest';
import { compareChecks } from '../../src/domain/compare-checks.ts';
import type { Verdict } from '../../src/domain/verdict.ts';
import { replayDifferenceLines } from '../../src/words/replay-lines.ts';
import {
  aCheck,
  anEvidence,
  aScenario,
  directSubscriptionEvidence,
  resoldSubscriptionEvidence,
} from '../builders/cases.ts';

const account = anEvidence({
  subscriptions: [
    resoldSubscriptionEvidence({ number: 'A-S1' }),
    directSubscriptionEvidence({ number: 'A-S2' }),
  ],
});
const before = aCheck({ evidence: account });

function judged(verdicts: readonly Verdict[]) {
  const judgements = before.judgements.flatMap((one, place) => {
    const verdict = verdicts[place];
    return verdict ? [{ ...one, verdict }] : [];
  });
  return aCheck({ evidence: account, judgements });
}

describe('two judgements of the same evidence', () => {
  it('are equal when verdicts and scenario are equal, even for different rule versions', () => {
    expect(compareChecks(before, { ...before, ruleVersion: 7 })).toBeNull();
  });

  it('differ when the scenario differs', () => {
    const now = { ...before, scenario: aScenario({ id: 'other' }), ruleVersion: 2 };

    expect(compareChecks(before, now)).toMatchObject({
      before: { verdict: 'mixed', scenario: 'sample', ruleVersion: 1 },
      now: { verdict: 'mixed', scenario: 'other', ruleVersion: 2 },
    });
  });

  it('differ when one subscription differs, even if the overall verdict is unchanged', () => {
    const difference = compareChecks(before, judged(['reseller', 'transition-complete']));

    expect(difference && replayDifferenceLines('c1', difference)).toEqual([
      'c1  2 subscriptions  verdict mixed → mixed, scenario sample → sample, rule version 1 → 1',
      '  A-S2  verdict direct → transition-complete',
    ]);
  });

  it('differ when one of them does not judge a subscription', () => {
    const difference = compareChecks(before, { ...judged(['reseller']), verdict: 'mixed' });

    expect(difference && replayDifferenceLines('c1', difference).at(-1)).toBe(
      '  A-S2  verdict direct → none',
    );
  });
});
