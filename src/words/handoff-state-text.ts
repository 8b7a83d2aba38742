import type { Handoff } from '../domain/handoff.ts';
import { handoffStateOf, lastOpeningIndex } from '../domain/handoff.ts';
import type { HandoffState } from '../domain/handoff-state.ts';
import type { TextFragment } from '../domain/text-fragments.ts';
import { literalFragment, phrase, timeFragment, userFragment } from '../domain/text-fragments.ts';
import { HANDOFF_OUTCOME_LABELS } from './handoff-replies.ts';
import {
  deliveryUnknownText,
  handoffPostErrorText,
  notHandedOverText,
  salesTeamName,
} from './handoff-text.ts';

/** Returns the state of a handoff as the last line of its post. Contains no text that anybody typed. */
export function handoffStateText(handoff: Handoff): TextFragment[] {
  const handoffState = handoffStateOf(handoff);
  const { status: state, claim, resolution: end } = handoffState;
  if (end) return handoffEndText(handoffState);
  if (state === 'claimed' && claim) {
    return phrase`With ${userFragment(claim.by)} since ${timeFragment(claim.at)} · reconfirm by ${timeFragment(claim.until)}`;
  }
  return openStateText(handoff);
}

/** Returns how, when and by whom the handoff was closed; empty while it is open or claimed. */
export function handoffEndText({ status: state, resolution: end }: HandoffState): TextFragment[] {
  if (!end) return [];
  const when = phrase`${userFragment(end.by)} · ${timeFragment(end.at)}`;
  switch (state) {
    case 'done':
      return [
        literalFragment('Closed by '),
        ...when,
        literalFragment(end.outcome === null ? '' : ` · outcome: ${HANDOFF_OUTCOME_LABELS[end.outcome]}`),
      ];
    case 'declined':
      return [literalFragment('Declined by '), ...when];
    case 'withdrawn':
      return [literalFragment('Withdrawn by '), ...when];
    case 'open':
    case 'claimed':
      return [];
  }
}

/** Status as one word, for notifications and screen readers. */
export const HANDOFF_STATUS_LABELS: Record<HandoffState['status'], string> = {
  open: 'Open',
  claimed: 'Claimed',
  done: 'Closed',
  declined: 'Declined',
  withdrawn: 'Withdrawn',
};

/** Names the previous owner when a handoff is open again, for the person who claims it next. */
function openStateText(handoff: Handoff): TextFragment[] {
  const { events } = handoff;
  const last = lastOpeningIndex(handoff);
  const event = events[last];
  if (event?.kind !== 'released' && event?.kind !== 'claim-expired') {
    return phrase`Open since ${timeFragment(handoffStateOf(handoff).submitted.at)}`;
  }
  const { claim } = handoffStateOf({ ...handoff, events: events.slice(0, last) });
  const why = event.kind === 'released' ? ' released it' : "'s claim expired";
  const who = claim ? [userFragment(claim.by), literalFragment(why)] : [literalFragment(event.kind)];
  return [...phrase`Open again since ${timeFragment(event.at)}: `, ...who];
}

/** Returns the state of a handoff as a line on its case's card. Contains no text that anybody typed. */
export function caseCardHandoffText(handoff: Handoff): TextFragment[] {
  const handoffState = handoffStateOf(handoff);
  const {
    status: state,
    claim,
    question,
    deliveryFailure: refusal,
    delivery,
    erased,
    resolution: end,
    submitted,
    team,
    answerDueAt: answerBy,
  } = handoffState;
  if (erased) return [literalFragment('its data was erased. '), ...handoffEndText(handoffState)];
  if (end) return [...handoffEndText(handoffState), literalFragment('.')];
  if (refusal?.outcomeUnknown) return deliveryUnknownText(team);
  if (refusal) return [literalFragment('not sent: '), ...handoffPostErrorText(refusal.error)];
  if (delivery === 'sending') return phrase`sending to ${salesTeamName(team)}…`;
  if (question)
    return phrase`Sales asked a question (${timeFragment(question.at)}) and is waiting for your answer.`;
  const expected =
    answerBy === null
      ? [literalFragment(' '), ...notHandedOverText()]
      : phrase` An answer is expected by ${timeFragment(answerBy)}.`;
  if (state === 'claimed' && claim) {
    return [
      ...phrase`with ${userFragment(claim.by)} of Sales since ${timeFragment(claim.at)}.`,
      ...(answerBy === null ? expected : []),
    ];
  }
  return [
    ...phrase`with ${salesTeamName(team)} since ${timeFragment(submitted.at)}; nobody has claimed it yet.`,
    ...expected,
  ];
}

/** Button and confirmation dialog for an engineer who checked that the post is missing from the channel. */
export const CONFIRM_POST_MISSING = {
  text: 'Post is missing',
  title: 'Is the post missing?',
  ask: 'Check the whole channel since you sent it. If the post is missing, you can send it again; if it was there after all, Sales gets it twice.',
  yes: 'Post is missing',
  no: 'Check again',
} as const;
