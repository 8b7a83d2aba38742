import type { Field } from '../domain/field-rules.ts';
import { leftOutOf, shownFields, shownNowhere } from '../domain/field-rules.ts';
import type { Standing } from '../domain/handoff.ts';
import { listed, moment, type Piece, person, say } from '../domain/text.ts';
import { FIELD_LABELS, own, sayAbout } from './handoff.ts';

/** The names of the fields of a handoff's forms. */
export const LABELS = {
  ask: 'What Sales is asked for',
  users: 'Users in the licence',
  previous: 'Previous users',
  trueUp: 'True-up',
  maximum: 'Most users ever',
  wish: 'Has the customer said in writing that they want to leave the partner?',
  wishWhere: 'Where it is written',
  plan: 'Plan',
  seats: 'Seats',
  told: 'What the customer was told',
  link: 'Chatter post or Case',
  destination: 'Goes to',
  question: 'What do you need to know?',
  answer: 'Your answer',
  outcome: 'What came of it?',
  note: 'Anything Support should know',
} as const;

export const HINTS: Readonly<Record<keyof typeof LABELS, string>> = {
  ask: 'A sentence or two, no addresses and no codes. Example: Please reach out to the customer about the renewal.',
  users: 'As the licence says. Example: 120',
  previous: 'Of the licence before. Example: 100',
  trueUp: 'As it was given with the licence. Example: 20',
  maximum: 'From the dashboard of the instance. Example: 130',
  wish: 'Sales cannot quote directly without it.',
  wishWhere: 'Needed when they have said so. Example: in ticket #48211, message of 12 March',
  plan: 'Example: Premium',
  seats: 'A whole number. Example: 25',
  told: 'Goes into Salesforce only. Example: that Sales will get in touch',
  link: 'The whole address; you can add it later. Example: https://example.my.salesforce.com/0D5000000000001',
  destination: 'The Slack channel that takes the post.',
  question: 'The engineer is told, and the answer stands on the post. Example: Which plan do they want?',
  answer: 'Goes to the Sales channel. No addresses and no codes. Example: Premium, 25 seats',
  outcome: 'The engineer is told, and checks with the customer two working days later.',
  note: 'Example: Robin calls them on Tuesday',
};

/** What the form need not ask. */
export function sayKnown(): Piece[] {
  return say`This is known and goes along, with links to the ticket and the account. Nothing is sent before you have seen the preview.`;
}

/** Heads the warning. */
export function sayOthers(): Piece[] {
  return [own('Sales already has a handoff about this account.')];
}

/** One of them. */
export function sayOther({ submitted, claim }: Standing): Piece[] {
  return [
    ...say`${person(submitted.by)} handed it over (${moment(submitted.at)}), `,
    ...(claim ? say`and ${person(claim.by)} has it` : [own('and nobody has claimed it')]),
    own('. Talk to them before you send another.'),
  ];
}

/** Above the preview. */
export function sayPreview(team: string): Piece[] {
  return [own('Nothing is sent yet. Sales will see this in the channel for '), ...say`${team}:`];
}

/** Over the text of the notifications. Slack's own program for desktops reads the post itself. */
export function sayNotifications(): Piece[] {
  return [own('Phones and screen readers say this; a desktop may show the start of the post:')];
}

export function sayNothingRemoved(): Piece[] {
  return [own('Nothing had to be taken out of what you wrote.')];
}

/** What the rules keep back, line by line. */
export function sayRules(): Piece[][] {
  return [
    [own(`Goes nowhere: ${named(shownNowhere())}.`)],
    [own(`Stays out of the channel: ${named(leftOutOf('channel'))}.`)],
    [own(`Notifications name only: ${named(shownFields('notification'))}.`)],
    [own(`Stays out of the text for Salesforce: ${named(leftOutOf('salesforce'))}.`)],
  ];
}

function named(fields: readonly Field[]): string {
  const names = fields.map((field) => FIELD_LABELS[field]);
  return names.length === 0 ? 'nothing' : listed(names, names.length);
}

/** About which handoff a form asks. */
export function sayFormAbout(standing: Standing): Piece[] {
  return [own('About '), ...sayAbout(standing), own('.')];
}

export const DECLINE_HINT =
  'The engineer is told. Example: the account belongs to another region; please ask the EMEA channel';
export const WITHDRAW_HINT = 'Sales is told. Example: the customer renews with the partner after all';
export const LINK_WHY =
  'The formal handoff is the post or Case in Salesforce; its link then stands on the post in Slack.';

export function sayErased(): Piece[] {
  return say`The data of this handoff was erased, so there is nothing to copy any more.`;
}
