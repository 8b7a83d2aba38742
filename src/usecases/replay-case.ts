import type { Case } from '../domain/case.ts';
import { latestCheck } from '../domain/case.ts';
import type { Policy } from '../domain/case-facts.ts';
import type { CheckDifference } from '../domain/compare-checks.ts';
import { compareChecks } from '../domain/compare-checks.ts';
import { judgeEvidence } from './judge-evidence.ts';

/**
 * Judges the evidence of the case's latest look with today's rules and words, under that policy or the case's own.
 * Null: it comes out the same. Asks no system, writes nothing.
 */
export function replayCase(kase: Case, policy?: Policy): CheckDifference | null {
  const stored = latestCheck(kase);
  const replayed = judgeEvidence(stored.evidence, {
    at: new Date(stored.at),
    lookedAt: new Date(stored.lookedUpAt),
    by: stored.by,
    trigger: stored.trigger,
    policy: policy ?? stored.policy,
    manualFacts: stored.manualFacts,
  });
  return compareChecks(stored, replayed);
}
