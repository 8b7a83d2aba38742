import { POLICIES } from '../domain/case-facts.ts';
import type { CheckDifference, CheckSummary } from '../domain/compare-checks.ts';

export const REPLAY_USAGE = `Usage: npm run replay -- [--policy ${POLICIES.join('|')}] [--verdict <verdict>] [--topic <topic>] [--since YYYY-MM-DD]`;

/** Returns how the result for a case would differ under the current rules, as lines for a terminal. */
export function replayDifferenceLines(
  caseId: string,
  { before, now, subscriptions }: CheckDifference,
): string[] {
  const [only, ...others] = subscriptions;
  const what =
    others.length > 0 ? `${subscriptions.length} subscriptions` : (only?.number ?? 'no subscription');
  const facts = [
    ['verdict', formatChange(before, now, ({ verdict }) => verdict)],
    ['scenario', formatChange(before, now, ({ scenario }) => scenario)],
    ['rule version', formatChange(before, now, ({ ruleVersion }) => String(ruleVersion))],
  ];
  const parts = subscriptions.filter((one) => others.length > 0 && one.before !== one.now);
  return [
    `${caseId}  ${what}  ${facts.map((fact) => fact.join(' ')).join(', ')}`,
    ...parts.map((one) => `  ${one.number}  verdict ${one.before ?? 'none'} → ${one.now ?? 'none'}`),
  ];
}

/** Line for a case whose evidence the current rules cannot read. Such cases count as different. */
export function unreadableCaseLine(caseId: string, reason: string): string {
  return `${caseId}  cannot be judged any more: ${reason}`;
}

export function replaySummaryLine(cases: number, differ: number): string {
  return `${cases} cases, ${differ} differ`;
}

function formatChange(
  before: CheckSummary,
  now: CheckSummary,
  read: (outcome: CheckSummary) => string,
): string {
  return `${read(before)} → ${read(now)}`;
}
