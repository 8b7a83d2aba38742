import { z } from 'zod';
import { normalizeCrmId } from '../../domain/crm-id.ts';
import { type EmailFingerprint, fingerprintOf, mailDomain } from '../../domain/email-address.ts';
import { normalizeInput } from '../../domain/normalize-input.ts';
import { parseSubscriptionNumbers } from '../../domain/parse-query.ts';
import type { ResoldClaim, Ticket, TicketPart } from '../../domain/upstream-records.ts';
import { isBlank, nonBlankOrNull } from '../field-schemas.ts';

/** Topics by tag. All other tags are dropped. */
const TOPIC_TAGS: Readonly<Record<string, NonNullable<Ticket['topic']>>> = {
  lnr_cdot_login: 'sign-in',
  lnr_cdot_contacts: 'contact-change',
  lnr_sm_resend_to_new_contact: 'contact-change',
  lnr_sm_license_errors: 'license-upload',
};
const RESOLD_CLAIM_TAGS: Readonly<Record<string, ResoldClaim>> = {
  resold_status_no: 'no',
  resold_status_resold: 'resold',
  resold_status_reseller: 'reseller',
  resold_status_unsure: 'unsure',
};

const RESTRICTED_TAG = 'restricted_account';

const recordId = z.int().positive();

/** A requester without the address. */
export type ParsedRequester = Pick<Ticket, 'requesterDomain' | 'requesterFingerprint'>;

/** Returns the schema of a user, which keeps id, mail domain and fingerprint, and not the address. */
function userSchema(emailFingerprint: EmailFingerprint) {
  return z.object({ id: recordId, email: z.string().nullish() }).transform(({ id, email }) => {
    const requesterFingerprint = fingerprintOf(email, emailFingerprint);
    const requester: ParsedRequester = {
      requesterDomain: mailDomain(email),
      ...(requesterFingerprint === undefined ? {} : { requesterFingerprint }),
    };
    return { id, requester };
  });
}

const OrganisationRecord = z
  .object({
    id: recordId,
    name: nonBlankOrNull,
    tags: z.array(z.string()).nullish(),
    organization_fields: z
      .object({
        account_type: nonBlankOrNull,
        salesforce_id: nonBlankOrNull,
        sfdc_short_id: nonBlankOrNull,
        org_region: nonBlankOrNull,
        restricted_account: z.unknown().optional(),
      })
      .nullish(),
  })
  .transform(({ id, name, tags, organization_fields: fields }) => ({
    id,
    isRestricted: isAffirmative(fields?.restricted_account) || (tags ?? []).includes(RESTRICTED_TAG),
    record: {
      name: name ?? `organisation ${id}`,
      salesforceId:
        normalizeCrmId(normalizeInput(fields?.salesforce_id ?? '').trim()) ??
        normalizeCrmId(normalizeInput(fields?.sfdc_short_id ?? '').trim()),
      accountType: fields?.account_type ?? null,
      region: fields?.org_region ?? null,
    },
  }));

/** The parts of a ticket that are kept. Subject, description and comments are dropped. */
export type ParsedTicket = Omit<Ticket, 'host' | 'requesterDomain' | 'requesterFingerprint' | 'unread'> & {
  /** Null when the ticket has no requester. `user` is undefined when the response did not include it. */
  readonly requester: { readonly id: number; readonly user: ParsedRequester | undefined } | null;
  readonly unread: readonly TicketPart[];
};

/** Fields of a ticket that may be invalid: all but its id. */
export const OPTIONAL_TICKET_FIELDS = [
  'ticket.requester_id',
  'ticket.organization_id',
  'ticket.ticket_form_id',
  'ticket.status',
  'ticket.tags',
  'ticket.custom_fields',
  'users',
  'organizations',
];

