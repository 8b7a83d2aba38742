import { z } from 'zod';
import { type EmailFingerprint, fingerprintOf, mailDomain } from '../../domain/email-address.ts';
import { type AccountRef, SUBSCRIPTION_STATUSES, type Subscription } from '../../domain/upstream-records.ts';
import { isBlank, isoDate, nonBlank, valuesByKey } from '../field-schemas.ts';
import { subscriptionContentsOf } from './subscription-contents.ts';

/** Statuses by their lower-cased letters, because Zuora's spelling varies in case and spaces. */
const STATUS_BY_LETTERS = new Map<string, Subscription['status']>([
  ...SUBSCRIPTION_STATUSES.map((name) => [lettersOf(name), name] as const),
  ['canceled', 'Cancelled'],
]);

export const subscriptionStatus = z.preprocess(
  (value) => (typeof value === 'string' ? (STATUS_BY_LETTERS.get(lettersOf(value)) ?? value) : value),
  z.enum(SUBSCRIPTION_STATUSES),
);

/** Fields about the end of a subscription. `endDateOf` validates those it needs. */
export const termFields = {
  termType: z.unknown().optional(),
  subscriptionEndDate: z.unknown().optional(),
  termEndDate: z.unknown().optional(),
};

const MARKETPLACE_PATTERN = /\b(?:aws|amazon|gcp|google|azure|microsoft)\b|marketplace/i;
/** Maximum length of the label on a card. */
const MAX_LABEL_LENGTH = 80;

const SubscriptionResponse = z.looseObject({
  success: z.literal(true).optional(),
  id: nonBlank,
  subscriptionNumber: nonBlank,
  version: z.int().positive(),
  status: subscriptionStatus,
  accountId: nonBlank,
  accountNumber: nonBlank,
  accountName: nonBlank.nullish(),
  invoiceOwnerAccountId: z.string().nullable(),
  invoiceOwnerAccountNumber: z.string().nullable(),
  invoiceOwnerAccountName: z.string().nullable(),
  soldToContact: z.object({ workEmail: z.string().nullish() }).nullish(),
  ...termFields,
});
type SubscriptionResponse = z.infer<typeof SubscriptionResponse>;

/** Fields of a subscription that may be invalid. The invoice owner's name is required, because it identifies a marketplace. */
export const OPTIONAL_SUBSCRIPTION_FIELDS = ['accountName', 'soldToContact'];

/** Returns the schema of `GET /v1/subscriptions/{number}` and of a row in an account's list. */
export function zuoraSubscriptionSchema(emailFingerprint: EmailFingerprint): z.ZodType<Subscription> {
  return SubscriptionResponse.transform((fields, context): Subscription => {
    const reject = (message: string): never => {
      context.addIssue({ code: 'custom', message });
      return z.NEVER;
    };
    const invoiceOwner = invoiceOwnerOf(fields);
    if (invoiceOwner === 'incomplete') return reject('invoice owner is incomplete');
    const endsOn = endDateOf(fields);
    if (endsOn === undefined) return reject('subscriptionEndDate, termEndDate: expected date');
    const marketplace = marketplaceLabelOf(fields);
    if (marketplace === undefined) return reject('marketplace field: expected string');
    return {
      id: fields.id,
      number: fields.subscriptionNumber,
      version: fields.version,
      status: fields.status,
      subscriptionOwner: {
        id: fields.accountId,
        number: fields.accountNumber,
        name: fields.accountName ?? fields.accountNumber,
      },
      invoiceOwner,
      endsOn,
      soldToDomain: mailDomain(fields.soldToContact?.workEmail),
      ...soldToFingerprintOf(fields, emailFingerprint),
      marketplace,
      contents: subscriptionContentsOf(fields),
    };
  });
}

function soldToFingerprintOf(
  { soldToContact }: SubscriptionResponse,
  emailFingerprint: EmailFingerprint,
): Pick<Subscription, 'soldToFingerprint'> {
  if (soldToContact === null) return { soldToFingerprint: null };
  const soldToFingerprint = fingerprintOf(soldToContact?.workEmail, emailFingerprint);
  return soldToFingerprint === undefined ? {} : { soldToFingerprint };
}

/** Returns the end date, null for a subscription without one, or undefined when a required date is missing or invalid. */
export function endDateOf(fields: {
  readonly status: Subscription['status'];
  readonly termType?: unknown;
  readonly subscriptionEndDate?: unknown;
  readonly termEndDate?: unknown;
}): string | null | undefined {
  const subscriptionEnd = dateOf(fields.subscriptionEndDate);
  if (subscriptionEnd !== null) return subscriptionEnd;
  if (typeof fields.termType === 'string' && lettersOf(fields.termType) === 'evergreen') return null;
  const termEnd = dateOf(fields.termEndDate);
  if (termEnd !== null) return termEnd;
  // Subscriptions have no dates before their activation.
  return ['Draft', 'Pending Activation', 'Pending Acceptance'].includes(fields.status) ? null : undefined;
}

/** Returns null for a blank value and undefined for one that is not a date. */
function dateOf(value: unknown): string | null | undefined {
  if (value === null || value === undefined || value === '') return null;
  return isoDate.safeParse(value).data;
}

function lettersOf(text: string): string {
  return text.toLowerCase().replace(/[^a-z]/g, '');
}

function invoiceOwnerOf(fields: SubscriptionResponse): AccountRef | null | 'incomplete' {
  const id = fields.invoiceOwnerAccountId;
  const number = fields.invoiceOwnerAccountNumber;
  const name = fields.invoiceOwnerAccountName;
  if (isBlank(number) && isBlank(name)) {
    return isBlank(id) || id === fields.accountId ? null : 'incomplete';
  }
  if (id === null || number === null || name === null) return 'incomplete';
  return [id, number, name].some(isBlank) ? 'incomplete' : { id, number, name };
}

/** Returns the content of the marketplace fields, null when they are blank, or undefined when one is not a string. */
export function marketplaceLabelOf(row: Readonly<Record<string, unknown>>): string | null | undefined {
  const sources = fieldTexts(row, 'externalsubscriptionsource__c');
  const offers = fieldTexts(row, 'marketplaceoffertype__c');
  const agreements = fieldTexts(row, 'marketplaceagreementid__c');
  if (!sources || !offers || !agreements) return undefined;
  const labels = [...sources.filter((source) => MARKETPLACE_PATTERN.test(source)), ...offers];
  if (labels.length === 0 && agreements.length > 0) labels.push('marketplace agreement');
  return labels.length === 0 ? null : [...new Set(labels)].join(', ').slice(0, MAX_LABEL_LENGTH);
}

/** Returns null when one of the values is not a string. */
function fieldTexts(row: Readonly<Record<string, unknown>>, name: string): string[] | null {
  const texts: string[] = [];
  for (const value of valuesByKey(row, name, normalizedFieldName)) {
    if (value === null || value === undefined) continue;
    if (typeof value !== 'string') return null;
    if (!isBlank(value)) texts.push(value.trim());
  }
  return texts;
}

/** Removes underscores, because the spelling of the field names varies. */
function normalizedFieldName(key: string): string {
  const lower = key.toLowerCase();
  return lower.endsWith('__c') ? `${lower.slice(0, -3).replaceAll('_', '')}__c` : lower;
}
