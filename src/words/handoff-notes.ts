import type { Handoff, HandoffEvent, Standing } from '../domain/handoff.ts';
import { standingOf } from '../domain/handoff.ts';
import { moment, type Piece, person, say } from '../domain/text.ts';
import { own, salesName, sayAbout, sayNumbers, sayRefusal, sayUnsure, sayWants } from './handoff.ts';
import { OUTCOME_LABELS } from './handoff-answers.ts';
import { sayChannel } from './step-states.ts';

/** One thing that happened to a handoff, told to one person. */
export interface Told {
  readonly handoff: Handoff;
  /** Place of the event among the handoff's. */
  readonly event: number;
  /** Slack user id. */
  readonly to: string;
}

/** What a note says: its first sentence is all that a notification shows, so nothing that anybody typed is in it. */
export interface NoteWords {
  readonly first: Piece[];
  /** What to do, or what follows. */
  readonly more: Piece[];
}

export function sayNote(told: Told): NoteWords {
  const { handoff, event: place, to } = told;
  const event = handoff.events[place];
  const upTo = (end: number) => standingOf({ ...handoff, events: handoff.events.slice(0, Math.max(1, end)) });
  const before = upTo(place);
  const after = upTo(place + 1);
  const { erased } = standingOf(handoff);
  const about = sayAbout({ ...after, erased });
  if (!event || erased) return { first: [own('There was news of '), ...about, own('.')], more: [] };
  const [mine, asked] = [before.claim?.by === to, before.question?.by === to];
  return wordsFor(event, { about, before, after, mine, asked });
}

interface Circumstances {
  readonly about: Piece[];
  readonly before: Standing;
  readonly after: Standing;
  /** The reader had claimed it. */
  readonly mine: boolean;
  /** The reader had asked something. */
  readonly asked: boolean;
}

function wordsFor(event: HandoffEvent, told: Circumstances): NoteWords {
  const { about, before, after, mine, asked } = told;
  switch (event.kind) {
    case 'refused':
      return event.unsure
        ? {
            first: [own('I do not know whether this reached Sales: '), ...about],
            more: sayUnsure(after.team),
          }
        : {
            first: [own('Not sent to Sales: '), ...about],
            more: [own('Nothing is with Sales, and your draft is kept: '), ...sayRefusal(event.error)],
          };
    case 'claimed':
      return {
        first: [...say`${person(event.by)} of Sales has claimed your handoff: `, ...about],
        more: [own('They take care of it now; you are told when something comes of it.')],
      };
    case 'released':
      return {
        first: [...say`${person(event.by)} has released your handoff: `, ...about],
        more: say`It is open again, and anybody of ${salesName(after.team)} can claim it.`,
      };
    case 'lapse-near':
      return {
        first: [own('Your claim lapses soon: '), ...about],
        more: before.claim
          ? say`It holds until ${moment(before.claim.until)}. Is it still with you? Otherwise release it, so that somebody else can take it.`
          : [],
      };
    case 'lapsed':
      return sayLapsed(told);
    case 'asked':
      return {
        first: [...say`${person(event.by)} of Sales asks you something about `, ...about],
        more: [own('Your answer stands on the post in the Sales channel.')],
      };
    case 'answered':
      return {
        first: [
          ...say`${person(event.by)} has answered ${own(asked ? 'your' : "Sales'")} question about `,
          ...about,
        ],
        more: [],
      };
    case 'done':
      return {
        first: [
          ...say`${person(event.by)} of Sales is done: `,
          ...about,
          own(` · outcome: ${OUTCOME_LABELS[event.outcome]}`),
        ],
        more: [
          own(
            'Tell the customer in the ticket who will get in touch. I ask you in two working days how it went.',
          ),
        ],
      };
    case 'declined':
      return {
        first: [...say`${person(event.by)} of Sales has declined your handoff: `, ...about],
        more: [
          own('Nothing is with Sales any more. Wrong place: draft another handoff and choose the right one.'),
        ],
      };
    case 'withdrawn':
      return {
        first: [...say`${person(event.by)} of Support has withdrawn the handoff: `, ...about],
        more: [own(mine ? 'There is nothing left to do for you.' : 'Nothing is with Sales any more.')],
      };
    case 'reminded':
      return {
        first: [own(`Sales has not answered yet (reminder ${event.round}): `), ...about],
        more: [own('I do not climb for you. What you can do now:')],
      };
    case 'follow-up':
      return {
        first: [own('Please check with the customer: '), ...about],
        more: [own(sayOutcome(after))],
      };
    case 'watched':
      return {
        first: [own('The login may be restored now: '), ...about],
        more: [
          ...say`Zuora, asked ${moment(event.seen.asOf)}: `,
          ...sayChannel(event.seen),
          own('. Press “Re-check” on the card; its guard decides.'),
        ],
      };
    case 'submitted':
    case 'posted':
    case 'not-there':
    case 'reconfirmed':
    case 'linked':
    case 'snoozed':
    case 'erased':
      return { first: [own('There was news of '), ...about], more: [] };
  }
}

function sayLapsed({ about, before, after, mine }: Circumstances): NoteWords {
  const open = say`It is open again, and anybody of ${salesName(after.team)} can claim it.`;
  if (mine) {
    return {
      first: [own('Your claim has lapsed: '), ...about],
      more: [...open, own(' Claim it again if you work on it.')],
    };
  }
  const whose = before.claim
    ? say`The claim of ${person(before.claim.by)} has lapsed: `
    : [own('A claim has lapsed: ')];
  return { first: [...whose, ...about], more: open };
}

function sayOutcome({ end }: Standing): string {
  const outcome = end?.outcome ? `Sales said two working days ago: ${OUTCOME_LABELS[end.outcome]}. ` : '';
  return `${outcome}Ask in the ticket whether somebody got in touch with them, and set the ticket to Pending.`;
}

/** Heads the reminder to a Sales channel; nothing is left of an old one once somebody has taken up each handoff. */
export function sayUnclaimed(count: number): Piece[] {
  if (count === 0) return [own('Somebody has taken up every handoff that I named here.')];
  return count === 1
    ? [own('A handoff from Support waits for somebody to claim it.')]
    : [own(`${count} handoffs from Support wait for somebody to claim them.`)];
}

export function sayMoreUnclaimed(count: number): Piece[] {
  return [own(`…and ${count} more`)];
}

/** One line of the reminder: what it is about and since when it waits. */
export function sayWaits(standing: Standing): Piece[] {
  const { content, erased, submitted, answerBy } = standing;
  if (erased) return sayAbout(standing);
  const numbers = sayNumbers(content.facts);
  return [
    ...sayWants(content.facts, 'channel'),
    ...(numbers.length === 0 ? [] : [own(' · '), ...numbers]),
    ...say` · since ${moment(submitted.at)} · an answer was expected by ${moment(answerBy)}`,
  ];
}
