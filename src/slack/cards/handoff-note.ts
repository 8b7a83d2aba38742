import type { Button, KnownBlock } from '@slack/types';
import type { Handoff, HandoffEvent, Standing } from '../../domain/handoff.ts';
import { standingOf } from '../../domain/handoff.ts';
import type { Links } from '../../ports.ts';
import { sayAbout } from '../../words/handoff.ts';
import { sayNote } from '../../words/handoff-notes.ts';
import { rungFor, rungText, sayRung } from '../../words/ladder.ts';
import { ACTIONS, EVENTS } from '../ids.ts';
import { actions, button, context, LIMITS, section } from '../limits.ts';
import type { Rich } from '../mrkdwn.ts';
import { bold, fromPieces, rich, toMrkdwn, toPlain, user, words } from '../mrkdwn.ts';
import type { Press } from './handoff-buttons.ts';
import { draftAgain, handoffButton, refusedButtons, spokenName } from './handoff-buttons.ts';
import { addressesOf, stacked } from './handoff-words.ts';
import { typed } from './typed.ts';

/** Something that happened to a handoff, to be told to one person. */
export interface Note {
  readonly handoff: Handoff;
  /** Place of the event among the handoff's. */
  readonly event: number;
  /** Slack user id. */
  readonly to: string;
  readonly noteId: string;
  /** Id of the Slack channel for escalations to Sales; null or left out: none is set up. */
  readonly escalationChannel?: string | null;
  /** Where others read along, the person is named first, which calls them. */
  readonly mention?: boolean;
}

export interface NoteMessage {
  /** What a phone's notification and a screen reader say: nothing that anybody typed. */
  readonly text: string;
  readonly brief: string;
  readonly blocks: KnownBlock[];
  readonly metadata: {
    readonly event_type: string;
    readonly event_payload: { readonly note_id: string; readonly handoff_id: string };
  };
}

const SPOKEN_LIMIT = 990;
const BRIEF_LIMIT = 2_400;
const MOST_TYPED = 400;

/** What one person is told, with what they can do about it. */
export function noteMessage(note: Note, links: Links): NoteMessage {
  const { handoff, noteId } = note;
  const { first: said, more } = sayNote(note);
  const first = [...(note.mention ? rich`${user(note.to)}: ` : []), ...fromPieces(said)];
  const now = standingOf(handoff);
  const event = now.erased ? undefined : handoff.events[note.event];
  const quoted = event ? quote(event) : [];
  const ladder = event?.kind === 'reminded' ? ladderOf(note, event.round, links) : null;
  const told = stacked([quoted, fromPieces(more), ladder?.advice ?? []]);
  const buttons = event ? buttonsFor(event, note, now) : [];
  return {
    text: toMrkdwn(first, SPOKEN_LIMIT),
    brief: toMrkdwn(stacked([[bold(first)], told, ladder ? rich`${ladder.copy}` : []]), BRIEF_LIMIT),
    blocks: [
      section([bold(first)]),
      ...(told.length === 0 ? [] : [section(told)]),
      ...(ladder ? [context([words('To copy:')]), preformatted(ladder.copy)] : []),
      ...(buttons.length === 0 ? [] : [actions(buttons)]),
    ],
    metadata: {
      event_type: EVENTS.resellerNote,
      event_payload: { note_id: noteId, handoff_id: handoff.id },
    },
  };
}

/** What somebody typed, as theirs. */
function quote(event: HandoffEvent): Rich {
  const text = typedIn(event);
  return text === null ? [] : rich`${user(event.by)} wrote: “${typed(text, MOST_TYPED)}”`;
}

function typedIn(event: HandoffEvent): string | null {
  if (event.kind === 'asked') return event.question;
  if (event.kind === 'answered') return event.answer;
  if (event.kind === 'done') return event.note;
  return event.kind === 'declined' || event.kind === 'withdrawn' ? event.reason : null;
}

/** The rung that fits the silence: a suggestion, and a text to copy. */
function ladderOf(
  { handoff, escalationChannel = null }: Note,
  round: number,
  links: Links,
): { advice: Rich; copy: string } {
  const standing = standingOf(handoff);
  const { facts } = standing.content;
  const rung = rungFor(round, facts.owner?.kind ?? 'other');
  const { ticket } = addressesOf(facts, links);
  const text = rungText({ about: sayAbout(standing), round, ticket, link: standing.link });
  return {
    advice: stacked(sayRung(rung, escalationChannel).map((line) => [words('• '), ...fromPieces(line)])),
    copy: toPlain(fromPieces(text), LIMITS.section),
  };
}

/** Slack reads no markup in it, and it is copied whole. */
function preformatted(text: string): KnownBlock {
  const element = { type: 'rich_text_preformatted' as const, elements: [{ type: 'text' as const, text }] };
  return { type: 'rich_text', elements: [element] };
}

/** What can be done about it, for as long as it can. */
function buttonsFor(event: HandoffEvent, { handoff, to }: Note, now: Standing): Button[] {
  const { id, caseId } = handoff;
  const { facts } = now.content;
  const press = (name: Press, primary = false) => handoffButton(name, { id, facts, primary });
  const mine = now.claim?.by === to;
  const offers: Partial<Record<HandoffEvent['kind'], () => Button[]>> = {
    refused: () => refusedButtons(handoff, now),
    'lapse-near': () => (mine ? [press('still', true), press('release')] : []),
    lapsed: () => (to !== now.submitted.by && now.state === 'open' ? [press('claim')] : []),
    asked: () => (now.question ? [press('answer', true)] : []),
    declined: () => [draftAgain({ caseId, facts, text: 'Draft another handoff' })],
    reminded: () => (now.state === 'open' ? [snoozeButton(id, 'silence', now)] : []),
    'follow-up': () => (now.state === 'done' ? [snoozeButton(id, 'follow-up', now)] : []),
  };
  return offers[event.kind]?.() ?? [];
}

function snoozeButton(handoffId: string, what: 'silence' | 'follow-up', { content }: Standing): Button {
  const text = 'Snooze to the next working morning';
  const label = `Snooze: ${spokenName(content.facts)}`;
  return button({ text, actionId: ACTIONS.snooze, label, value: { handoffId, what } });
}
