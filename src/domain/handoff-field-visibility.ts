/** Where a handoff is shown: the post in the Sales channel, its notification, and the Chatter post or Case in Salesforce. */
export const HANDOFF_SURFACES = ['channel', 'notification', 'salesforce'] as const;
export type HandoffSurface = (typeof HANDOFF_SURFACES)[number];

export type FieldVisibility = 'shown' | 'hidden';

/** Fields of a handoff, including those that are never shown. */
export const HANDOFF_FIELDS = [
  'topic',
  'customer',
  'subscriptions',
  'endDates',
  'terms',
  'opportunity',
  'discrepancies',
  'firstBoughtFromReseller',
  'partner',
  'plan',
  'seats',
  'counts',
  'writtenWish',
  'writtenWishSource',
  'permission',
  'ask',
  'toldCustomer',
  'submitter',
  'answerBy',
  'salesforcePost',
  'ticket',
  'crmAccount',
  'accountOwner',
  'zuoraAccount',
  'checkedAt',
  'contacts',
  'codes',
  'ticketText',
] as const;
export type HandoffField = (typeof HANDOFF_FIELDS)[number];

const SHOWN_EVERYWHERE = { channel: 'shown', notification: 'shown', salesforce: 'shown' } as const;
/** Kept out of notifications, which a locked phone may display. */
const HIDDEN_IN_NOTIFICATION = { channel: 'shown', notification: 'hidden', salesforce: 'shown' } as const;
const CHANNEL_ONLY = { channel: 'shown', notification: 'hidden', salesforce: 'hidden' } as const;
const SALESFORCE_ONLY = { channel: 'hidden', notification: 'hidden', salesforce: 'shown' } as const;
const HIDDEN_EVERYWHERE = { channel: 'hidden', notification: 'hidden', salesforce: 'hidden' } as const;

/** Visibility of each field on each surface. Everything that renders a handoff consults this table. */
export const FIELD_VISIBILITY: Readonly<
  Record<HandoffField, Readonly<Record<HandoffSurface, FieldVisibility>>>
> = {
  topic: SHOWN_EVERYWHERE,
  customer: SHOWN_EVERYWHERE,
  subscriptions: SHOWN_EVERYWHERE,
  endDates: HIDDEN_IN_NOTIFICATION,
  terms: HIDDEN_IN_NOTIFICATION,
  opportunity: HIDDEN_IN_NOTIFICATION,
  discrepancies: HIDDEN_IN_NOTIFICATION,
  firstBoughtFromReseller: HIDDEN_IN_NOTIFICATION,
  partner: HIDDEN_IN_NOTIFICATION,
  plan: HIDDEN_IN_NOTIFICATION,
  seats: HIDDEN_IN_NOTIFICATION,
  counts: HIDDEN_IN_NOTIFICATION,
  writtenWish: HIDDEN_IN_NOTIFICATION,
  writtenWishSource: HIDDEN_IN_NOTIFICATION,
  permission: HIDDEN_IN_NOTIFICATION,
  ask: HIDDEN_IN_NOTIFICATION,
  toldCustomer: HIDDEN_IN_NOTIFICATION,
  submitter: CHANNEL_ONLY,
  answerBy: HIDDEN_IN_NOTIFICATION,
  salesforcePost: CHANNEL_ONLY,
  ticket: HIDDEN_IN_NOTIFICATION,
  crmAccount: HIDDEN_IN_NOTIFICATION,
  accountOwner: HIDDEN_IN_NOTIFICATION,
  zuoraAccount: SALESFORCE_ONLY,
  checkedAt: HIDDEN_IN_NOTIFICATION,
  contacts: HIDDEN_EVERYWHERE,
  codes: HIDDEN_EVERYWHERE,
  ticketText: HIDDEN_EVERYWHERE,
};

/** Returns true when the field is shown on the surface. */
export function isFieldShown(field: HandoffField, surface: HandoffSurface): boolean {
  return FIELD_VISIBILITY[field][surface] === 'shown';
}

/** Returns the lines whose field is shown on the surface. */
export function visibleLines<T extends { readonly field: HandoffField }>(
  surface: HandoffSurface,
  lines: readonly T[],
): T[] {
  return lines.filter(({ field }) => isFieldShown(field, surface));
}

/** Returns the fields shown on the surface. */
export function fieldsShownOn(surface: HandoffSurface): HandoffField[] {
  return HANDOFF_FIELDS.filter((field) => isFieldShown(field, surface));
}

/** Returns the fields hidden on this surface but shown on another. */
export function fieldsHiddenOn(surface: HandoffSurface): HandoffField[] {
  return HANDOFF_FIELDS.filter((field) => !isFieldShown(field, surface) && !isHiddenEverywhere(field));
}

/** Returns the fields that no surface shows. */
export function fieldsHiddenEverywhere(): HandoffField[] {
  return HANDOFF_FIELDS.filter(isHiddenEverywhere);
}

function isHiddenEverywhere(field: HandoffField): boolean {
  return HANDOFF_SURFACES.every((surface) => !isFieldShown(field, surface));
}
