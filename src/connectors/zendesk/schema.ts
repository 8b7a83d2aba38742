import { z } from 'zod';
import { plainInput } from '../../domain/plain-input.ts';
import type { ResoldClaim, Ticket, TicketPart } from '../../domain/records.ts';
import { crmId18, readSubscriptionNumbers } from '../../domain/reference.ts';
import { mailDomain } from '../mail-domain.ts';
import { isBlank } from '../shapes.ts';

/** Tags that we understand; all others are dropped unseen. */
const TOPIC_TAGS: Readonly<Record<string, NonNullable<Ticket['topic']>>> = {
  lnr_cdot_login: 'sign-in',
  lnr_cdot_contacts: 'contact-change',
  lnr_sm_resend_to_new_contact: 'contact-change',
  lnr_sm_license_errors: 'license-upload',
};
const CLAIM_TAGS: Readonly<Record<string, ResoldClaim>> = {
  resold_status_no: 'no',
  resold_status_resold: 'resold',
  resold_status_reseller: 'reseller',
  resold_status_unsure: 'unsure',
};

const RESTRICTED_TAG = 'restricted_account';

const recordId = z.int().positive();

/** An address goes no further than this: what leaves is its domain. */
const User = z
  .object({ id: recordId, email: z.string().nullish() })
  .transform(({ id, email }) => ({ id, domain: mailDomain(email) }));

const text = z
  .string()
  .nullish()
  .transform((value) => (isBlank(value) ? null : (value ?? null)));

const Organisation = z
  .object({
    id: recordId,
    name: text,
    tags: z.array(z.string()).nullish(),
    organization_fields: z
      .object({
        account_type: text,
        salesforce_id: text,
        sfdc_short_id: text,
        org_region: text,
        restricted_account: z.unknown().optional(),
      })
      .nullish(),
  })
  .transform(({ id, name, tags, organization_fields: fields }) => ({
    id,
    isRestricted: isSet(fields?.restricted_account) || (tags ?? []).includes(RESTRICTED_TAG),
    record: {
      name: name ?? `organisation ${id}`,
      salesforceId:
        crmId18(plainInput(fields?.salesforce_id ?? '').trim()) ??
        crmId18(plainInput(fields?.sfdc_short_id ?? '').trim()),
      accountType: fields?.account_type ?? null,
      region: fields?.org_region ?? null,
    },
  }));

/** What we take from a ticket; its texts do not get past this. */
export type TicketParts = Omit<Ticket, 'host' | 'requesterDomain' | 'unread'> & {
  /** Null when the ticket names no requester. `domain` is undefined when the answer did not include the user. */
  readonly requester: { readonly id: number; readonly domain: string | null | undefined } | null;
  readonly unread: readonly TicketPart[];
};

/** Fields that a ticket can be read without: all but its id. */
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

/** `GET /api/v2/tickets/{id}?include=users,organizations`. */
export function zendeskTicket(subscriptionField: string | undefined): z.ZodType<TicketParts> {
  const Fields = z.object({
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
          // Every other custom field is dropped here.
          fields?.filter(({ id }) => String(id) === subscriptionField).map(({ value }) => value),
        ),
    }),
    users: z.array(User).nullish(),
    organizations: z.array(Organisation).nullish(),
  });
  return Fields.transform(({ ticket, users, organizations }): TicketParts => {
    const { requester_id: requesterId, organization_id: organisationId, tags } = ticket;
    const organisation = organizations?.find(({ id }) => id === organisationId);
    const requester = users?.find(({ id }) => id === requesterId);
    const gone = goneOf(ticket.status, tags ?? []);
    return {
      id: String(ticket.id),
      requester: requesterId ? { id: requesterId, domain: requester?.domain } : null,
      organisation: organisation?.record ?? null,
      topic: onlyOne(tags ?? [], TOPIC_TAGS),
      resoldClaim: onlyOne(tags ?? [], CLAIM_TAGS),
      formId: ticket.ticket_form_id ? String(ticket.ticket_form_id) : null,
      // Any organisation that came along counts: the ticket's own is not recognised when its id cannot be read.
      ...(organizations?.some(({ isRestricted }) => isRestricted) || tags?.includes(RESTRICTED_TAG)
        ? { restricted: true }
        : {}),
      ...(gone ? { gone } : {}),
      // An undefined field was invalid and removed, or was not part of the answer.
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

/** True unless the value of a checkbox, list or text field is empty or means "no". */
function isSet(value: unknown): boolean {
  return ![undefined, null, false, 0, '', 'false', 'no', 'none', '0'].includes(
    typeof value === 'string' ? value.trim().toLowerCase() : (value as null),
  );
}

/** Zendesk closes a merged ticket and tags it `closed_by_merge`. */
function goneOf(status: string | null | undefined, tags: readonly string[]): Ticket['gone'] {
  if (status?.toLowerCase() === 'deleted') return 'deleted';
  return tags.includes('closed_by_merge') ? 'merged' : undefined;
}

/** `GET /api/v2/users/{id}`: id and mail domain. */
export const ZendeskUser = z.object({ user: User }).transform(({ user }) => user);

/** Reads the numbers from a text or a list of texts. A value of any other type makes the field unreadable. */
function readSubscriptionField(
  values: readonly unknown[],
): Pick<TicketParts, 'subscriptionNumbers' | 'subscriptionFieldUnreadable'> {
  const written = values.flat().filter((value) => value !== null && value !== undefined && value !== false);
  const texts = written.filter((value) => typeof value === 'string');
  const { numbers, isMistyped } = readSubscriptionNumbers(texts.join('\n'));
  const isBlankField = texts.length === written.length && texts.every(isBlank);
  const isUnreadable = isMistyped || (numbers.length === 0 && !isBlankField);
  return { subscriptionNumbers: numbers, ...(isUnreadable ? { subscriptionFieldUnreadable: true } : {}) };
}

/** Two tags that mean two things mean nothing. */
function onlyOne<T>(tags: readonly string[], meanings: Readonly<Record<string, T>>): T | null {
  const meant = new Set(tags.flatMap((tag) => (Object.hasOwn(meanings, tag) ? [meanings[tag] as T] : [])));
  const [first] = meant;
  return meant.size === 1 && first !== undefined ? first : null;
}
