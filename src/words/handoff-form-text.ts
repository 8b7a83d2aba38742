import type { HandoffField } from '../domain/handoff-field-visibility.ts';
import { fieldsHiddenEverywhere, fieldsHiddenOn, fieldsShownOn } from '../domain/handoff-field-visibility.ts';
import type { HandoffFacts, HandoffState } from '../domain/handoff-state.ts';
import type { TextFragment } from '../domain/text-fragments.ts';
import {
  joinWithAnd,
  literalFragment,
  phrase,
  timeFragment,
  userFragment,
} from '../domain/text-fragments.ts';
import type { UserCounts } from '../domain/user-counts.ts';
import { ASK_EXAMPLES, HANDOFF_FIELD_NAMES, handoffSubjectText } from './handoff-text.ts';

/** Labels of the fields in the handoff forms. */
export const HANDOFF_INPUT_LABELS = {
  ask: 'Request to Sales',
  ticket: 'Link to the ticket',
  writtenWish: 'Has the customer said in writing that they want to leave the partner?',
  writtenWishSource: 'Where it is written',
  permissionSource: "Where the reseller's written permission is",
  plan: 'Plan',
  seats: 'Seats',
  toldCustomer: 'What the customer was told',
  link: 'Chatter post or Case',
  destination: 'Post to',
  question: 'What do you need to know?',
  answer: 'Your answer',
  outcome: 'Outcome',
  note: 'Anything Support should know',
} as const;

export const HANDOFF_INPUT_HINTS: Readonly<Record<keyof typeof HANDOFF_INPUT_LABELS, string>> = {
  ask: 'What Sales should do, in one or two sentences, without email addresses or codes.',
  ticket: 'The case has no ticket yet. Example: https://support.gitlab.com/agent/tickets/48211',
  writtenWish: 'Sales cannot quote directly without it.',
  writtenWishSource: 'Required if the answer is yes. Example: in ticket #48211, message of 12 March',
  permissionSource:
    'Leave this empty if there is no permission. Example: in ticket #48211, message of 12 March',
  plan: 'Example: Premium',
  seats: 'A whole number. Example: 25',
  toldCustomer: 'Shown in the channel and in Salesforce. Example: that Sales will get in touch',
  link: 'Paste the full link; you can add it later. Example: https://example.my.salesforce.com/0D5000000000001',
  destination: 'The Slack channel for this handoff.',
  question: 'The engineer is notified, and the answer appears on the post. Example: Which plan do they want?',
  answer: 'Posted in the Sales channel. Do not include email addresses or codes. Example: Premium, 25 seats',
  outcome: 'The engineer is notified, and follows up with the customer two working days later.',
  note: 'Example: Robin calls them on Tuesday',
};

/** Hints of the figures on the licence page of an instance. The source is a screenshot from the customer. */
export const USER_COUNT_HINTS: Readonly<Record<keyof UserCounts, string>> = {
  usersInLicence:
    "From the instance's dashboard. It becomes the previous user count of the next licence. Example: 100",
  billableUsers: "From the instance's dashboard. Example: 120",
  maximumUsers: "From the instance's dashboard. Example: 130",
  usersOverLicence: "From the instance's dashboard. Leave a figure empty if you do not know it. Example: 30",
};

/** Returns the hint of the request to Sales, with an example. */
export function askHint({ topic }: HandoffFacts): string {
  return `${HANDOFF_INPUT_HINTS.ask} Example: ${ASK_EXAMPLES[topic]}`;
}

/** Says where the customer wrote that they want to leave the partner. */
export function inTicketText(ticketId: string): string {
  return `in ticket #${ticketId}`;
}

/** Introduces the facts that are included without the engineer entering them. */
export function includedFactsText(): TextFragment[] {
  return phrase`Included automatically, with links to the ticket and the account. Nothing is sent before you have seen the preview.`;
}

/** Heading of the warning about other handoffs of the same account. */
export function otherHandoffsWarningText(): TextFragment[] {
  return [literalFragment('Sales already has a handoff about this account.')];
}

/** Describes one other handoff in that warning. */
export function otherHandoffText({ submitted, claim }: HandoffState): TextFragment[] {
  return [
    ...phrase`${userFragment(submitted.by)} handed it over (${timeFragment(submitted.at)}), `,
    ...(claim
      ? phrase`and ${userFragment(claim.by)} has claimed it`
      : [literalFragment('and nobody has claimed it')]),
    literalFragment('. Talk to them before you send another.'),
  ];
}

/** Introduces the preview. */
export function previewIntroText(team: string): TextFragment[] {
  return [
    literalFragment('Nothing is sent yet. Sales will see this in the channel for '),
    ...phrase`${team}:`,
  ];
}

/** Heading above the notification text. Slack's desktop app may show the start of the post instead. */
export function notificationPreviewText(): TextFragment[] {
  return [literalFragment('Notification preview')];
}

export function nothingRedactedText(): TextFragment[] {
  return [literalFragment('Nothing was removed from your text.')];
}

/** Returns which fields are not shared, and where. */
export function sharingRuleLines(): TextFragment[][] {
  return [
    [literalFragment(`Never shared: ${fieldNames(fieldsHiddenEverywhere())}.`)],
    [literalFragment(`Not shown in the channel: ${fieldNames(fieldsHiddenOn('channel'))}.`)],
    [literalFragment(`Notifications show only: ${fieldNames(fieldsShownOn('notification'))}.`)],
    [literalFragment(`Not in the Salesforce text: ${fieldNames(fieldsHiddenOn('salesforce'))}.`)],
  ];
}

function fieldNames(fields: readonly HandoffField[]): string {
  const names = fields.map((field) => HANDOFF_FIELD_NAMES[field]);
  return names.length === 0 ? 'nothing' : joinWithAnd(names, names.length);
}

/** Names the handoff that a form is about. */
export function formSubjectText(handoffState: HandoffState): TextFragment[] {
  return [literalFragment('About '), ...handoffSubjectText(handoffState), literalFragment('.')];
}

export const DECLINE_HINT =
  'The engineer is notified. Example: the account belongs to another region; please ask the EMEA channel';
export const WITHDRAW_HINT = 'Sales is notified. Example: the customer renews with the partner after all';
export const SALESFORCE_LINK_EXPLANATION =
  'The post or Case in Salesforce is the formal handoff. Its link is added to the post in Slack.';

export function handoffErasedText(): TextFragment[] {
  return phrase`The data of this handoff was erased, so there is nothing to copy.`;
}
