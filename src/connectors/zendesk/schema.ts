import { z } from 'zod';
import type { ResoldClaim, Ticket } from '../../domain/records.ts';
import { crmId18, readSubscriptionNumbers } from '../../domain/reference.ts';
import { mailDomain } from '../mail-domain.ts';
import { filled, isBlank } from '../shapes.ts';

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

const recordId = z.int().positive();

/** An address goes no further than this: what leaves is its domain. */
const User = z
  .object({ id: recordId, email: z.string().nullish() })
  .transform(({ id, email }) => ({ id, domain: mailDomain(email) }));

const Organisation = z
  .object({
    id: recordId,
    name: filled,
    organization_fields: z
      .object({
        account_type: z.string().nullish(),
        salesforce_id: z.string().nullish(),
        sfdc_short_id: z.string().nullish(),
        org_region: z.string().nullish(),
      })
      .nullish(),
  })
  .transform(({ id, name, organization_fields: fields }) => ({
    id,
    name,
    salesforceId:
      crmId18(fields?.salesforce_id?.trim() ?? '') ?? crmId18(fields?.sfdc_short_id?.trim() ?? ''),
    accountType: isBlank(fields?.account_type) ? null : (fields?.account_type ?? null),
    region: isBlank(fields?.org_region) ? null : (fields?.org_region ?? null),
  }));

/** What we take from a ticket; its texts do not get past this. */
export interface TicketParts {
  readonly id: string;
  /** The domain is undefined when the requester did not come along. */
  readonly requester: { readonly id: number; readonly domain: string | null | undefined };
  readonly organisation: Ticket['organisation'];
  readonly topic: Ticket['topic'];
  readonly resoldClaim: ResoldClaim | null;
  readonly formId: string | null;
  readonly subscriptionNumbers: readonly string[];
  readonly subscriptionFieldUnreadable?: boolean;
}

/** `GET /api/v2/tickets/{id}?include=users,organizations`. */
export function zendeskTicket(subscriptionField: string | undefined): z.ZodType<TicketParts> {
  const Fields = z.object({
    ticket: z.object({
      id: recordId,
      requester_id: recordId,
      organization_id: recordId.nullable(),
      ticket_form_id: recordId.nullish(),
      tags: z.array(z.string()),
      custom_fields: z.array(z.object({ id: z.int(), value: z.unknown() })).transform((fields) =>
        // All but the one are dropped here.
        fields.filter(({ id }) => String(id) === subscriptionField).map(({ value }) => value),
      ),
    }),
    users: z.array(User).optional(),
    organizations: z.array(Organisation).optional(),
  });
  return Fields.transform(({ ticket, users, organizations }, context): TicketParts => {
    const organisation = organizations?.find(({ id }) => id === ticket.organization_id);
    if (ticket.organization_id !== null && !organisation) {
      context.addIssue({ code: 'custom', message: 'organisation did not come along', path: ['ticket'] });
      return z.NEVER;
    }
    return {
      id: String(ticket.id),
      requester: {
        id: ticket.requester_id,
        domain: users?.find(({ id }) => id === ticket.requester_id)?.domain,
      },
      organisation: organisation ? withoutId(organisation) : null,
      topic: onlyOne(ticket.tags, TOPIC_TAGS),
      resoldClaim: onlyOne(ticket.tags, CLAIM_TAGS),
      formId: ticket.ticket_form_id ? String(ticket.ticket_form_id) : null,
      ...readSubscriptionField(ticket.custom_fields),
    };
  });
}

/** `GET /api/v2/users/{id}`: id and mail domain. */
export const ZendeskUser = z.object({ user: User }).transform(({ user }) => user);

/** A field may hold text, a list of texts, or something of another type, in which no number is looked for. */
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

function withoutId({
  name,
  salesforceId,
  accountType,
  region,
}: z.infer<typeof Organisation>): Ticket['organisation'] {
  return { name, salesforceId, accountType, region };
}
