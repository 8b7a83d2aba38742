import type { Handoff } from '../domain/handoff.ts';
import { handoffStateOf, lastOpeningIndex } from '../domain/handoff.ts';
import type { HandoffState } from '../domain/handoff-state.ts';
import type { TextFragment } from '../domain/text-fragments.ts';
import { literalFragment, phrase, timeFragment, userFragment } from '../domain/text-fragments.ts';
import type { UserPreferences } from '../domain/user-preferences.ts';
import {
  deliveryUnknownText,
  handoffPostErrorText,
  handoffSubjectText,
  notHandedOverText,
  requestText,
  salesTeamName,
  subscriptionNumbersText,
} from './handoff-text.ts';

/** Section headings of the Home tab, in display order. */
export const HOME_TITLES = {
  yours: 'Waiting for you',
  waiting: 'Waiting for Sales',
  claimed: 'My handoffs',
  cases: 'My cases',
  preferences: 'Preferences',
} as const;

/** Opens the form. Also the name of the shortcut in `manifest.yml`. */
export const CHECK_CUSTOMER_LABEL = 'Check a customer';

/** Texts of empty sections. Null: an empty section is hidden together with its heading. */
export type HomeEmptyTexts = Readonly<
  Record<Exclude<keyof typeof HOME_TITLES, 'preferences'>, string | null>
>;

/** For people who may check customers. */
export const HOME_EMPTY_TEXTS: HomeEmptyTexts = {
  yours: null,
  waiting: 'No handoffs are waiting for Sales. If a case needs one, its card has a “Draft handoff” button.',
  claimed: 'No claimed handoffs. Handoffs appear here once you or someone in Sales claims them.',
  cases: 'No cases yet. Try /reseller-check A-S00012345',
};

/** For people who may not, such as Sales: without what Support does. */
export const SALES_HOME_EMPTY_TEXTS: HomeEmptyTexts = {
  yours: null,
  waiting: null,
  claimed: 'No claimed handoffs. Claim one in the Sales channel, and it appears here.',
  cases: null,
};

/** Shown to users who open the Home tab for the first time. */
export function introductionLines(mayCheck: boolean): TextFragment[][] {
  if (!mayCheck) {
    return [
      [literalFragment('Support uses me to hand cases to Sales, in the Sales channels.')],
      [literalFragment('Handoffs that you claim there are listed here.')],
    ];
  }
  return [
    [literalFragment('I tell you who sold a subscription and what that means for the ticket.')],
    [literalFragment('I help you hand cases to Sales and track them here.')],
  ];
}

/** Returns the customer's request and the subscriptions of a handoff, or a neutral text once its data was erased. */
export function handoffNameText(handoffState: HandoffState): TextFragment[] {
  const { content, erased } = handoffState;
  if (erased) return handoffSubjectText(handoffState);
  const numbers = subscriptionNumbersText(content.facts);
  const wants = requestText(content.facts, 'channel');
  return numbers.length === 0 ? wants : [...wants, literalFragment(' · '), ...numbers];
}

/** Returns what the submitter has to do: answer a question, or send a post again that Slack rejected. */
export function needsActionText({ question, deliveryFailure, team }: HandoffState): TextFragment[] {
  if (deliveryFailure?.outcomeUnknown) return deliveryUnknownText(team);
  if (deliveryFailure)
    return [literalFragment('Not sent to Sales: '), ...handoffPostErrorText(deliveryFailure.error)];
  return question
    ? phrase`Sales asked a question (${timeFragment(question.at)}) and is waiting for your answer`
    : [];
}

/** Returns the state of an unclaimed handoff. */
export function awaitingClaimText(handoff: Handoff, at: Date): TextFragment[] {
  const { delivery, team, answerDueAt: answerBy } = handoffStateOf(handoff);
  if (delivery === 'sending') return phrase`Sending to ${salesTeamName(team)}`;
  const waiting = phrase`With ${salesTeamName(team)} since ${timeFragment(openSince(handoff))}; nobody has claimed it. `;
  if (answerBy === null) return [...waiting, ...notHandedOverText()];
  const isOverdue = Date.parse(answerBy) < at.getTime();
  return [
    ...waiting,
    literalFragment(isOverdue ? 'An answer was expected by ' : 'An answer is expected by '),
    ...phrase`${timeFragment(answerBy)}`,
  ];
}

