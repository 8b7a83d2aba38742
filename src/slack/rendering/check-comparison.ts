import type { Case, Check } from '../../domain/case.ts';
import { latestCheck } from '../../domain/case.ts';
import { findDiscrepancies } from '../../domain/findings.ts';
import type { RichText } from '../../domain/text-fragments.ts';
import { literalFragment, phrase, timeFragment, userFragment } from '../../domain/text-fragments.ts';
import { effectiveEvidence, ticketMismatch } from '../../domain/ticket-mismatch.ts';
import { VERDICT_TITLES } from '../../words/verdict-text.ts';
import { formatFactChange } from './case-facts.ts';
import { subjectName } from './format-case.ts';

/** Returns in one line what changed since the previous check; empty for the first check. */
export function formatChangeSinceLastCheck(kase: Case): RichText {
  const now = latestCheck(kase);
  const before = kase.checks.at(-2);
  if (!before) return [];
  switch (now.trigger) {
    case 'manual':
      return formatFactChange(before, now);
    case 'choice':
      return phrase`Selected by ${userFragment(now.by)} from ${subjectName(before)}, whose verdict was “${literalFragment(VERDICT_TITLES[before.verdict])}” at ${timeFragment(before.lookedUpAt)}.`;
    case 'requested':
    case 'recheck':
      return formatComparison(before, now);
  }
}

function formatComparison(before: Check, now: Check): RichText {
  const since = timeFragment(before.lookedUpAt);
  if (before.verdict !== now.verdict) {
    const [was, is] = [VERDICT_TITLES[before.verdict], VERDICT_TITLES[now.verdict]];
    return phrase`Since ${since}: verdict was “${literalFragment(was)}”, now “${literalFragment(is)}”.`;
  }
  return hasSameDetails(before, now)
    ? phrase`Re-checked: no change since ${since}.`
    : phrase`Re-checked: same verdict as at ${since}, but some details changed.`;
}

function hasSameDetails(before: Check, now: Check): boolean {
  return JSON.stringify(comparableDetails(before)) === JSON.stringify(comparableDetails(now));
}

/** Leaves out day counts, which change without any change in the data. */
function comparableDetails({ judgements, evidence, manualFacts }: Check): unknown {
  return [
    judgements.map((judgement) => ({ ...judgement, endedDaysAgo: null })),
    findDiscrepancies(effectiveEvidence(evidence, manualFacts), judgements),
    ticketMismatch(evidence),
  ];
}
