import type { Case, Check } from '../../domain/case.ts';
import { latestCheck } from '../../domain/case.ts';
import { findDiscrepancies } from '../../domain/discrepancies.ts';
import type { RichText } from '../../domain/text-fragments.ts';
import { literalFragment, phrase, timeFragment, userFragment } from '../../domain/text-fragments.ts';
import { effectiveEvidence, ticketMismatch } from '../../domain/ticket-mismatch.ts';
import { lastConfirmedText } from '../../words/case-fold-text.ts';
import { VERDICT_TITLES } from '../../words/verdict-text.ts';
import { formatFactChange } from './case-facts.ts';
import { subjectName } from './format-case.ts';

/** Returns the last verdict that the systems gave, where a re-check gave none; empty where there is none, and for a first check. */
export function formatLastConfirmed({ checks }: Case): RichText {
  const confirmed = lastConfirmedCheck(checks);
  return confirmed ? lastConfirmedText(VERDICT_TITLES[confirmed.verdict], confirmed.lookedUpAt) : [];
}

/** Goes back as long as the checks are about the same subject: until somebody chose another one. */
function lastConfirmedCheck(checks: readonly Check[]): Check | undefined {
  if (checks.at(-1)?.verdict !== 'unknown') return undefined;
  const start = checks.findLastIndex(({ trigger }) => trigger === 'requested' || trigger === 'choice');
  return checks.slice(start).findLast(({ verdict }) => verdict !== 'unknown' && verdict !== 'not-found');
}

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
      return lastConfirmedCheck(kase.checks) ? [] : formatComparison(before, now);
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
