import type { Check } from '../../../src/domain/case.ts';
import { valueOrNull } from '../../../src/domain/connector-result.ts';
import { knownFactsOf } from '../../../src/domain/known-facts.ts';
import { effectiveEvidence } from '../../../src/domain/ticket-mismatch.ts';
import type { Advice } from '../../builders/advice.ts';

/** A text that must not stand in some of what an engineer reads or sends. */
export interface TextRule {
  readonly name: string;
  /** Checks to which the rule applies; all when left out. */
  readonly when?: (check: Check) => boolean;
  readonly where: (advice: Advice) => readonly string[];
  readonly forbidden: RegExp;
  /** A text that breaks the rule. */
  readonly example: string;
}

export const NAMED_RESELLER = '(?:Quillmark|Northfold)';
export const THE_RESELLER = `(?:the reseller\\b|${NAMED_RESELLER})`;

// What is read where

export const everything = ({ card, copyTexts, handoff }: Advice) => [
  card,
  ...Object.values(copyTexts),
  ...(handoff ? [handoff.salesforce, handoff.slack] : []),
];
export const leavesSlack = ({ copyTexts, handoff }: Advice) => [
  ...Object.values(copyTexts),
  ...(handoff ? [handoff.salesforce] : []),
];
export const goesToSales = ({ handoff }: Advice) => (handoff ? [handoff.salesforce, handoff.slack] : []);
export const PUBLIC_TEXTS: readonly string[] = ['reply', 'afterMacro', 'salesAnswered', 'followUp'];
export const publicReplies = ({ copyTexts }: Advice) =>
  Object.entries(copyTexts).flatMap(([name, text]) => (PUBLIC_TEXTS.includes(name) ? [text] : []));
export const internalNotes = ({ copyTexts: { note } }: Advice) => (note === undefined ? [] : [note]);
export const steps = ({ steps: all }: Advice) => all;
export const guidance = (advice: Advice) => [
  ...advice.steps,
  advice.prohibitions,
  ...publicReplies(advice),
  ...goesToSales(advice),
];
export const advised = (advice: Advice) => [...advice.steps, advice.prohibitions, ...leavesSlack(advice)];

// What the evidence carries

export const isFrom = (side: Check['requester']) => (check: Check) => check.requester === side;
export const isResold = ({ judgements }: Check) =>
  judgements.some(({ verdict }) => verdict === 'reseller' || verdict === 'former-reseller');
export const hadEarlierOwner = ({ judgements }: Check) =>
  judgements.some(({ ownerHistory }) => ownerHistory === 'other-before');
export const hasPartnerDeal = ({ evidence: { crm } }: Check) =>
  (valueOrNull(crm?.opportunities ?? null) ?? []).some(({ resalePartner }) => resalePartner !== null);
export const showsResellerPurchase = (check: Check) =>
  isResold(check) || hadEarlierOwner(check) || hasPartnerDeal(check);
export const hasEnded = ({ judgements }: Check) =>
  judgements.length > 0 && judgements.every(({ endedDaysAgo }) => endedDaysAgo !== null);
export const runs = ({ judgements }: Check) => judgements.every(({ endedDaysAgo }) => endedDaysAgo === null);
export const knows = (fact: Parameters<ReturnType<typeof knownFactsOf>['has']>[0]) => (check: Check) =>
  knownFactsOf(effectiveEvidence(check.evidence, check.manualFacts), check.judgements).has(fact);

export const either =
  (...conditions: readonly ((check: Check) => boolean)[]) =>
  (check: Check) =>
    conditions.some((condition) => condition(check));
export const not = (condition: (check: Check) => boolean) => (check: Check) => !condition(check);
