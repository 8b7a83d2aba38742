import { bearerOf, type Call, type Desk, type Refusal, type Reply, type Tokens } from './desk.ts';
import type { FaultOptions } from './faults.ts';
import { pageRoute } from './pages.ts';
import { objectNamed } from './salesforce-objects.ts';
import { fieldsOf, type Limits, RefusedQuery, runSoql } from './salesforce-query.ts';
import { MalformedQuery } from './soql.ts';
import type { World } from './world.ts';

/** A consumer key and secret as an external client app has, but plainly made up. */
export const SALESFORCE_CLIENT = {
  clientId: '3MVG9.sandbox.only.consumer.key.reseller.check',
  clientSecret: 'sandbox-only-salesforce-secret',
};

const SESSION_SECONDS = 7200;
const QUERY = /^\/services\/data\/v\d\d\.0\/query\/?$/;
const DESCRIBE = /^\/services\/data\/v\d\d\.0\/sobjects\/(Account|Opportunity)\/describe\/?$/;

/** Speaks the part of Salesforce's REST API that reads accounts, partners and opportunities. */
export function salesforceDesk(world: World, limits: Limits): Desk {
  return {
    signInPath: '/services/oauth2/token',
    signIn,
    turnAway: (call, tokens) => (tokens.scopeOf(bearerOf(call) ?? '') === null ? 'unauthorized' : null),
    routes: [
      { pattern: QUERY, reply: (call) => query(world, limits, call) },
      { pattern: DESCRIBE, reply: ({ parts }) => describe(limits, parts[0] ?? '') },
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

function signIn(call: Call, tokens: Tokens): Reply {
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

function query(world: World, limits: Limits, call: Call): Reply {
  try {
    return { status: 200, body: runSoql(world, limits, call.query.get('q') ?? '') };
  } catch (error) {
    if (error instanceof RefusedQuery) return errors(400, error.code, error.message);
    if (error instanceof MalformedQuery) return errors(400, 'MALFORMED_QUERY', error.message);
    throw error;
  }
}

/** Only the parts of a description that a reader needs to know what may be asked. */
function describe(limits: Limits, name: string): Reply {
  const object = objectNamed(name);
  if (!object || limits.forbiddenObjects.has(name.toLowerCase())) {
    return errors(404, 'NOT_FOUND', 'The requested resource does not exist');
  }
  const fields = fieldsOf(object, limits).map((field) => {
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

function refuse(refusal: Refusal, call: Call, options: FaultOptions = {}): Reply {
  switch (refusal) {
    case 'unauthorized':
      if (call.path === '/services/oauth2/token')
        return oauthError('invalid_client', 'invalid client credentials');
      return errors(401, 'INVALID_SESSION_ID', 'Session expired or invalid');
    case 'forbidden':
      if (options.reason === 'limit')
        return errors(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.');
      return errors(403, 'INSUFFICIENT_ACCESS', 'The user does not have access to the requested resource');
    case 'not-found':
      return errors(404, 'NOT_FOUND', 'The requested resource does not exist');
    case 'method':
      return errors(
        405,
        'METHOD_NOT_ALLOWED',
        `HTTP Method '${call.method}' not allowed. Allowed are GET,HEAD`,
      );
  }
}

function oauthError(error: string, error_description: string): Reply {
  return { status: 400, body: { error, error_description } };
}

/** Salesforce's errors are a list. */
function errors(status: number, errorCode: string, message: string): Reply {
  return { status, body: [{ message, errorCode }] };
}
