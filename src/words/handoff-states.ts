import type { Handoff, Standing } from '../domain/handoff.ts';
import { standingOf } from '../domain/handoff.ts';
import { moment, type Piece, person, say } from '../domain/text.ts';
import { own, salesName, sayRefusal, sayUnsure } from './handoff.ts';
import { OUTCOME_LABELS } from './handoff-answers.ts';

/** Where a handoff stands, as the last line of its post. What people typed is not in it. */
export function sayState(handoff: Handoff): Piece[] {
  const standing = standingOf(handoff);
  const { state, claim, end } = standing;
  if (end) return sayEnding(standing);
  if (state === 'claimed' && claim) {
    return say`With ${person(claim.by)} since ${moment(claim.at)} · reconfirm by ${moment(claim.until)}`;
  }
  return sayOpen(handoff);
}

/** How it ended and through whom; empty while it is with Sales. */
export function sayEnding({ state, end }: Standing): Piece[] {
  if (!end) return [];
  const when = say`${person(end.by)} · ${moment(end.at)}`;
  switch (state) {
    case 'done':
      return [
        own('Done by '),
        ...when,
        own(end.outcome === null ? '' : ` · outcome: ${OUTCOME_LABELS[end.outcome]}`),
      ];
    case 'declined':
      return [own('Declined by '), ...when];
    case 'withdrawn':
      return [own('Withdrawn by '), ...when];
    case 'open':
    case 'claimed':
      return [];
  }
}

/** Where it stands, in a word, for who only hears it. */
export const STATE_WORDS: Record<Standing['state'], string> = {
  open: 'Open',
  claimed: 'Claimed',
  done: 'Done',
  declined: 'Declined',
  withdrawn: 'Withdrawn',
};

/** Who had it last matters to who takes it next. */
function sayOpen(handoff: Handoff): Piece[] {
  const { events } = handoff;
  const last = events.findLastIndex(({ kind }) => /^(?:submitted|released|lapsed)$/.test(kind));
  const event = events[last];
  if (event?.kind !== 'released' && event?.kind !== 'lapsed') {
    return say`Open since ${moment(standingOf(handoff).submitted.at)}`;
  }
  const { claim } = standingOf({ ...handoff, events: events.slice(0, last) });
  const why = event.kind === 'released' ? ' released it' : "'s claim lapsed";
  const who = claim ? [person(claim.by), own(why)] : [own(event.kind)];
  return [...say`Open again since ${moment(event.at)}: `, ...who];
}

/** Where a handoff stands, as the line on its case's card. What people typed is not in it. */
export function sayRow(handoff: Handoff): Piece[] {
  const standing = standingOf(handoff);
  const { state, claim, question, refusal, delivery, erased, end, submitted, team, answerBy } = standing;
  if (erased) return [own('its data was erased. '), ...sayEnding(standing)];
  if (end) return [...sayEnding(standing), own('.')];
  if (refusal?.unsure) return sayUnsure(team);
  if (refusal) return [own('not sent: '), ...sayRefusal(refusal.error)];
  if (delivery === 'sending') return say`being sent to ${salesName(team)}…`;
  if (question) return say`Sales has a question since ${moment(question.at)} and waits for your answer.`;
  if (state === 'claimed' && claim) {
    return say`with ${person(claim.by)} of Sales since ${moment(claim.at)}.`;
  }
  return say`with ${salesName(team)} since ${moment(submitted.at)}; nobody has claimed it yet. An answer is expected by ${moment(answerBy)}.`;
}

/** The button of a person who looked, and what they confirm. */
export const NOT_THERE = {
  text: 'It is not there',
  title: 'Is it really not there?',
  ask: 'Look through the whole channel since you sent it. If you say it is not there, you can send it again; if it was there after all, Sales has it twice.',
  yes: 'It is not there',
  no: 'Look again',
} as const;
