import type { EmailFingerprint } from '../../domain/email-address.ts';
import type { Ticket, TicketPart } from '../../domain/upstream-records.ts';
import type { Helpdesk, LookupOptions } from '../../ports/systems.ts';
import {
  type CredentialProvider,
  createTokenProvider,
  staticCredentialProvider,
} from '../credential-provider.ts';
import { createHttpClient, type HttpClient, type WaitToRetry } from '../http-client.ts';
import type { HttpExchange } from '../http-exchange.ts';
import { createLookupCache, type OnLookupFailed } from '../lookup-cache.ts';
import { signIn } from '../sign-in.ts';
import { createUpstreamReader, type OnUnreadableField, type UpstreamReader } from '../upstream-reader.ts';
import { type OnUpstreamCall, problem, success, type UpstreamResult } from '../upstream-result.ts';
import {
  OPTIONAL_TICKET_FIELDS,
  type ParsedRequester,
  type ParsedTicket,
  zendeskTicketSchema,
  zendeskUserSchema,
} from './schema.ts';

export type ZendeskAuth =
  | { readonly kind: 'oauth'; readonly clientId: string; readonly clientSecret: string }
  /** Legacy: Zendesk retires API tokens in 2027. */
  | { readonly kind: 'token'; readonly email: string; readonly apiToken: string };

export interface ZendeskSettings {
  readonly url: string;
  readonly auth: ZendeskAuth;
  /** Id of the ticket field with the subscription number. Without it, no number is read. */
  readonly subscriptionField?: string;
  readonly emailFingerprint: EmailFingerprint;
  /** Time limit of one attempt, in milliseconds. */
  readonly timeoutMs: number;
  /** How many copies of the bot share the concurrent calls; 1 by default. */
  readonly copies?: number;
  /** Sends the calls; `createDirectExchange` by default. */
  readonly exchange?: HttpExchange | undefined;
  readonly now: () => Date;
  /** Delays retries; Node's timers by default. */
  readonly waitToRetry?: WaitToRetry | undefined;
  readonly onUpstreamCall?: OnUpstreamCall;
  readonly onLookupFailed?: OnLookupFailed;
  readonly onUnreadableField?: OnUnreadableField;
}

const OAUTH_SCOPES = 'tickets:read users:read organizations:read';
/** Zendesk's error bodies contain nothing beyond the status. */
const NO_MAPPED_ERROR = () => null;

/** Creates the connector for Zendesk. */
export function createZendesk(settings: ZendeskSettings): Helpdesk {
  const http = createHttpClient(settings);
  const read = createUpstreamReader({
    system: 'zendesk',
    url: settings.url,
    http,
    mapError: NO_MAPPED_ERROR,
    headers: {},
    credentials: createZendeskCredentials(settings, http),
    onUpstreamCall: settings.onUpstreamCall,
    onUnreadableField: settings.onUnreadableField,
  });
  const ticketCache = createLookupCache<Ticket>({ ...settings, system: 'zendesk', operation: 'ticket' });
  const { subscriptionField, emailFingerprint } = settings;
  const schemas = {
    ticket: zendeskTicketSchema(subscriptionField, emailFingerprint),
    user: zendeskUserSchema(emailFingerprint),
  };
  return {
    ticket: (id, options) =>
      ticketCache(id, options, (sharedLookup) =>
        readTicket(read, settings, { id, schemas, options: sharedLookup }),
      ),
  };
}

interface TicketQuery {
  readonly id: string;
  /** Created once, because zod compiles a new schema at its first use. */
  readonly schemas: {
    readonly ticket: ReturnType<typeof zendeskTicketSchema>;
    readonly user: ReturnType<typeof zendeskUserSchema>;
  };
  readonly options: LookupOptions;
}

async function readTicket(
  read: UpstreamReader,
  settings: ZendeskSettings,
  { id, schemas, options }: TicketQuery,
): Promise<UpstreamResult<Ticket>> {
  if (!/^[1-9]\d{0,14}$/.test(id)) return problem('invalid-response', 'input: not a ticket id');
  const path = `/api/v2/tickets/${id}?include=users,organizations`;
  const { url, onLookupFailed } = settings;
  const result = await read(
    { operation: 'ticket', path, schema: schemas.ticket, optionalFields: OPTIONAL_TICKET_FIELDS },
    options,
  );
  if (!result.ok) return result;
  const { requester, unread, ...ticket } = result.value;
  if (ticket.id !== id) return problem('invalid-response', 'ticket.id: not the requested one');
  // Nothing else may be looked up for a restricted ticket.
  const user =
    requester && !ticket.restricted
      ? await readRequester(read, { ...requester, schema: schemas.user }, options)
      : success(NO_REQUESTER);
  if (!user.ok) onLookupFailed?.({ ...user, system: 'zendesk', key: options.request?.key });
  const unreadParts: readonly TicketPart[] = user.ok ? unread : [...unread, 'requester'];
  return success({
    ...ticket,
    host: new URL(url).host,
    ...(user.ok ? user.value : NO_REQUESTER),
    ...(unreadParts.length > 0 ? { unread: unreadParts } : {}),
  });
}

const NO_REQUESTER: ParsedRequester = { requesterDomain: null };

interface RequesterQuery extends NonNullable<ParsedTicket['requester']> {
  readonly schema: ReturnType<typeof zendeskUserSchema>;
}

/** Returns the requester, whom the ticket's response usually includes. A deleted user has no domain. */
async function readRequester(
  read: UpstreamReader,
  { id, user, schema }: RequesterQuery,
  options: LookupOptions,
): Promise<UpstreamResult<ParsedRequester>> {
  if (user !== undefined) return success(user);
  const request = {
    operation: 'user',
    path: `/api/v2/users/${id}`,
    schema,
    priority: 'supporting',
  } as const;
  const result = await read(request, options);
  if (!result.ok) return result.gap === 'not-found' ? success(NO_REQUESTER) : result;
  return result.value.id === id
    ? success(result.value.requester)
    : problem('invalid-response', 'user.id: not the requested one', { operation: 'user' });
}

function createZendeskCredentials(
  { url, auth, onUpstreamCall }: ZendeskSettings,
  http: HttpClient,
): CredentialProvider {
  if (auth.kind === 'token') {
    const basicToken = Buffer.from(`${auth.email}/token:${auth.apiToken}`).toString('base64');
    return staticCredentialProvider(`Basic ${basicToken}`);
  }
  const { clientId, clientSecret } = auth;
  const body = {
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: clientSecret,
    scope: OAUTH_SCOPES,
  };
  const tokenUrl = `${url.replace(/\/+$/, '')}/oauth/tokens`;
  return createTokenProvider({
    signIn: async (signal) => {
      const signInSettings = {
        system: 'zendesk',
        http,
        url: tokenUrl,
        body,
        mapError: NO_MAPPED_ERROR,
        onUpstreamCall,
      } as const;
      const issued = await signIn(signInSettings, signal);
      // Zendesk has a single base URL; one in a token response is ignored.
      return issued.ok
        ? success({ ...issued.value, credential: { ...issued.value.credential, baseUrl: null } })
        : issued;
    },
  });
}
