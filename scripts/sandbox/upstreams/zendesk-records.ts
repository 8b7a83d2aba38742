import { CANARY_BY_NAME } from './canaries.ts';
import { zendeskIdFor } from './ids.ts';
import type { OrganizationRecord, SampleData, TicketRecord, ZendeskUserRecord } from './sample-data.ts';

/** Id of the ticket field that holds the subscription number. */
export const SUBSCRIPTION_FIELD_ID = 360020900001;

/** Two more fields, so that a reader must pick the right one. */
const LICENCE_FIELD_ID = 360020900002;
const ESCALATED_FIELD_ID = 360020900003;

/** A ticket as the API tells it, with the secrets that a real one would hold. */
export function ticketAnswer(world: SampleData, ticket: TicketRecord, url: string) {
  const at = `${world.today}T08:30:00Z`;
  const customFields = [
    { id: LICENCE_FIELD_ID, value: CANARY_BY_NAME.licence },
    { id: SUBSCRIPTION_FIELD_ID, value: ticket.subscriptionField },
    { id: ESCALATED_FIELD_ID, value: false },
  ];
  return {
    url: `${url}/api/v2/tickets/${ticket.id}.json`,
    id: ticket.id,
    external_id: null,
    via: { channel: 'web' },
    created_at: at,
    updated_at: at,
    type: 'incident',
    subject: CANARY_BY_NAME.subject,
    raw_subject: CANARY_BY_NAME.subject,
    description: `${CANARY_BY_NAME.description}\nCode ${CANARY_BY_NAME.code}, mail ${CANARY_BY_NAME.email}, phone ${CANARY_BY_NAME.phone}`,
    priority: null,
    status: ticket.status,
    recipient: null,
    requester_id: ticket.requesterId,
    submitter_id: ticket.requesterId,
    assignee_id: null,
    organization_id: ticket.organizationId,
    group_id: null,
    collaborator_ids: [],
    follower_ids: [],
    email_cc_ids: [],
    has_incidents: false,
    is_public: true,
    due_at: null,
    tags: ticket.tags,
    custom_fields: customFields,
    fields: customFields,
    satisfaction_rating: null,
    ticket_form_id: ticket.formId,
    brand_id: 360000000001,
    allow_channelback: false,
    allow_attachments: true,
  };
}

/** Returns the comments of a ticket: the requester's, with a licence and a code in it, then an internal note. */
export function commentAnswers(ticket: TicketRecord, url: string) {
  const text = `${CANARY_BY_NAME.comment}\n${CANARY_BY_NAME.person} <${CANARY_BY_NAME.email}>\n${CANARY_BY_NAME.code}\n${CANARY_BY_NAME.licence}`;
  const written = (id: number, body: string, isPublic: boolean) => ({
    id,
    type: 'Comment',
    author_id: ticket.requesterId,
    body,
    html_body: `<p>${body}</p>`,
    plain_body: body,
    public: isPublic,
    audit_id: id + 1,
    via: { channel: 'web' },
    metadata: {},
    created_at: '2026-01-01T08:30:00Z',
  });
  const first = zendeskIdFor(`comment:${ticket.id}`);
  return [
    { ...written(first, text, true), attachments: ticket.attachments.map((name) => attachment(name, url)) },
    { ...written(first + 10, CANARY_BY_NAME.note, false), attachments: [] },
  ];
}

export function userAnswer(user: ZendeskUserRecord, url: string) {
  return {
    id: user.id,
    url: `${url}/api/v2/users/${user.id}.json`,
    name: user.name,
    email: user.email,
    phone: CANARY_BY_NAME.phone,
    organization_id: user.organizationId,
    role: user.role,
    active: true,
    verified: true,
    time_zone: 'UTC',
    locale: 'en-US',
    suspended: false,
    tags: [],
    user_fields: {},
  };
}

export function organizationAnswer(organization: OrganizationRecord, url: string) {
  return {
    id: organization.id,
    url: `${url}/api/v2/organizations/${organization.id}.json`,
    name: organization.name,
    domain_names: organization.domains,
    details: '',
    notes: CANARY_BY_NAME.organisationNote,
    tags: [],
    group_id: null,
    shared_tickets: false,
    shared_comments: false,
    organization_fields: organization.fields,
  };
}

function attachment(name: string, url: string) {
  const id = zendeskIdFor(`attachment:${name}`);
  return {
    id,
    file_name: name,
    content_type: 'application/pdf',
    size: 48211,
    inline: false,
    deleted: false,
    content_url: `${url}/attachments/token/${id}`,
    malware_scan_result: 'malware_not_found',
    thumbnails: [],
  };
}
