import type { KnownBlock } from '@slack/types';
import type { Handoff } from '../../domain/handoff.ts';
import { standingOf } from '../../domain/handoff.ts';
import type { Links } from '../../ports.ts';
import { sayMoreUnclaimed, sayUnclaimed, sayWaits } from '../../words/handoff-notes.ts';
import { EVENTS } from '../ids.ts';
import { context, section } from '../limits.ts';
import type { Rich } from '../mrkdwn.ts';
import { bold, fromPieces, join, link, toMrkdwn, words } from '../mrkdwn.ts';
import { handoffButton } from './handoff-buttons.ts';
import { addressesOf, stacked } from './handoff-words.ts';

/** More than these are counted, not shown. */
const MOST_SHOWN = 10;
const BRIEF_LIMIT = 2_400;

export interface Reminder {
  readonly handoffs: readonly Handoff[];
  readonly key: string;
}

export interface ReminderMessage {
  readonly text: string;
  readonly brief: string;
  readonly blocks: KnownBlock[];
  readonly metadata: {
    readonly event_type: string;
    readonly event_payload: { readonly reminder_id: string };
  };
}

/** One message to a Sales channel about all the handoffs that nobody there has claimed. */
export function reminderMessage({ handoffs, key }: Reminder, links: Links): ReminderMessage {
  const shown = handoffs.slice(0, MOST_SHOWN);
  const more = handoffs.length - shown.length;
  const title = fromPieces(sayUnclaimed(handoffs.length));
  const rest = more > 0 ? fromPieces(sayMoreUnclaimed(more)) : [];
  const rows = shown.map((one) => rowWords(one, links));
  return {
    text: toMrkdwn(title, BRIEF_LIMIT),
    brief: toMrkdwn(
      stacked([[bold(title)], ...rows.map((each): Rich => [words('• '), ...each]), rest]),
      BRIEF_LIMIT,
    ),
    blocks: [
      section([bold(title)]),
      ...shown.map((one, place) => row(one, rows[place] ?? [])),
      ...(rest.length === 0 ? [] : [context(rest)]),
    ],
    metadata: { event_type: EVENTS.resellerReminder, event_payload: { reminder_id: key } },
  };
}

function rowWords(handoff: Handoff, links: Links): Rich {
  const standing = standingOf(handoff);
  const { facts } = standing.content;
  const { ticket } = addressesOf(facts, links);
  const named = facts.ticket && !standing.erased ? [link(ticket, `ticket #${facts.ticket.id}`)] : [];
  const said = fromPieces(sayWaits(standing));
  return named.length === 0 ? said : join([said, named], ' · ');
}

/** The button only while it can be claimed. */
function row(handoff: Handoff, text: Rich): KnownBlock {
  const { id } = handoff;
  const { state, content, erased } = standingOf(handoff);
  const open = state === 'open' && !erased;
  return section(text, open ? handoffButton('claim', { id, facts: content.facts }) : undefined);
}
