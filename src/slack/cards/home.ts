import type { Button, HomeView, KnownBlock, SectionBlock } from '@slack/types';
import type { Case } from '../../domain/case.ts';
import { latest } from '../../domain/case.ts';
import { canBeWatched } from '../../domain/handoff-draft.ts';
import type { HomePage } from '../../ports.ts';
import type { RefusalKind } from '../../words/answers.ts';
import { refusal } from '../../words/answers.ts';
import { HOME_EMPTY, HOME_TITLES, sayAsOf, sayMore, sayWhatIDo } from '../../words/home.ts';
import { ACTIONS, OPEN_LINK } from '../ids.ts';
import { actions, button, context, header, mrkdwn, section } from '../limits.ts';
import type { Rich } from '../mrkdwn.ts';
import { fromPieces, words } from '../mrkdwn.ts';
import { subjectName } from './case-words.ts';
import { handoffButton, refusedButtons, spokenName } from './handoff-buttons.ts';
import { stacked } from './handoff-words.ts';
import { preferenceBlocks } from './home-preferences.ts';
import type { Places, Row } from './home-rows.ts';
import {
  askedWords,
  cardAddress,
  caseWords,
  claimedWords,
  handoffName,
  rowsOf,
  waitingWords,
  yoursWords,
} from './home-rows.ts';

const MOST_CASES = 10;
/** Those that wait and those that are claimed, together. */
const MOST_HANDOFFS = 20;
/** Of one row: enough for every word of ours, and for names that are no longer than names should be. */
const ROW_LIMIT = 1_200;

/** A person's Home tab: what waits for somebody first, then what they looked up, then their wishes. */
export function homeView(page: HomePage, places: Places): HomeView {
  const { user, cases, handoffs, preferences, at } = page;
  const { yours, waiting, claimed } = rowsOf(page);
  const leftBy = (...before: readonly (readonly Row[])[]) =>
    Math.max(0, MOST_HANDOFFS - before.flat().length);
  return {
    type: 'home',
    blocks: [
      ...(cases.length === 0 && handoffs.length === 0 ? [introduction()] : []),
      ...part('yours', yours, { most: MOST_HANDOFFS, draw: (row) => yoursBlocks(row, places) }),
      ...part('waiting', waiting, { most: leftBy(yours), draw: (row) => [waitingBlock(row, at, places)] }),
      ...part('claimed', claimed, {
        most: leftBy(yours, waiting),
        draw: (row) => claimedBlocks(row, user, places),
      }),
      ...part('cases', cases, { most: MOST_CASES, draw: (kase) => [caseBlock(kase, places)] }),
      header([words(HOME_TITLES.preferences)]),
      ...preferenceBlocks(preferences),
      context(fromPieces(sayAsOf(at))),
    ],
  };
}

/** Returns the Home tab of a user who may not see customer data, such as a guest. */
export function refusedHome(why: RefusalKind): HomeView {
  return { type: 'home', blocks: [section(fromPieces(refusal(why)))] };
}

function introduction(): KnownBlock {
  return section(stacked(sayWhatIDo().map(fromPieces)));
}

interface Drawing<T> {
  readonly most: number;
  readonly draw: (one: T) => KnownBlock[];
}

/** A heading, and what stands under it; more than the most are counted. */
function part<T>(name: keyof typeof HOME_EMPTY, all: readonly T[], { most, draw }: Drawing<T>): KnownBlock[] {
  const more = all.length - Math.min(all.length, most);
  const empty = HOME_EMPTY[name];
  if (all.length === 0 && empty === null) return [];
  return [
    header([words(HOME_TITLES[name])]),
    ...(all.length === 0 ? [context([words(empty ?? '')])] : all.slice(0, most).flatMap(draw)),
    ...(more > 0 ? [context(fromPieces(sayMore(more)))] : []),
  ];
}

function yoursBlocks(row: Row, places: Places): KnownBlock[] {
  const { question, refusal, content } = row.standing;
  const text = stacked([handoffName(row), question ? askedWords(row) : [], yoursWords(row, places)]);
  if (refusal) return [rowBlock(text, null), actions(refusedButtons(row.handoff, row.standing))];
  return [
    rowBlock(text, handoffButton('answer', { id: row.handoff.id, facts: content.facts, primary: true })),
  ];
}

function waitingBlock(row: Row, at: Date, places: Places): KnownBlock {
  return rowBlock(stacked([handoffName(row), askedWords(row), waitingWords(row, at, places)]), null);
}

function claimedBlocks(row: Row, reader: string, places: Places): KnownBlock[] {
  const text = stacked([handoffName(row), claimedWords(row, reader, places), askedWords(row)]);
  const { claim, content, erased } = row.standing;
  if (erased || claim?.by !== reader) return [rowBlock(text, erased ? null : lookButton(row))];
  const about = { id: row.handoff.id, facts: content.facts };
  const presses = (['done', 'still', 'release'] as const).map((press) => handoffButton(press, about));
  return [rowBlock(text, null), actions(presses)];
}

/** For who handed it over: one day the login may be restored, and a look can tell before the daily one does. */
function lookButton({ handoff, standing: { content, loginAllowed } }: Row): Button | null {
  if (loginAllowed || !canBeWatched(content.facts)) return null;
  const text = 'Check the login';
  return button({
    text,
    actionId: ACTIONS.handoffLook,
    label: `${text}: ${spokenName(content.facts)}`,
    value: { handoffId: handoff.id },
  });
}

function caseBlock(kase: Case, places: Places): KnownBlock {
  const url = cardAddress(kase, places);
  const text = 'Open the card';
  const label = `${text}: ${subjectName(latest(kase))}`;
  return rowBlock(
    caseWords(kase),
    url === null ? null : button({ text, label, actionId: `${OPEN_LINK}-card`, url }),
  );
}

function rowBlock(text: Rich, accessory: Button | null): SectionBlock {
  return { type: 'section', text: mrkdwn(text, ROW_LIMIT), ...(accessory ? { accessory } : {}) };
}
