import type { KnownBlock } from '@slack/types';
import type { Case } from '../../domain/case.ts';
import { latestCheck } from '../../domain/case.ts';
import type { Handoff } from '../../domain/handoff.ts';
import { handoffStateOf } from '../../domain/handoff.ts';
import { isSettled, nextStepOf, stepProgressOf } from '../../domain/step-progress.ts';
import type { RichText } from '../../domain/text-fragments.ts';
import {
  bold,
  joinFragments,
  joinLines,
  literalFragment,
  userFragment,
} from '../../domain/text-fragments.ts';
import { unresolvedMismatch } from '../../domain/ticket-mismatch.ts';
import type { Links } from '../../ports/systems.ts';
import { CHECKING_AGAIN_TEXT, finishedText } from '../../words/case-fold-text.ts';
import type { RankedBlock } from '../block-kit/blocks.ts';
import { BLOCK_KIT_LIMITS, context, fitBlocks, header, section } from '../block-kit/blocks.ts';
import { toMrkdwn } from '../block-kit/mrkdwn.ts';
import { candidateSelect, candidatesOf, formatCandidates } from './case-candidates.ts';
import { formatRecheckUnavailable, lookupButtons } from './case-controls.ts';
import { type CaseFoldContext, foldButtons, foldedCaseBlocks } from './case-folds.ts';
import { caseHandoffBlocks, draftHandoffButtons, isHandoffNextAction } from './case-handoff-blocks.ts';
import { caseMetadata } from './case-metadata.ts';
import { caseOverflowMenu } from './case-overflow-menu.ts';
import { hasReply } from './case-texts-modal.ts';
import { formatChangeSinceLastCheck, formatLastConfirmed } from './check-comparison.ts';
import {
  formatCardTitle,
  formatCaseTitle,
  formatCheckDetails,
  formatDiscrepancies,
  formatHandbookLink,
  formatHeadline,
  formatNewerPage,
  formatProhibitions,
  formatReasonWithSubject,
  formatVerdictReason,
} from './format-case.ts';
import { isManagedServiceAsked, managedServiceQuestion } from './managed-service-blocks.ts';
import { copyReplyButtons, factOfNextStep, nextStepBlocks } from './step-blocks.ts';
import { formatTicketMismatch, formatTicketNotes, ticketMismatchBlocks } from './ticket-mismatch-blocks.ts';

/** What a card is rendered from, besides the case. */
export interface CaseCardContext {
  /** Decides whether the check behind an unlocked step is still valid. */
  readonly now: Date;
  /** The newest handoff of the case. */
  readonly handoff: Handoff | null;
  /** False where Slack refuses folded blocks: buttons then open the folded parts in a modal. True by default. */
  readonly canFold?: boolean;
  /** True while the systems are read again. */
  readonly isChecking?: boolean;
}

export interface CaseCard {
  /** Text for notifications and screen readers. */
  readonly text: string;
  readonly blocks: KnownBlock[];
  readonly metadata: ReturnType<typeof caseMetadata>;
}

/**
 * Renders the card of a case from stored data only: the verdict first, then what not to do and the next step. All steps and
 * the evidence are folded.
 */
export function renderCaseCard(
  kase: Case,
  links: Links,
  { now, handoff, canFold = true, isChecking = false }: CaseCardContext,
): CaseCard {
  const foldContext = { kase, links, progress: stepProgressOf(kase, now) };
  const blocks = [
    ...(isFinished(foldContext, handoff)
      ? finishedBlocks(foldContext, handoff)
      : openBlocks(foldContext, handoff)),
    circumstancesBlock(foldContext, isChecking),
    ...(canFold ? foldedCaseBlocks(foldContext) : [{ block: foldButtons(foldContext), importance: 72 }]),
  ];
  return {
    text: toMrkdwn(formatSummary(kase), SUMMARY_TEXT_LIMIT),
    blocks: fitBlocks(blocks, { max: BLOCK_KIT_LIMITS.blocks }),
    metadata: caseMetadata(kase),
  };
}

const SUMMARY_TEXT_LIMIT = 990;

function formatSummary(kase: Case): RichText {
  const check = latestCheck(kase);
  const mismatch = formatTicketMismatch(check);
  const sentences = [
    ...(mismatch.length === 0 ? [] : [mismatch]),
    [...formatCaseTitle(check), literalFragment('.')],
    formatVerdictReason(check),
    formatProhibitions(check, (text) => text),
  ];
  return joinFragments(
    sentences.filter((sentence) => sentence.length > 0),
    ' ',
  );
}

