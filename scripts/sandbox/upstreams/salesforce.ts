import type { UpstreamFaultOptions } from './faults.ts';
import { pageRoute } from './pages.ts';
import { objectNamed } from './salesforce-objects.ts';
import { RefusedQuery, readableFields, runSoql, type SalesforceAccess } from './salesforce-query.ts';
import type { SampleData } from './sample-data.ts';
import { MalformedSoql } from './soql.ts';
import {
  bearerToken,
  type RefusalReason,
  type StandInReply,
  type StandInRequest,
  type SystemProtocol,
  type TokenStore,
} from './system-protocol.ts';

/** A consumer key and secret as an external client app has, but plainly made up. */
export const SALESFORCE_CLIENT = {
  clientId: '3MVG9.sandbox.only.consumer.key.reseller.check',
  clientSecret: 'sandbox-only-salesforce-secret',
};

const SESSION_SECONDS = 7200;
const VERSIONS_PATH = /^\/services\/data\/?$/;
const QUERY_PATH = /^\/services\/data\/v\d\d\.0\/query\/?$/;
const DESCRIBE_PATH = /^\/services\/data\/v\d\d\.0\/sobjects\/(Account|Opportunity)\/describe\/?$/;

/** Speaks the part of Salesforce's REST API that reads accounts, partners and opportunities. */
export function salesforceProtocol(world: SampleData, limits: SalesforceAccess): SystemProtocol {
  return {
    signInPath: '/services/oauth2/token',
    signIn,
    authorize: (call, tokens) => (tokens.scopeOf(bearerToken(call) ?? '') === null ? 'unauthorized' : null),
    routes: [
      { pattern: VERSIONS_PATH, reply: () => servedVersions(limits) },
      { pattern: QUERY_PATH, reply: (call) => query(world, limits, call) },
      { pattern: DESCRIBE_PATH, reply: ({ parts }) => describe(limits, parts[0] ?? '') },
    ],
    pages: [
      pageRoute(/^\/lightning\/r\/Account\/([A-Za-z0-9]+)\/view\/?$/, (id) => {
        const account = world.crmAccounts.find((one) => one.id.slice(0, 15) === id.slice(0, 15));
        return account ? { title: account.name, lines: [`Account Owner: ${account.ownerName}`] } : null;
      }),
    ],
    refuse,
    softError: () => null,
    headers: () => ({ 'sforce-limit-info': 'api-usage=18/100000' }),
    compresses: false,
  };
}

function signIn(call: StandInRequest, tokens: TokenStore): StandInReply {
  const form = new URLSearchParams(call.body);
  if (form.get('grant_type') !== 'client_credentials') {
    return oauthError('unsupported_grant_type', 'grant type not supported');
  }
  if (form.get('client_id') !== SALESFORCE_CLIENT.clientId) {
    return oauthError('invalid_client_id', 'client identifier invalid');
  }
  if (form.get('client_secret') !== SALESFORCE_CLIENT.clientSecret) {
    return oauthError('invalid_client', 'invalid client credentials');
  }
  const body = {
    access_token: tokens.issue(SESSION_SECONDS),
    scope: 'api',
    token_type: 'Bearer',
    instance_url: call.url,
    id: `${call.url}/id/00DSB0000000001EAA/005SB0000000001EAA`,
    issued_at: String(Date.now()),
  };
  return { status: 200, body };
}

/** Returns the versions of the REST API, oldest first. */
function servedVersions(limits: SalesforceAccess): StandInReply {
  const body = limits.servedVersions.map((version) => ({
    label: `Release ${version}`,
    url: `/services/data/v${version}`,
    version,
  }));
  return { status: 200, body };
}

function query(world: SampleData, limits: SalesforceAccess, call: StandInRequest): StandInReply {
  try {
    return { status: 200, body: runSoql(world, limits, call.query.get('q') ?? '') };
  } catch (error) {
    if (error instanceof RefusedQuery) return errorReply(400, error.code, error.message);
    if (error instanceof MalformedSoql) return errorReply(400, 'MALFORMED_QUERY', error.message);
    throw error;
  }
}

/** Returns those parts of an object description that tell a reader which fields may be queried. */
function describe(limits: SalesforceAccess, name: string): StandInReply {
  const object = objectNamed(name);
  if (!object || limits.forbiddenObjects.has(name.toLowerCase())) {
    return errorReply(404, 'NOT_FOUND', 'The requested resource does not exist');
  }
  const fields = readableFields(object, limits).map((field) => {
    const [relationshipName = null] =
      Object.entries(object.parents).find(([, parent]) => parent.field === field) ?? [];
    const referenceTo = relationshipName ? [object.parents[relationshipName]?.object] : [];
    const custom = field.endsWith('__c');
    return {
      name: field,
      label: field,
      type: object.fields[field],
      custom,
      relationshipName,
      referenceTo,
      nillable: true,
    };
  });
  const childRelationships = Object.entries(object.children)
    .filter(([, child]) => !limits.forbiddenObjects.has(child.object.toLowerCase()))
    .map(([relationshipName, child]) => ({
      childSObject: child.object,
      field: child.field,
      relationshipName,
    }));
  return {
    status: 200,
    body: { name: object.name, label: object.name, queryable: true, fields, childRelationships },
  };
}

function refuse(
  refusal: RefusalReason,
  call: StandInRequest,
  options: UpstreamFaultOptions = {},
): StandInReply {
  switch (refusal) {
    case 'unauthorized':
      if (call.path === '/services/oauth2/token')
        return oauthError('invalid_client', 'invalid client credentials');
      return errorReply(401, 'INVALID_SESSION_ID', 'Session expired or invalid');
    case 'forbidden':
      if (options.reason === 'limit')
        return errorReply(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.');
      return errorReply(
        403,
        'INSUFFICIENT_ACCESS',
        'The user does not have access to the requested resource',
      );
    case 'not-found':
      return errorReply(404, 'NOT_FOUND', 'The requested resource does not exist');
    case 'method':
      return errorReply(
        405,
        'METHOD_NOT_ALLOWED',
        `HTTP Method '${call.method}' not allowed. Allowed are GET,HEAD`,
      );
  }
}

function oauthError(error: string, error_description: string): StandInReply {
  return { status: 400, body: { error, error_description } };
}

/** Salesforce's errors are a list. */
function errorReply(status: number, errorCode: string, message: string): StandInReply {
  return { status, body: [{ message, errorCode }] };
}
