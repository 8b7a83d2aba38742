import { judgeCandidates } from '../domain/candidates.ts';
import type { Case, Check, ManualFacts } from '../domain/case.ts';
import { latestCheck } from '../domain/case.ts';
import type { Policy } from '../domain/case-facts.ts';
import type { CheckDifference } from '../domain/compare-checks.ts';
import { compareChecks } from '../domain/compare-checks.ts';
import { valueOrNull } from '../domain/connector-result.ts';
import { tenantDate } from '../domain/dates.ts';
import type { Evidence } from '../domain/evidence.ts';
import { judgeSubscriptions } from '../domain/judge-subscriptions.ts';
import { knownFactsOf } from '../domain/known-facts.ts';
import { overallVerdict } from '../domain/overall-verdict.ts';
import { inferRequester, type Requester } from '../domain/requester.ts';
import { requesterIsSoldTo } from '../domain/requester-is-sold-to.ts';
import { effectiveEvidence, unresolvedMismatch } from '../domain/ticket-mismatch.ts';
import { RULE_VERSION } from '../domain/verdict.ts';
import { selectScenario } from '../policy/select-scenario.ts';

export interface JudgeOptions {
  readonly at: Date;
  /** When the systems were read. */
  readonly lookedAt: Date;
  readonly by: string;
  readonly trigger: Check['trigger'];
  readonly policy: Policy;
  /** Facts set by hand; the others are inferred from the evidence. */
  readonly manualFacts: ManualFacts;
}

/** Turns evidence into a check: the verdicts, the facts, and the matching scenario. Pure. */
export function judgeEvidence(evidence: Evidence, options: JudgeOptions): Check {
  const { at, lookedAt, by, trigger, policy } = options;
  const effective = effectiveEvidence(evidence, options.manualFacts);
  const judging = { today: tenantDate(lookedAt), managedService: options.manualFacts.managedService };
  const judgements = judgeSubscriptions(effective, judging);
  const candidates = judgeCandidates(effective, judging);
  const requester = requesterOf(evidence, options);
  const facts = {
    policy,
    verdict: overallVerdict(evidence, judgements),
    topic: options.manualFacts.topic ?? valueOrNull(effective.ticket)?.topic ?? 'other',
    requester: requester.side,
    proof: options.manualFacts.proof ?? 'unknown',
  } as const;
  return {
    at: at.toISOString(),
    lookedUpAt: lookedAt.toISOString(),
    by,
    trigger,
    ruleVersion: RULE_VERSION,
    ...facts,
    requesterReason: requester.reason,
    requesterIsSoldTo: requesterIsSoldTo(effective),
    manualFacts: options.manualFacts,
    evidence,
    judgements,
    candidates,
    scenario: selectScenario(facts, knownFactsOf(effective, judgements, candidates)),
  };
}

/** Returns who asks: as a person set it, otherwise as inferred. */
function requesterOf(evidence: Evidence, { manualFacts, by }: JudgeOptions): Requester {
  if (manualFacts.requester) {
    return {
      side: manualFacts.requester,
      reason: { kind: 'manual', by: manualFacts.requesterSetBy ?? by },
    };
  }
  return unresolvedMismatch(evidence, manualFacts)
    ? { side: 'unknown', reason: { kind: 'ticket-ignored' } }
    : inferRequester(evidence);
}

/**
 * Judges the stored evidence of the case's latest check again, with the current rules and texts, under that policy or the
 * case's own. Returns the differences; null: none. Reads and writes nothing.
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
