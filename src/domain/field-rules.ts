/** Where parts of a handoff are read: the Sales channel, its notifications, and the Chatter post or Case. */
export const READERS = ['channel', 'notification', 'salesforce'] as const;
export type Reader = (typeof READERS)[number];

export type FieldRule = 'shown' | 'left out';

/** What may be said of a handoff, and what never is. */
export const FIELDS = [
  'topic',
  'customer',
  'subscriptions',
  'endDates',
  'firstReseller',
  'partner',
  'plan',
  'seats',
  'counts',
  'wish',
  'wishWhere',
  'ask',
  'told',
  'submitter',
  'answerBy',
  'salesforcePost',
  'ticket',
  'crmAccount',
  'owner',
  'zuoraAccount',
  'checkedAt',
  'contacts',
  'codes',
  'ticketText',
] as const;
export type Field = (typeof FIELDS)[number];

const EVERYWHERE = { channel: 'shown', notification: 'shown', salesforce: 'shown' } as const;
/** Not where a phone shows it to whoever stands near. */
const WHEN_OPENED = { channel: 'shown', notification: 'left out', salesforce: 'shown' } as const;
const SLACK_ONLY = { channel: 'shown', notification: 'left out', salesforce: 'left out' } as const;
const SALESFORCE_ONLY = { channel: 'left out', notification: 'left out', salesforce: 'shown' } as const;
const NOWHERE = { channel: 'left out', notification: 'left out', salesforce: 'left out' } as const;

/** The one table of what is shown where. Whoever draws or writes a part of a handoff asks it. */
export const FIELD_RULES: Readonly<Record<Field, Readonly<Record<Reader, FieldRule>>>> = {
  topic: EVERYWHERE,
  customer: EVERYWHERE,
  subscriptions: EVERYWHERE,
  endDates: WHEN_OPENED,
  firstReseller: WHEN_OPENED,
  partner: WHEN_OPENED,
  plan: WHEN_OPENED,
  seats: WHEN_OPENED,
  counts: WHEN_OPENED,
  wish: WHEN_OPENED,
  wishWhere: WHEN_OPENED,
  ask: WHEN_OPENED,
  told: SALESFORCE_ONLY,
  submitter: SLACK_ONLY,
  answerBy: WHEN_OPENED,
  salesforcePost: SLACK_ONLY,
  ticket: WHEN_OPENED,
  crmAccount: WHEN_OPENED,
  owner: WHEN_OPENED,
  zuoraAccount: SALESFORCE_ONLY,
  checkedAt: WHEN_OPENED,
  contacts: NOWHERE,
  codes: NOWHERE,
  ticketText: NOWHERE,
};

export function isShown(field: Field, reader: Reader): boolean {
  return FIELD_RULES[field][reader] === 'shown';
}

/** Of these lines, those that the reader is shown. */
export function shownTo<T extends { readonly field: Field }>(reader: Reader, lines: readonly T[]): T[] {
  return lines.filter(({ field }) => isShown(field, reader));
}

export function shownFields(reader: Reader): Field[] {
  return FIELDS.filter((field) => isShown(field, reader));
}

/** What this reader is not shown, though another one is. */
export function leftOutOf(reader: Reader): Field[] {
  return FIELDS.filter((field) => !isShown(field, reader) && !isShownNowhere(field));
}

export function shownNowhere(): Field[] {
  return FIELDS.filter(isShownNowhere);
}

function isShownNowhere(field: Field): boolean {
  return READERS.every((reader) => !isShown(field, reader));
}