/** Returns the schema of `GET /api/v2/tickets/{id}?include=users,organizations`. */
export function zendeskTicketSchema(
  subscriptionField: string | undefined,
  emailFingerprint: EmailFingerprint,
): z.ZodType<ParsedTicket> {
  const TicketResponse = z.object({
    ticket: z.object({
      id: recordId,
      requester_id: recordId.nullish(),
      organization_id: recordId.nullish(),
      ticket_form_id: recordId.nullish(),
      status: z.string().nullish(),
      tags: z.array(z.string()).nullish(),
      custom_fields: z
        .array(z.object({ id: z.int(), value: z.unknown() }))
        .nullish()
        .transform((fields) =>
          // Drops all other custom fields.
          fields?.filter(({ id }) => String(id) === subscriptionField).map(({ value }) => value),
        ),
    }),
    users: z.array(userSchema(emailFingerprint)).nullish(),
    organizations: z.array(OrganisationRecord).nullish(),
  });
  return TicketResponse.transform(({ ticket, users, organizations }): ParsedTicket => {
    const { requester_id: requesterId, organization_id: organisationId, tags } = ticket;
    const organisation = organizations?.find(({ id }) => id === organisationId);
    const user = users?.find(({ id }) => id === requesterId)?.requester;
    const goneReason = goneReasonOf(ticket.status, tags ?? []);
    return {
      id: String(ticket.id),
      requester: requesterId ? { id: requesterId, user } : null,
      organisation: organisation?.record ?? null,
      topic: singleMeaning(tags ?? [], TOPIC_TAGS),
      resoldClaim: singleMeaning(tags ?? [], RESOLD_CLAIM_TAGS),
      formId: ticket.ticket_form_id ? String(ticket.ticket_form_id) : null,
      // Checks all included organisations, because the ticket's own is unknown when its id is invalid.
      ...(organizations?.some(({ isRestricted }) => isRestricted) || tags?.includes(RESTRICTED_TAG)
        ? { restricted: true }
        : {}),
      ...(goneReason ? { gone: goneReason } : {}),
      // An undefined field was invalid and removed, or missing from the response.
      unread: [
        ...(organisationId === null || organisation ? [] : ['organisation' as const]),
        ...(requesterId ? [] : ['requester' as const]),
        ...(tags ? [] : ['tags' as const]),
      ],
      ...(ticket.custom_fields
        ? readSubscriptionField(ticket.custom_fields)
        : { subscriptionNumbers: [], subscriptionFieldUnreadable: true }),
    };
  });
}

/** Returns true unless the value of a checkbox, list or text field is empty or means "no". */
function isAffirmative(value: unknown): boolean {
  return ![undefined, null, false, 0, '', 'false', 'no', 'none', '0'].includes(
    typeof value === 'string' ? value.trim().toLowerCase() : (value as null),
  );
}

/** Zendesk closes a merged ticket and tags it `closed_by_merge`. */
function goneReasonOf(status: string | null | undefined, tags: readonly string[]): Ticket['gone'] {
  if (status?.toLowerCase() === 'deleted') return 'deleted';
  return tags.includes('closed_by_merge') ? 'merged' : undefined;
}

/** Returns the schema of `GET /api/v2/users/{id}`. */
export function zendeskUserSchema(emailFingerprint: EmailFingerprint) {
  return z.object({ user: userSchema(emailFingerprint) }).transform(({ user }) => user);
}

/** Reads subscription numbers from a string or a list of strings. Values of any other type make the field unreadable. */
function readSubscriptionField(
  values: readonly unknown[],
): Pick<ParsedTicket, 'subscriptionNumbers' | 'subscriptionFieldUnreadable'> {
  const presentValues = values
    .flat()
    .filter((value) => value !== null && value !== undefined && value !== false);
  const texts = presentValues.filter((value) => typeof value === 'string');
  const { numbers, isMistyped } = parseSubscriptionNumbers(texts.join('\n'));
  const isBlankField = texts.length === presentValues.length && texts.every(isBlank);
  const isUnreadable = isMistyped || (numbers.length === 0 && !isBlankField);
  return { subscriptionNumbers: numbers, ...(isUnreadable ? { subscriptionFieldUnreadable: true } : {}) };
}

/** Returns the meaning of the tags; null when they have none or contradict each other. */
function singleMeaning<T>(tags: readonly string[], meaningByTag: Readonly<Record<string, T>>): T | null {
  const distinctMeanings = new Set(
    tags.flatMap((tag) => (Object.hasOwn(meaningByTag, tag) ? [meaningByTag[tag] as T] : [])),
  );
  const [first] = distinctMeanings;
  return distinctMeanings.size === 1 && first !== undefined ? first : null;
}
