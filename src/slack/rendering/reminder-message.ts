import type { KnownBlock } from '@slack/types';
import type { Handoff } from '../../domain/handoff.ts';
import { handoffStateOf } from '../../domain/handoff.ts';
import { ticketOf } from '../../domain/handoff-state.ts';
import type { RichText } from '../../domain/text-fragments.ts';
import { bold, joinFragments, link } from '../../domain/text-fragments.ts';
import type { Links } from '../../ports/systems.ts';
import {
  moreUnclaimedText,
  sharedReminderText,
  unclaimedHandoffText,
  unclaimedReminderText,
} from '../../words/handoff-reminder-text.ts';
import { context, section } from '../block-kit/blocks.ts';
import { toMrkdwn } from '../block-kit/mrkdwn.ts';
import { METADATA_EVENT_TYPES } from '../ids.ts';
import { handoffUrls } from './format-handoff.ts';
import { handoffButton } from './handoff-buttons.ts';

/** Further handoffs are counted, not shown. */
const MAX_HANDOFFS = 10;
const FALLBACK_TEXT_LIMIT = 2_400;

export interface Reminder {
  readonly handoffs: readonly Handoff[];
  readonly key: string;
}

export interface ReminderMessage {
  readonly text: string;
  readonly blocks: KnownBlock[];
  readonly metadata: {
    readonly event_type: string;
    readonly event_payload: { readonly reminder_id: string };
  };
}

/** Renders one message to a Sales channel about all unclaimed handoffs. */
export function renderReminder({ handoffs, key }: Reminder, links: Links): ReminderMessage {
  const shown = handoffs.slice(0, MAX_HANDOFFS);
  const more = handoffs.length - shown.length;
  const title = unclaimedReminderText(handoffs.length);
  const rest = more > 0 ? moreUnclaimedText(more) : [];
  const rows = shown.map((one) => formatReminderRow(one, links));
  return {
    text: toMrkdwn(title, FALLBACK_TEXT_LIMIT),
    blocks: [
      section([bold(title)]),
      ...shown.map((one, index) => reminderRow(one, rows[index] ?? [])),
      ...(rest.length === 0 ? [] : [context(rest)]),
    ],
    metadata: { event_type: METADATA_EVENT_TYPES.resellerReminder, event_payload: { reminder_id: key } },
  };
}

/** Renders what is left of a reminder in a channel that is shared with another company. */
export function renderReminderWithoutHandoffs(key: string): ReminderMessage {
  const text = sharedReminderText();
  return {
    text: toMrkdwn(text, FALLBACK_TEXT_LIMIT),
    blocks: [section(text)],
    metadata: { event_type: METADATA_EVENT_TYPES.resellerReminder, event_payload: { reminder_id: key } },
  };
}

function formatReminderRow(handoff: Handoff, links: Links): RichText {
  const handoffState = handoffStateOf(handoff);
  const ticket = ticketOf(handoffState.content);
  const { ticket: url } = handoffUrls(handoffState.content, links);
  const named = ticket && !handoffState.erased ? [link(url, `ticket #${ticket.id}`)] : [];
  const text = unclaimedHandoffText(handoffState);
  return named.length === 0 ? text : joinFragments([text, named], ' · ');
}

/** Shows the button only while the handoff can be claimed. */
function reminderRow(handoff: Handoff, text: RichText): KnownBlock {
  const { id } = handoff;
  const { status: state, content, erased } = handoffStateOf(handoff);
  const open = state === 'open' && !erased;
  return section(text, open ? handoffButton('claim', { id, facts: content.facts }) : undefined);
}
