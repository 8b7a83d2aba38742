import type { KnownBlock } from '@slack/types';
import type { Handoff } from '../../domain/handoff.ts';
import { standingOf } from '../../domain/handoff.ts';
import type { Links } from '../../ports.ts';
import { EVENTS } from '../ids.ts';
import { actions, context, header, section } from '../limits.ts';
import { bold, toMrkdwn } from '../mrkdwn.ts';
import { handoffButton, pressesOf } from './handoff-buttons.ts';
import {
  askWords,
  erasedWords,
  factWords,
  handoffTitle,
  originWords,
  spokenWords,
  stacked,
  stateWords,
} from './handoff-words.ts';

/** A message as it is handed to Slack. */
export interface HandoffPost {
  /** What a phone's notification and a screen reader say: nothing that anybody typed. */
  readonly text: string;
  /** The same in one text, for when Slack refuses the blocks. */
  readonly brief: string;
  readonly blocks: KnownBlock[];
  readonly metadata: ReturnType<typeof metadataOf>;
}

const SPOKEN_LIMIT = 990;
const BRIEF_LIMIT = 2_400;

/** The one post of a handoff in the Sales channel, drawn from the store alone. */
export function handoffPost(handoff: Handoff, links: Links): HandoffPost {
  return {
    text: spokenText(handoff),
    brief: brief(handoff, links),
    blocks: [...postBlocks(handoff, links), ...postButtons(handoff)],
    metadata: metadataOf(handoff),
  };
}

/** What its notifications say. */
export function spokenText(handoff: Handoff): string {
  return toMrkdwn(spokenWords(standingOf(handoff)), SPOKEN_LIMIT);
}

/** The post without its buttons: what the systems say first, then what was typed. */
export function postBlocks(handoff: Handoff, links: Links): KnownBlock[] {
  const standing = standingOf(handoff);
  if (standing.erased) return [section(erasedWords(handoff))];
  const facts = factWords(standing);
  return [
    header(handoffTitle(standing)),
    ...(facts.length === 0 ? [] : [section(facts)]),
    section(askWords(standing)),
    context(originWords(standing, links)),
    section(stateWords(handoff)),
  ];
}

function postButtons({ id, ...rest }: Handoff): KnownBlock[] {
  const standing = standingOf({ id, ...rest });
  const { facts } = standing.content;
  const presses = pressesOf(standing);
  const buttons = presses.map((press, place) => handoffButton(press, { id, facts, primary: place === 0 }));
  return buttons.length === 0 ? [] : [actions(buttons)];
}

function brief(handoff: Handoff, links: Links): string {
  const standing = standingOf(handoff);
  const text = standing.erased
    ? erasedWords(handoff)
    : stacked([
        [bold(handoffTitle(standing))],
        factWords(standing),
        askWords(standing),
        originWords(standing, links),
        stateWords(handoff),
      ]);
  return toMrkdwn(text, BRIEF_LIMIT);
}

function metadataOf(handoff: Handoff) {
  const { state } = standingOf(handoff);
  return {
    event_type: EVENTS.resellerHandoff,
    event_payload: { handoff_id: handoff.id, case_id: handoff.caseId, state },
  };
}
