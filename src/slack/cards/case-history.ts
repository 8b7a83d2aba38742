import type { Case, Check } from '../../domain/case.ts';
import { latest } from '../../domain/case.ts';
import { discrepancies } from '../../domain/findings.ts';
import { effectiveEvidence, ticketMismatch } from '../../domain/ticket-mismatch.ts';
import { VERDICT_TITLES } from '../../words/verdicts.ts';
import type { Rich } from '../mrkdwn.ts';
import { moment, rich, user, words } from '../mrkdwn.ts';
import { toldWords } from './case-facts.ts';
import { subjectName } from './case-words.ts';

/** What the latest check changed, in one line; empty for the first. */
export function sinceBefore(kase: Case): Rich {
  const now = latest(kase);
  const before = kase.checks.at(-2);
  if (!before) return [];
  switch (now.because) {
    case 'told':
      return toldWords(before, now);
    case 'choice':
      return rich`Chosen by ${user(now.by)} from ${subjectName(before)}, which read “${words(VERDICT_TITLES[before.verdict])}” at ${moment(before.lookedAt)}.`;
    case 'asked':
    case 'recheck':
      return comparison(before, now);
  }
}

function comparison(before: Check, now: Check): Rich {
  const since = moment(before.lookedAt);
  if (before.verdict !== now.verdict) {
    const [was, is] = [VERDICT_TITLES[before.verdict], VERDICT_TITLES[now.verdict]];
    return rich`Since ${since}: verdict was “${words(was)}”, now “${words(is)}”.`;
  }
  return saysTheSame(before, now)
    ? rich`Looked again: nothing changed since ${since}.`
    : rich`Looked again: same verdict as at ${since}, but not all details are the same.`;
}

function saysTheSame(before: Check, now: Check): boolean {
  return JSON.stringify(shownOf(before)) === JSON.stringify(shownOf(now));
}

/** Days pass by themselves; that is no change. */
function shownOf({ judgements, evidence, told }: Check): unknown {
  return [
    judgements.map((judgement) => ({ ...judgement, endedDaysAgo: null })),
    discrepancies(effectiveEvidence(evidence, told), judgements),
    ticketMismatch(evidence),
  ];
}
