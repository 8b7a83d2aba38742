import type { HandoffEvent } from '../domain/handoff.ts';
import { BOT } from '../domain/handoff.ts';
import { moment, type Piece, person, place, say } from '../domain/text.ts';
import { own, sayRefusal } from './handoff.ts';
import { OUTCOME_LABELS } from './handoff-answers.ts';
import { sayChannel } from './step-states.ts';

/** One thing that happened to a handoff, in the case's history: what, and what was typed with it. */
export interface Told {
  readonly what: readonly Piece[];
  readonly typed: string | null;
}

export function sayHandoffEvent(event: HandoffEvent): Told {
  const told = (what: readonly Piece[], typed: string | null = null): Told => ({ what, typed });
  switch (event.kind) {
    case 'submitted':
      return told([own('Handed to Sales in '), place(event.channel)], event.content.typed.ask);
    case 'posted':
      return told([own('Posted')]);
    case 'refused':
      return told([own('Not posted: '), ...sayRefusal(event.error)]);
    case 'not-there':
      return told([own('Looked: the post is not in the channel')]);
    case 'claimed':
      return told(say`Claimed until ${moment(event.until)}`);
    case 'reconfirmed':
      return told(say`Claim reconfirmed until ${moment(event.until)}`);
    case 'released':
      return told([own('Claim released')]);
    case 'lapse-near':
      return told([own('Asked whether the claim still holds')]);
    case 'lapsed':
      return told([own('Claim lapsed')]);
    case 'asked':
      return told([own('Question from Sales')], event.question);
    case 'answered':
      return told([own('Answer to Sales')], event.answer);
    case 'done':
      return told([own(`Done: ${OUTCOME_LABELS[event.outcome]}`)], event.note);
    case 'declined':
      return told([own('Declined')], event.reason);
    case 'withdrawn':
      return told([own('Withdrawn')], event.reason);
    case 'linked':
      return told([own('Link to Salesforce added')]);
    case 'reminded':
      return told([own(`Nobody had claimed it, round ${event.round}`)]);
    case 'snoozed':
      return told(say`Snoozed until ${moment(event.until)}`);
    case 'follow-up':
      return told([own('Asked to check with the customer')]);
    case 'watched':
      return told([
        own(event.allowed ? 'The login may be restored: ' : 'The login stays closed: '),
        ...sayChannel(event.seen),
      ]);
    case 'erased':
      return told([own('Personal data erased')]);
  }
}

/** Who did it. */
export function sayWho({ by }: HandoffEvent): Piece[] {
  return [by === BOT ? own('Reseller Check') : person(by)];
}
