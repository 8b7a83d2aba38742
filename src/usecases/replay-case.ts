import type { Case } from '../domain/case.ts';
import { latest } from '../domain/case.ts';
import type { Policy } from '../domain/facts.ts';
import type { Difference } from '../domain/replay.ts';
import { differenceBetween } from '../domain/replay.ts';
import { judgeEvidence } from './judge-evidence.ts';

/**
 * Judges the evidence of the case's latest look with today's rules and words, under that policy or the case's own.
 * Null: it comes out the same. Asks no system, writes nothing.
 */
export function replayCase(kase: Case, policy?: Policy): Difference | null {
  const before = latest(kase);
  const now = judgeEvidence(before.evidence, {
    at: new Date(before.at),
    lookedAt: new Date(before.lookedAt),
    by: before.by,
    because: before.because,
    policy: policy ?? before.policy,
    told: before.told,
  });
  return differenceBetween(before, now);
}
