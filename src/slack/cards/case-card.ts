import type { KnownBlock } from '@slack/types';
import type { Case } from '../../domain/case.ts';
import { latest } from '../../domain/case.ts';
import type { Handoff } from '../../domain/handoff.ts';
import type { StepProgress } from '../../domain/progress.ts';
import { progressOf } from '../../domain/progress.ts';
import type { Links } from '../../ports.ts';
import { sayRow } from '../../words/handoff-states.ts';
import type { Drawn } from '../limits.ts';
import { context, fitBlocks, header, LIMITS, section } from '../limits.ts';
import type { Rich } from '../mrkdwn.ts';
import { bold, fromPieces, join, toMrkdwn, words } from '../mrkdwn.ts';
import { controlBlocks, whyNoRecheck } from './case-controls.ts';
import { factBlocks, factWords } from './case-facts.ts';
import { sinceBefore } from './case-history.ts';
import { caseMetadata } from './case-metadata.ts';
import { moreWords, partBlocks, partsOf, sameVerdictWords } from './case-parts.ts';
import {
  circumstances,
  contradictions,
  decidingSentence,
  headline,
  prohibitions,
  sources,
  title,
} from './case-words.ts';
import { evidenceLines } from './evidence-lines.ts';
import { stepBlocks } from './step-rows.ts';
import { stepsHeading, stepWords } from './step-words.ts';
import { mismatchBlocks, mismatchWords, ticketNotes } from './ticket-mismatch.ts';

/** What a card is drawn with, besides the case. */
export interface Setting {
  /** Tells whether a guard's look still holds. */
  readonly now: Date;
  /** The newest handoff of the case. */
  readonly handoff: Handoff | null;
}

export interface CaseCard {
  /** What a phone's notification and a screen reader say. */
  readonly text: string;
  readonly blocks: KnownBlock[];
  readonly metadata: ReturnType<typeof caseMetadata>;
}

/**
 * The card of a case, drawn from the store alone: the verdict first, danger before work, evidence last.
 */
export function caseCard(kase: Case, links: Links, { now, handoff }: Setting): CaseCard {
  const progress = progressOf(kase, now);
  const drawn = [
    ...mismatchBlocks(kase),
    ...verdictBlocks(kase, links),
    ...adviceBlocks(kase),
    ...stepBlocks(kase, progress, handoff),
    ...lowerBlocks(kase, progress, links),
  ];
  return {
    text: toMrkdwn(spoken(kase), SPOKEN_LIMIT),
    blocks: fitBlocks(drawn, { max: LIMITS.blocks }),
    metadata: caseMetadata(kase),
  };
}

/** The same in one text, for when Slack refuses the blocks. */
export function briefCard(kase: Case, links: Links, { now, handoff }: Setting): string {
  const check = latest(kase);
  const progress = progressOf(kase, now);
  const parts = partsOf(check);
  const paragraphs = [
    mismatchWords(check),
    [bold(title(check))],
    headline(check),
    decidingSentence(check),
    contradictions(check),
    ticketNotes(check),
    sinceBefore(kase),
    listUnder('Do not', prohibitions(check).map(bulleted)),
    listUnder(stepsHeading(progress), stepWords(kase, progress)),
    handoff ? fromPieces(sayRow(handoff)) : [],
    factWords(check),
    ...(parts
      ? [
          join(
            parts.shown.map(({ text }) => text),
            '\n',
          ),
          moreWords(parts),
        ]
      : [sameVerdictWords(check)]),
    circumstances(kase, links),
    whyNoRecheck(check),
  ];
  return toMrkdwn(lines(paragraphs), BRIEF_LIMIT);
}

const SPOKEN_LIMIT = 990;
const BRIEF_LIMIT = 2_400;

function spoken(kase: Case): Rich {
  const check = latest(kase);
  const never = prohibitions(check);
  const mismatch = mismatchWords(check);
  const sentences = [
    ...(mismatch.length === 0 ? [] : [mismatch]),
    [...title(check), words('.')],
    decidingSentence(check),
    ...(never.length === 0 ? [] : [[words('Do not: '), ...join(never, ' · ')]]),
  ];
  return join(sentences, ' ');
}

function verdictBlocks(kase: Case, links: Links): Drawn[] {
  const check = latest(kase);
  return [
    { block: header(title(check)), importance: 100 },
    { block: section(lines([[bold(headline(check))], decidingSentence(check)])), importance: 90 },
    { block: context(lines([circumstances(kase, links), sinceBefore(kase)])), importance: 55 },
    ...shown(contradictions(check), section, 80),
    ...shown(ticketNotes(check), section, 79),
  ];
}

function adviceBlocks(kase: Case): Drawn[] {
  const check = latest(kase);
  return [
    ...shown(listUnder('Do not', prohibitions(check).map(bulleted)), section, 95),
    ...partBlocks(kase),
    ...shown(sameVerdictWords(check), context, 45),
  ];
}

function lowerBlocks(kase: Case, progress: readonly StepProgress[], links: Links): Drawn[] {
  const check = latest(kase);
  return [
    ...factBlocks(kase),
    ...shown(sources(check), context, 50),
    ...shown(join(evidenceLines(check, links), '\n'), context, 40),
    ...controlBlocks(kase, progress, links),
  ];
}

function shown(text: Rich, draw: (text: Rich) => KnownBlock, importance: number): Drawn[] {
  return text.length === 0 ? [] : [{ block: draw(text), importance }];
}

/** Empty when there is nothing to list. */
function listUnder(name: string, items: readonly Rich[]): Rich {
  return items.length === 0 ? [] : lines([[bold([words(name)])], ...items]);
}

function bulleted(item: Rich): Rich {
  return [words('• '), ...item];
}

/** One below the other; empty ones are left out. */
function lines(all: readonly Rich[]): Rich {
  return join(
    all.filter((each) => each.length > 0),
    '\n',
  );
}
