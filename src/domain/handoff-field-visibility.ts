/** Where parts of a handoff are read: the Sales channel, its notifications, and the Chatter post or Case. */
export const HANDOFF_SURFACES = ['channel', 'notification', 'salesforce'] as const;
export type HandoffSurface = (typeof HANDOFF_SURFACES)[number];

export type FieldVisibility = 'shown' | 'hidden';

/** What may be said of a handoff, and what never is. */
export const HANDOFF_FIELDS = [
  'topic',
  'customer',
  'subscriptions',
  'endDates',
  'firstReseller',
  'partner',
  'plan',
  'seats',
  'counts',
  'writtenWish',
  'writtenWishSource',
  'ask',
  'toldCustomer',
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
export type HandoffField = (typeof HANDOFF_FIELDS)[number];

const SHOWN_EVERYWHERE = { channel: 'shown', notification: 'shown', salesforce: 'shown' } as const;
/** Not where a phone shows it to whoever stands near. */
const HIDDEN_IN_NOTIFICATION = { channel: 'shown', notification: 'hidden', salesforce: 'shown' } as const;
const CHANNEL_ONLY = { channel: 'shown', notification: 'hidden', salesforce: 'hidden' } as const;
const SALESFORCE_ONLY = { channel: 'hidden', notification: 'hidden', salesforce: 'shown' } as const;
const HIDDEN_EVERYWHERE = { channel: 'hidden', notification: 'hidden', salesforce: 'hidden' } as const;

/** The one table of what is shown where. Whoever draws or writes a part of a handoff asks it. */
export const FIELD_VISIBILITY: Readonly<
  Record<HandoffField, Readonly<Record<HandoffSurface, FieldVisibility>>>
> = {
  topic: SHOWN_EVERYWHERE,
  customer: SHOWN_EVERYWHERE,
  subscriptions: SHOWN_EVERYWHERE,
  endDates: HIDDEN_IN_NOTIFICATION,
  firstReseller: HIDDEN_IN_NOTIFICATION,
  partner: HIDDEN_IN_NOTIFICATION,
  plan: HIDDEN_IN_NOTIFICATION,
  seats: HIDDEN_IN_NOTIFICATION,
  counts: HIDDEN_IN_NOTIFICATION,
  writtenWish: HIDDEN_IN_NOTIFICATION,
  writtenWishSource: HIDDEN_IN_NOTIFICATION,
  ask: HIDDEN_IN_NOTIFICATION,
  toldCustomer: SALESFORCE_ONLY,
  submitter: CHANNEL_ONLY,
  answerBy: HIDDEN_IN_NOTIFICATION,
  salesforcePost: CHANNEL_ONLY,
  ticket: HIDDEN_IN_NOTIFICATION,
  crmAccount: HIDDEN_IN_NOTIFICATION,
  owner: HIDDEN_IN_NOTIFICATION,
  zuoraAccount: SALESFORCE_ONLY,
  checkedAt: HIDDEN_IN_NOTIFICATION,
  contacts: HIDDEN_EVERYWHERE,
  codes: HIDDEN_EVERYWHERE,
  ticketText: HIDDEN_EVERYWHERE,
};

export function isFieldShown(field: HandoffField, surface: HandoffSurface): boolean {
  return FIELD_VISIBILITY[field][surface] === 'shown';
}

/** Of these lines, those that the reader is shown. */
export function visibleLines<T extends { readonly field: HandoffField }>(
  surface: HandoffSurface,
  lines: readonly T[],
): T[] {
  return lines.filter(({ field }) => isFieldShown(field, surface));
}

export function fieldsShownOn(surface: HandoffSurface): HandoffField[] {
  return HANDOFF_FIELDS.filter((field) => isFieldShown(field, surface));
}

/** What this reader is not shown, though another one is. */
export function fieldsHiddenOn(surface: HandoffSurface): HandoffField[] {
  return HANDOFF_FIELDS.filter((field) => !isFieldShown(field, surface) && !isHiddenEverywhere(field));
}

export function fieldsHiddenEverywhere(): HandoffField[] {
  return HANDOFF_FIELDS.filter(isHiddenEverywhere);
}

function isHiddenEverywhere(field: HandoffField): boolean {
  return HANDOFF_SURFACES.every((surface) => !isFieldShown(field, surface));
}
