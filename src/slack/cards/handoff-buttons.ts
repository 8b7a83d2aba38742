import type { Button } from '@slack/types';
import type { Handoff, HandoffFacts, Standing } from '../../domain/handoff.ts';
import { NOT_THERE } from '../../words/handoff-states.ts';
import { ACTIONS } from '../ids.ts';
import { button } from '../limits.ts';
import { words } from '../mrkdwn.ts';

/** What can be pressed on a handoff. Buttons carry its id only. */
const BUTTONS = {
  claim: { text: 'Claim', actionId: ACTIONS.handoffClaim },
  ask: { text: 'Ask', actionId: ACTIONS.handoffQuestion },
  answer: { text: 'Answer', actionId: ACTIONS.handoffAnswer },
  decline: { text: 'Decline', actionId: ACTIONS.handoffDecline },
  done: { text: 'Done', actionId: ACTIONS.handoffDone },
  release: { text: 'Release', actionId: ACTIONS.handoffRelease },
  reconfirm: { text: 'Reconfirm', actionId: ACTIONS.handoffReconfirm },
  still: { text: 'Still with me', actionId: ACTIONS.handoffReconfirm },
} as const;

export type Press = keyof typeof BUTTONS;

/** What Sales can press as it stands, the next sensible thing first. */
export function pressesOf({ state, question, erased }: Standing): Press[] {
  const ask: Press[] = question ? [] : ['ask'];
  if (erased) return [];
  switch (state) {
    case 'open':
      return ['claim', ...ask, 'decline'];
    case 'claimed':
      return ['done', ...ask, 'release', 'reconfirm'];
    case 'done':
    case 'declined':
    case 'withdrawn':
      return [];
  }
}

/** `primary`: it stands out. */
export function handoffButton(
  press: Press,
  { id, facts, primary = false }: { id: string; facts: HandoffFacts; primary?: boolean },
): Button {
  const { text, actionId } = BUTTONS[press];
  return button({
    text,
    actionId,
    label: `${text}: ${spokenName(facts)}`,
    value: { handoffId: id },
    primary,
  });
}

/** For labels: the number first, which no long name pushes out. */
export function spokenName({ customer, subscriptions }: HandoffFacts): string {
  const number = subscriptions[0]?.number;
  const named = customer ?? 'the customer';
  return number === undefined ? named : `${number}, ${named}`;
}

interface OfCase {
  readonly caseId: string;
  readonly facts: HandoffFacts;
  readonly text: string;
  readonly primary?: boolean;
}

/** Opens the form as it was left. */
export function draftAgain({ caseId, facts, text, primary = false }: OfCase): Button {
  const label = `${text}: ${spokenName(facts)}`;
  return button({ text, actionId: ACTIONS.draftHandoff, label, value: { caseId }, primary });
}

/** For who looked through the channel; asked once more, because it can be sent again then. */
export function notThere({ id, facts }: { id: string; facts: HandoffFacts }): Button {
  const { text, title, ask, yes, no } = NOT_THERE;
  return button({
    text,
    actionId: ACTIONS.handoffNotThere,
    label: `${text}: ${spokenName(facts)}`,
    value: { handoffId: id },
    confirm: { title, text: [words(ask)], yes, no },
  });
}

/** What can be done about a post that Slack would not have; the first stands out. */
export function refusedButtons({ id, caseId }: Handoff, { refusal, content: { facts } }: Standing): Button[] {
  if (!refusal) return [];
  if (refusal.unsure) return [notThere({ id, facts }), draftAgain({ caseId, facts, text: 'Try again' })];
  return [draftAgain({ caseId, facts, text: 'Edit and send again', primary: true })];
}
