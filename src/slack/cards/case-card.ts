import type { KnownBlock } from '@slack/types';
import type { Case } from '../../domain/case.ts';
import { latest } from '../../domain/case.ts';
import type { Links } from '../../ports.ts';
import type { Drawn } from '../limits.ts';
import { context, fitBlocks, header, LIMITS, section } from '../limits.ts';
import type { Rich } from '../mrkdwn.ts';
import { bold, join, rich, toMrkdwn, words } from '../mrkdwn.ts';
import { controlBlocks, whyNoRecheck } from './case-controls.ts';
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
  steps,
  title,
} from './case-words.ts';
import { evidenceLines } from './evidence-lines.ts';

export interface CaseCard {
  /** What a phone's notification and a screen reader say. */
  readonly text: string;
  readonly blocks: KnownBlock[];
  readonly metadata: ReturnType<typeof caseMetadata>;
}

/** The card of a case, drawn from the store alone: the verdict first, danger before work, evidence last. */
export function caseCard(kase: Case, links: Links): CaseCard {
  const drawn = [...verdictBlocks(kase, links), ...adviceBlocks(kase), ...lowerBlocks(kase, links)];
  return {
    text: toMrkdwn(spoken(kase), SPOKEN_LIMIT),
    blocks: fitBlocks(drawn, { max: LIMITS.blocks }),
    metadata: caseMetadata(kase),
  };
}

/** The same in one text, for when Slack refuses the blocks. */
export function briefCard(kase: Case, links: Links): string {
  const check = latest(kase);
  const parts = partsOf(check);
  const paragraphs = [
    [bold(title(check))],
    headline(check),
    decidingSentence(check),
    contradictions(check),
    sinceBefore(kase),
    listUnder('Do not', prohibitions(check), () => '• '),
    listUnder('Steps', steps(check), numbered),
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
  const sentences = [
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
  ];
}

function adviceBlocks(kase: Case): Drawn[] {
  const check = latest(kase);
  return [
    ...shown(
      listUnder('Do not', prohibitions(check), () => '• '),
      section,
      95,
    ),
    ...partBlocks(kase),
    ...shown(sameVerdictWords(check), context, 45),
    ...shown(listUnder('Steps', steps(check), numbered), section, 70),
  ];
}

function lowerBlocks(kase: Case, links: Links): Drawn[] {
  const check = latest(kase);
  return [
    ...shown(sources(check), context, 50),
    ...shown(join(evidenceLines(check, links), '\n'), context, 40),
    ...controlBlocks(kase, links),
  ];
}

function shown(text: Rich, draw: (text: Rich) => KnownBlock, importance: number): Drawn[] {
  return text.length === 0 ? [] : [{ block: draw(text), importance }];
}

/** Empty when there is nothing to list. */
function listUnder(name: string, items: readonly Rich[], mark: (index: number) => string): Rich {
  if (items.length === 0) return [];
  const heading: Rich = [bold(rich`${words(name)}`)];
  return lines([heading, ...items.map((item, index) => [words(mark(index)), ...item])]);
}

function numbered(index: number): string {
  return `${index + 1}. `;
}

/** One below the other; empty ones are left out. */
function lines(all: readonly Rich[]): Rich {
  return join(
    all.filter((each) => each.length > 0),
    '\n',
  );
}
