import { told } from '../domain/answer.ts';
import { askerOf } from '../domain/asker.ts';
import { tenantDay } from '../domain/calendar.ts';
import type { Check, Told } from '../domain/case.ts';
import type { Evidence } from '../domain/evidence.ts';
import type { Policy } from '../domain/facts.ts';
import { effectiveEvidence } from '../domain/ticket-mismatch.ts';
import { judge, RULE_VERSION } from '../domain/verdict.ts';
import { wholeVerdict } from '../domain/whole-verdict.ts';
import { pickScenario } from '../scenarios/index.ts';

export interface Judging {
  readonly at: Date;
  /** When the systems were asked. */
  readonly lookedAt: Date;
  readonly by: string;
  readonly because: Check['because'];
  readonly policy: Policy;
  /** What they did not say is read from the evidence. */
  readonly told: Told;
}

/** Evidence in, a finished check out: verdicts, the facts, and the one scenario that claims them. Pure. */
export function judgeEvidence(evidence: Evidence, judging: Judging): Check {
  const { at, lookedAt, by, because, policy } = judging;
  const counted = effectiveEvidence(evidence, judging.told);
  const context = { today: tenantDay(lookedAt), allianceTicket: isAllianceTicket(counted) };
  const judgements = evidence.subscriptions.map((one) => judge(one, context));
  const facts = {
    policy,
    verdict: wholeVerdict(evidence, judgements),
    topic: judging.told.topic ?? told(counted.ticket)?.topic ?? 'other',
    asker: judging.told.asker ?? askerOf(counted),
    proof: judging.told.proof ?? 'unknown',
  } as const;
  return {
    at: at.toISOString(),
    lookedAt: lookedAt.toISOString(),
    by,
    because,
    ruleVersion: RULE_VERSION,
    ...facts,
    told: judging.told,
    evidence,
    judgements,
    scenario: pickScenario(facts),
  };
}

function isAllianceTicket({ ticket }: Evidence): boolean {
  return told(ticket)?.organisation?.accountType === 'alliance_partner';
}