/** Returns everything above the folded parts of a case that is worked on. */
function openBlocks(foldContext: CaseFoldContext, handoff: Handoff | null): RankedBlock[] {
  const { kase } = foldContext;
  return [
    ...ticketMismatchBlocks(kase),
    ...verdictBlocks(kase),
    ...caseHandoffBlocks(handoff, kase),
    ...workBlocks(foldContext, handoff),
  ];
}

/** Returns what the ticket is about, who asked and when the systems were read, and what changed since the check before. */
function circumstancesBlock({ kase, links }: CaseFoldContext, isChecking: boolean): RankedBlock {
  const check = latestCheck(kase);
  const lines = [
    isChecking ? [bold([literalFragment(CHECKING_AGAIN_TEXT)])] : [],
    joinFragments([formatCheckDetails(check, links), formatHandbookLink(check)], ' · '),
    formatChangeSinceLastCheck(kase),
    check.verdict === 'unknown' ? formatRecheckUnavailable(check) : [],
  ];
  return { block: context(joinLines(lines)), importance: 55 };
}

/** True once a person ticked the last step, nothing is left to choose, and Sales has nothing left to do. */
function isFinished({ kase, progress }: CaseFoldContext, handoff: Handoff | null): boolean {
  const { verdict, evidence, manualFacts } = latestCheck(kase);
  return (
    progress.some(({ state }) => state.kind === 'done') &&
    progress.every(({ state }) => isSettled(state)) &&
    verdict !== 'unknown' &&
    candidatesOf(latestCheck(kase)) === null &&
    unresolvedMismatch(evidence, manualFacts) === null &&
    (handoff === null || handoffStateOf(handoff).resolution !== null)
  );
}

/** Returns the verdict, the outcome and one line of a case in which everything is done. */
function finishedBlocks({ kase, progress }: CaseFoldContext, handoff: Handoff | null): RankedBlock[] {
  const check = latestCheck(kase);
  const last = progress
    .flatMap(({ state }) => (state.kind === 'done' ? [state] : []))
    .reduce((latest, one) => (one.at > latest.at ? one : latest));
  const outcome = joinLines([[bold(formatHeadline(check))], finishedText(userFragment(last.by), last.at)]);
  return [
    { block: header(formatCardTitle(check)), importance: 100 },
    { block: section(outcome, caseOverflowMenu(kase, progress, { withCopy: true })), importance: 98 },
    ...caseHandoffBlocks(handoff, kase),
  ];
}

function verdictBlocks(kase: Case): RankedBlock[] {
  const check = latestCheck(kase);
  const prohibitions = formatProhibitions(check);
  return [
    { block: header(formatCardTitle(check)), importance: 100 },
    {
      block: section(
        joinLines([
          [bold(formatHeadline(check))],
          formatLastConfirmed(kase),
          formatNewerPage(check),
          // The list of what to choose from says it.
          check.verdict === 'mixed' || check.verdict === 'ambiguous' ? [] : formatReasonWithSubject(check),
          formatCandidates(check),
          formatDiscrepancies(check),
          formatTicketNotes(check),
        ]),
      ),
      importance: 98,
    },
    ...(prohibitions.length === 0 ? [] : [{ block: section(prohibitions), importance: 95 }]),
  ];
}

/**
 * Returns the next step and its controls. Where the verdict depends on an answer, that is asked instead.
 */
function workBlocks({ kase, progress, links }: CaseFoldContext, handoff: Handoff | null): RankedBlock[] {
  const lookups = lookupButtons(kase, links, nextStepOf(progress)?.step);
  // A fact that decides the steps comes before the handoff.
  const draft = factOfNextStep(kase, progress) ? [] : draftHandoffButtons(handoff, kase, progress);
  const menu = caseOverflowMenu(kase, progress, { withCopy: !hasReply(kase) });
  if (isManagedServiceAsked(kase))
    return managedServiceQuestion(kase, [...copyReplyButtons(kase, false), menu]);
  return nextStepBlocks(kase, progress, {
    choice: candidateSelect(kase),
    before: lookups,
    after: draft,
    menu,
    isPrimaryTaken:
      lookups.some(({ style }) => style === 'primary') || isHandoffNextAction(handoff, progress),
  });
}
