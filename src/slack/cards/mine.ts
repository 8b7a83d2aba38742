import type { KnownBlock } from '@slack/types';
import type { Case } from '../../domain/case.ts';
import type { HomePage } from '../../ports.ts';
import { HOME_TITLES, sayHomeTab, sayMine, sayMore } from '../../words/home.ts';
import { context, section } from '../limits.ts';
import type { Rich } from '../mrkdwn.ts';
import { bold, fromPieces, join, link, toMrkdwn, words } from '../mrkdwn.ts';
import { stacked } from './handoff-words.ts';
import type { Places } from './home-rows.ts';
import {
  cardAddress,
  caseWords,
  claimedWords,
  handoffName,
  rowsOf,
  waitingWords,
  yoursWords,
} from './home-rows.ts';

/** Of each kind; the Home tab has more. */
const MOST_SHOWN = 5;
const TEXT_LIMIT = 990;

/** The Home tab in short, for an answer that this person alone sees. Nothing in it can be pressed but links. */
export function mineMessage(page: HomePage, places: Places): { text: string; blocks: KnownBlock[] } {
  const { user, at, cases } = page;
  const { yours, waiting, claimed } = rowsOf(page);
  const summary = fromPieces(
    sayMine({
      yours: yours.length,
      waiting: waiting.length,
      claimed: claimed.length,
      cases: cases.length,
    }),
  );
  const parts = [
    ...part(HOME_TITLES.yours, yours, (row) => named(handoffName(row), yoursWords(row, places))),
    ...part(HOME_TITLES.waiting, waiting, (row) => named(handoffName(row), waitingWords(row, at, places))),
    ...part(HOME_TITLES.claimed, claimed, (row) => named(handoffName(row), claimedWords(row, user, places))),
    ...part(HOME_TITLES.cases, cases, (kase) => caseLine(kase, places)),
  ];
  return {
    text: toMrkdwn(summary, TEXT_LIMIT),
    blocks: parts.length === 0 ? [section(summary)] : [...parts, context(fromPieces(sayHomeTab()))],
  };
}

/** Empty when there is nothing of the kind. */
function part<T>(title: string, all: readonly T[], draw: (one: T) => Rich): KnownBlock[] {
  if (all.length === 0) return [];
  const more = all.length - Math.min(all.length, MOST_SHOWN);
  const lines = all.slice(0, MOST_SHOWN).map((one): Rich => [words('• '), ...draw(one)]);
  return [section(stacked([[bold([words(title)])], ...lines, more > 0 ? fromPieces(sayMore(more)) : []]))];
}

function named(name: Rich, where: Rich): Rich {
  return join([name, where], ' · ');
}

function caseLine(kase: Case, places: Places): Rich {
  const address = cardAddress(kase, places);
  const opened = address === null ? [] : [[link(address, 'Open the card')]];
  return join([caseWords(kase), ...opened], ' · ');
}