/** Returns who claimed the handoff, worded for the claimer or for the submitter. */
export function claimText({ claim, submitted }: HandoffState, reader: string): TextFragment[] {
  if (!claim) return [];
  const until = phrase` since ${timeFragment(claim.at)} · reconfirm by ${timeFragment(claim.until)}`;
  return claim.by === reader
    ? [literalFragment('With you'), ...until, ...phrase` · from ${userFragment(submitted.by)}`]
    : [...phrase`With ${userFragment(claim.by)}`, ...until];
}

export function moreItemsText(count: number): TextFragment[] {
  return [literalFragment(`…and ${count} more`)];
}

/** Labels of the preferences on the Home tab. */
export const PREFERENCE_LABELS = {
  tell: 'Notifications',
  tellShort: 'Notify me',
  quiet: 'Quiet hours',
  quietShort: 'Quiet hours',
} as const;

export const NOTIFY_LABELS: Record<UserPreferences['notifyBy'], string> = {
  dm: 'in direct messages',
  mention: "in the card's thread, mentioning me",
};

/** Selectable quiet hours in local time. Null: none. */
export const QUIET_HOURS_OPTIONS: readonly UserPreferences['quietHours'][] = [
  null,
  { from: 18, to: 8 },
  { from: 19, to: 7 },
  { from: 20, to: 8 },
  { from: 22, to: 7 },
];

/** Returns a label such as "18:00–08:00". */
export function quietHoursLabel(quiet: UserPreferences['quietHours']): string {
  return quiet === null ? 'none' : `${formatHour(quiet.from)}–${formatHour(quiet.to)}`;
}

/**
 * Explains the time zone of the quiet hours. The zone is looked up only once quiet hours are set, and named only then.
 */
export function quietHoursZoneText({ quietHours: quiet, timeZone: zone }: UserPreferences): TextFragment[] {
  return quiet === null
    ? [literalFragment('In your Slack time zone. You get these notifications when quiet hours end.')]
    : phrase`In your time zone (${zone}). You get these notifications when quiet hours end.`;
}

export function asOfText(at: Date): TextFragment[] {
  return phrase`As of ${timeFragment(at.toISOString())}`;
}

/** Number of items in each section, for the notification text and screen readers. */
export interface MineCounts {
  /** Handoffs with an open question to this user, and those that Slack rejected. */
  readonly needsAction: number;
  readonly awaitingClaim: number;
  readonly claimed: number;
  readonly cases: number;
}

/** Summarizes the sections in one sentence. */
export function mineSummaryText({ needsAction, awaitingClaim, claimed, cases }: MineCounts): TextFragment[] {
  const all = [
    ...(needsAction === 0 ? [] : [`${pluralize(needsAction, 'handoff')} waiting for you`]),
    ...(awaitingClaim === 0 ? [] : [`${pluralize(awaitingClaim, 'handoff')} waiting for Sales`]),
    ...(claimed === 0 ? [] : [`${pluralize(claimed, 'handoff')} claimed`]),
    ...(cases === 0 ? [] : [pluralize(cases, 'case')]),
  ];
  return [literalFragment(all.length === 0 ? NOTHING_LISTED_TEXT : `You have ${all.join(', ')}.`)];
}

const NOTHING_LISTED_TEXT =
  'You have no cases or handoffs yet. Try /reseller-check A-S00012345; your cases are then listed here.';

/** Points to the Home tab, which has the buttons. */
export function homeTabHintText(): TextFragment[] {
  return [literalFragment('Manage these and your notifications on the Home tab.')];
}

/** Returns the count and the noun, such as "1 case" or "2 cases". */
export function pluralize(count: number, noun: string): string {
  return count === 1 ? `1 ${noun}` : `${count} ${noun}s`;
}

/** Returns since when anybody may claim the handoff; its last owner may have released it. */
function openSince(handoff: Handoff): string {
  return handoff.events[lastOpeningIndex(handoff)]?.at ?? '';
}

function formatHour(hour: number): string {
  return `${String(hour).padStart(2, '0')}:00`;
}
