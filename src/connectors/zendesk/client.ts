import type { Ticket, TicketPart } from '../../domain/records.ts';
import type { Helpdesk, Look } from '../../ports.ts';
import { type Credentials, createTokens, fixedCredential } from '../credentials.ts';
import { createHttp, type Http } from '../http.ts';
import { createMemory, type OnGap } from '../memory.ts';
import { notConfigured } from '../not-configured.ts';
import { good, type OnCall, type Outcome, problem } from '../outcome.ts';
import { createReader, type OnUnread, type Reader } from '../reader.ts';
import { signIn } from '../sign-in.ts';
import { OPTIONAL_TICKET_FIELDS, type TicketParts, ZendeskUser, zendeskTicket } from './schema.ts';

export type ZendeskAuth =
  | { readonly kind: 'oauth'; readonly clientId: string; readonly clientSecret: string }
  /** Legacy: such tokens end in 2027. */
  | { readonly kind: 'token'; readonly email: string; readonly apiToken: string };

export interface ZendeskSettings {
  readonly url: string;
  readonly auth: ZendeskAuth;
  /** Id of the ticket field with the subscription number; without it no number is read. */
  readonly subscriptionField?: string;
  /** Of one attempt. */
  readonly timeoutMs: number;
  readonly now: () => Date;
  readonly onCall?: OnCall;
  readonly onGap?: OnGap;
  readonly onUnread?: OnUnread;
}

const SCOPE = 'tickets:read users:read organizations:read';
/** Zendesk has no words of its own that say more than the status. */
const NO_COMPLAINT = () => null;

export function createZendesk(settings: ZendeskSettings): Helpdesk {
  const http = createHttp(settings);
  const read = createReader({
    system: 'zendesk',
    url: settings.url,
    http,
    complain: NO_COMPLAINT,
    headers: {},
    credentials: credentialsOf(settings, http),
    onCall: settings.onCall,
    onUnread: settings.onUnread,
  });
  const tickets = createMemory<Ticket>({ ...settings, system: 'zendesk', question: 'ticket' });
  return {
    ticket: (id, look) => tickets(id, look, (shared) => readTicket(read, settings, { id, look: shared })),
  };
}

/** Stands in where no Zendesk is set up. */
export function notConfiguredHelpdesk(now: () => Date): Helpdesk {
  return { ticket: notConfigured(now) };
}

async function readTicket(
  read: Reader,
  { url, subscriptionField, onGap }: ZendeskSettings,
  { id, look }: { readonly id: string; readonly look: Look },
): Promise<Outcome<Ticket>> {
  if (!/^[1-9]\d{0,14}$/.test(id)) return problem('bad-shape', 'asked: not a ticket id');
  const path = `/api/v2/tickets/${id}?include=users,organizations`;
  const schema = zendeskTicket(subscriptionField);
  const answer = await read({ operation: 'ticket', path, schema, optional: OPTIONAL_TICKET_FIELDS }, look);
  if (!answer.ok) return answer;
  const { requester, unread, ...ticket } = answer.value;
  if (ticket.id !== id) return problem('bad-shape', 'ticket.id: another one than asked');
  // Nothing more is looked up about a restricted ticket.
  const domain = requester && !ticket.restricted ? await domainOf(read, requester, look) : good(null);
  if (!domain.ok) onGap?.({ ...domain, system: 'zendesk', key: look.request?.key });
  const parts: readonly TicketPart[] = domain.ok ? unread : [...unread, 'requester'];
  const requesterDomain = domain.ok ? domain.value : null;
  return good({
    ...ticket,
    host: new URL(url).host,
    requesterDomain,
    ...(parts.length > 0 ? { unread: parts } : {}),
  });
}

/** The requester usually comes along with the ticket. One who was deleted has no address. */
async function domainOf(
  read: Reader,
  { id, domain }: NonNullable<TicketParts['requester']>,
  look: Look,
): Promise<Outcome<string | null>> {
  if (domain !== undefined) return good(domain);
  const ask = { operation: 'user', path: `/api/v2/users/${id}`, schema: ZendeskUser, lane: 'side' } as const;
  const answer = await read(ask, look);
  if (!answer.ok) return answer.gap === 'not-found' ? good(null) : answer;
  return answer.value.id === id
    ? good(answer.value.domain)
    : problem('bad-shape', 'user.id: another one than asked', { operation: 'user' });
}

function credentialsOf({ url, auth, onCall }: ZendeskSettings, http: Http): Credentials {
  if (auth.kind === 'token') {
    const pair = Buffer.from(`${auth.email}/token:${auth.apiToken}`).toString('base64');
    return fixedCredential(`Basic ${pair}`);
  }
  const { clientId, clientSecret } = auth;
  const body = {
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: clientSecret,
    scope: SCOPE,
  };
  const address = `${url.replace(/\/+$/, '')}/oauth/tokens`;
  return createTokens({
    signIn: async (signal) => {
      const ask = { system: 'zendesk', http, url: address, body, complain: NO_COMPLAINT, onCall } as const;
      const grant = await signIn(ask, signal);
      // Zendesk has one address; a token that names another is not followed.
      return grant.ok
        ? good({ ...grant.value, credential: { ...grant.value.credential, base: null } })
        : grant;
    },
  });
}
