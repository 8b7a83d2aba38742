import type { KnownBlock } from '@slack/types';
import type { Case } from '../../domain/case.ts';
import { latestCheck } from '../../domain/case.ts';
import type { Handoff } from '../../domain/handoff.ts';
import type { StepProgress } from '../../domain/step-progress.ts';
import { stepProgressOf } from '../../domain/step-progress.ts';
import type { RichText } from '../../domain/text-fragments.ts';
import { bold, joinFragments, joinLines, literalFragment } from '../../domain/text-fragments.ts';
import type { Links } from '../../ports/systems.ts';
import type { RankedBlock } from '../block-kit/blocks.ts';
import { BLOCK_KIT_LIMITS, context, fitBlocks, header, section } from '../block-kit/blocks.ts';
import { toMrkdwn } from '../block-kit/mrkdwn.ts';
import { candidateBlocks, formatOnlySubscriptionTerms, formatSubscriptions } from './case-candidates.ts';
import { caseControlBlocks } from './case-controls.ts';
import { caseMetadata } from './case-metadata.ts';
import { formatChangeSinceLastCheck } from './check-comparison.ts';
import { formatEvidenceLines } from './evidence-lines.ts';
import {
  formatCaseTitle,
  formatCheckDetails,
  formatDiscrepancies,
  formatHeadline,
  formatNewerPage,
  formatProhibitions,
  formatRuleSources,
  formatVerdictReason,
} from './format-case.ts';
import { managedServiceBlocks } from './managed-service-blocks.ts';
import { stepBlocks } from './step-blocks.ts';
import { formatTicketMismatch, formatTicketNotes, ticketMismatchBlocks } from './ticket-mismatch-blocks.ts';

/** What a card is rendered from, besides the case. */
export interface CaseCardContext {
  /** Decides whether the check behind an unlocked step is still valid. */
  readonly now: Date;
  /** The newest handoff of the case. */
  readonly handoff: Handoff | null;
}

export interface CaseCard {
  /** Text for notifications and screen readers. */
  readonly text: string;
  readonly blocks: KnownBlock[];
  readonly metadata: ReturnType<typeof caseMetadata>;
}

/** Renders the card of a case from stored data only: the verdict first, then prohibitions, steps and evidence. */
export function renderCaseCard(kase: Case, links: Links, { now, handoff }: CaseCardContext): CaseCard {
  const progress = stepProgressOf(kase, now);
  const weightedBlocks = [
    ...ticketMismatchBlocks(kase),
    ...verdictBlocks(kase, links),
    ...adviceBlocks(kase),
    ...stepBlocks(kase, progress, handoff),
    ...footerBlocks(kase, progress, links),
  ];
  return {
    text: toMrkdwn(formatSummary(kase), SUMMARY_TEXT_LIMIT),
    blocks: fitBlocks(weightedBlocks, { max: BLOCK_KIT_LIMITS.blocks }),
    metadata: caseMetadata(kase),
  };
}

const SUMMARY_TEXT_LIMIT = 990;

function formatSummary(kase: Case): RichText {
  const check = latestCheck(kase);
  const prohibitionTexts = formatProhibitions(check);
  const mismatch = formatTicketMismatch(check);
  const sentences = [
    ...(mismatch.length === 0 ? [] : [mismatch]),
    [...formatCaseTitle(check), literalFragment('.')],
    formatVerdictReason(check),
    ...(prohibitionTexts.length === 0
      ? []
      : [[literalFragment('Do not: '), ...joinFragments(prohibitionTexts, ' · ')]]),
  ];
  return joinFragments(sentences, ' ');
}

function verdictBlocks(kase: Case, links: Links): RankedBlock[] {
  const check = latestCheck(kase);
  return [
    { block: header(formatCaseTitle(check)), importance: 100 },
    {
      block: section(
        joinLines([
          [bold(formatHeadline(check))],
          formatNewerPage(check),
          formatVerdictReason(check),
          formatOnlySubscriptionTerms(check),
        ]),
      ),
      importance: 90,
    },
    {
      block: context(joinLines([formatCheckDetails(kase, links), formatChangeSinceLastCheck(kase)])),
      importance: 55,
    },
    ...optionalBlock(formatDiscrepancies(check), section, 80),
    ...optionalBlock(formatTicketNotes(check), section, 79),
    ...managedServiceBlocks(kase),
  ];
}

function adviceBlocks(kase: Case): RankedBlock[] {
  const check = latestCheck(kase);
  return [
    ...optionalBlock(formatList('Do not', formatProhibitions(check).map(formatBullet)), section, 95),
    ...candidateBlocks(kase),
    ...optionalBlock(formatSubscriptions(check), context, 45),
  ];
}

function footerBlocks(kase: Case, progress: readonly StepProgress[], links: Links): RankedBlock[] {
  const check = latestCheck(kase);
  return [
    ...optionalBlock(formatRuleSources(check), context, 50),
    ...optionalBlock(joinFragments(formatEvidenceLines(check, links), '\n'), context, 40),
    ...caseControlBlocks(kase, progress, links),
  ];
}

function optionalBlock(
  text: RichText,
  toBlock: (text: RichText) => KnownBlock,
  importance: number,
): RankedBlock[] {
  return text.length === 0 ? [] : [{ block: toBlock(text), importance }];
}

/** Returns a titled list; empty when there are no items. */
function formatList(name: string, items: readonly RichText[]): RichText {
  return items.length === 0 ? [] : joinLines([[bold([literalFragment(name)])], ...items]);
}

function formatBullet(item: RichText): RichText {
  return [literalFragment('• '), ...item];
}
