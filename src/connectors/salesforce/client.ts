import { normalizeCrmId } from '../../domain/crm-id.ts';
import { DAY_MS } from '../../domain/dates.ts';
import type { CrmAccount, CrmOpportunity, CrmPartner } from '../../domain/upstream-records.ts';
import type { Crm, LookupOptions } from '../../ports/systems.ts';
import { type CredentialProvider, createTokenProvider, type IssuedToken } from '../credential-provider.ts';
import { createHttpClient, type HttpClient, type WaitToRetry } from '../http-client.ts';
import type { HttpExchange } from '../http-exchange.ts';
import { createLookupCache, type OnLookupFailed } from '../lookup-cache.ts';
import { signIn } from '../sign-in.ts';
import { createUpstreamReader, type OnUnreadableField, type UpstreamReader } from '../upstream-reader.ts';
import { type OnUpstreamCall, problem, success, type UpstreamResult } from '../upstream-result.ts';
import { type ApiQuota, createApiQuota } from './api-quota.ts';
import { AccountPartnersQueryResult, AccountQueryResult, OpportunityQueryResult } from './schema.ts';
import {
  describeObject,
  MISSING_FIELD_CODES,
  queryWithKnownFields,
  runSoqlQuery,
  type SalesforceContext,
} from './soql.ts';

export interface SalesforceSettings {
  /** My Domain URL. */
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
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

/** Custom fields that not every organisation has: required name → queried field. */
export const OPTIONAL_OPPORTUNITY_FIELDS = {
  Deal_Path__c: 'Deal_Path__c',
  Fulfillment_Partner__r: 'Fulfillment_Partner__r.Name',
  Distributor__r: 'Distributor__r.Name',
};

/** Creates the connector for Salesforce. */
export function createSalesforce(settings: SalesforceSettings): Crm {
  const context = createSalesforceContext(settings);
  const createCache = <T>(operation: string) =>
    createLookupCache<T>({ ...settings, system: 'salesforce', operation });
  const accountCache = createCache<CrmAccount>('account');
  const partnerCache = createCache<readonly CrmPartner[]>('partners');
  const opportunityCache = createCache<readonly CrmOpportunity[]>('opportunities');
  return {
    account: (id, options) =>
      accountCache(id, options, (sharedLookup) => readAccount(context, id, sharedLookup)),
    partners: (id, options) =>
      partnerCache(id, options, (sharedLookup) => readPartners(context, id, sharedLookup)),
    wonOpportunities: (id, options) =>
      opportunityCache(id, options, (sharedLookup) => readWonOpportunities(context, id, sharedLookup)),
  };
}

export function createSalesforceContext(settings: SalesforceSettings): SalesforceContext {
  const quota = createApiQuota();
  const descriptions = createLookupCache<readonly string[]>({
    ...settings,
    system: 'salesforce',
    operation: 'describe',
    foundTtlMs: DAY_MS,
  });
  return { read: createSalesforceReader(settings, quota), quota, descriptions };
}

/** Reads an account, with its type and sales region where Salesforce shows those fields. */
async function readAccount(
  context: SalesforceContext,
  id: string,
  options: LookupOptions,
): Promise<UpstreamResult<CrmAccount>> {
  const known = await describeObject(context, 'Account', { ...options, bypassCache: false });
  const optional = OPTIONAL_CRM_ACCOUNT_FIELDS.filter((field) => known.ok && known.value.includes(field));
  const result = await queryAccount(
    context,
    { id, fields: [ACCOUNT_FIELDS, ...optional].join(', ') },
    options,
  );
  const isFieldMissing = MISSING_FIELD_CODES.includes(result.ok ? '' : (result.code ?? ''));
  return isFieldMissing && optional.length > 0
    ? queryAccount(context, { id, fields: ACCOUNT_FIELDS }, options)
    : result;
}

const ACCOUNT_FIELDS = 'Id, Name, Owner.Name';
/** Fields that not every organisation has or shows. */
export const OPTIONAL_CRM_ACCOUNT_FIELDS = ['Type', 'Account_Demographics_Geo__c'];

async function queryAccount(
  context: SalesforceContext,
  { id, fields }: { readonly id: string; readonly fields: string },
  options: LookupOptions,
): Promise<UpstreamResult<CrmAccount>> {
  const buildSoql = (id18: string) => `SELECT ${fields} FROM Account WHERE Id = '${id18}' LIMIT 2`;
  const result = await runSoqlQuery(
    context,
    { operation: 'account', id, buildSoql, schema: AccountQueryResult },
    options,
  );
  return result.ok ? singleRecord(result.value.records, id) : result;
}

/** Reads the partners of an account, each once. Salesforce lists them in both directions and per opportunity. */
async function readPartners(
  context: SalesforceContext,
  id: string,
  options: LookupOptions,
): Promise<UpstreamResult<readonly CrmPartner[]>> {
  const result = await queryWithKnownFields(context, { object: 'Account', options }, (knownFields) => {
    if (!knownFields.includes('AccountPartnersFrom'))
      return Promise.resolve(problem('forbidden', 'AccountPartnersFrom is not accessible'));
    const partnerSubquery = '(SELECT AccountToId, AccountTo.Name, Role FROM AccountPartnersFrom)';
    const buildSoql = (id18: string) =>
      `SELECT Id, ${partnerSubquery} FROM Account WHERE Id = '${id18}' LIMIT 2`;
    return runSoqlQuery(
      context,
      { operation: 'partners', id, buildSoql, schema: AccountPartnersQueryResult },
      options,
    );
  });
  const account = result.ok ? singleRecord(result.value.records, id) : result;
  if (!account.ok) return account;
  const rows = account.value.partners;
  return success(
    rows.filter((row, index) => rows.findIndex(({ accountId }) => accountId === row.accountId) === index),
  );
}

async function readWonOpportunities(
  context: SalesforceContext,
  id: string,
  options: LookupOptions,
): Promise<UpstreamResult<readonly CrmOpportunity[]>> {
  const result = await queryWithKnownFields(context, { object: 'Opportunity', options }, (knownFields) => {
    const optionalFields = Object.entries(OPTIONAL_OPPORTUNITY_FIELDS).flatMap(([name, field]) =>
      knownFields.includes(name) ? [field] : [],
    );
    const fields = ['Id', 'Name', 'CloseDate', 'IsWon', ...optionalFields].join(', ');
    const buildSoql = (id18: string) =>
      `SELECT ${fields} FROM Opportunity WHERE AccountId = '${id18}' AND IsWon = true ORDER BY CloseDate DESC LIMIT 20`;
    return runSoqlQuery(
      context,
      { operation: 'opportunities', id, buildSoql, schema: OpportunityQueryResult },
      options,
    );
  });
  return result.ok ? success(result.value.records) : result;
}

function singleRecord<T extends { readonly id: string }>(
  records: readonly T[],
  id: string,
): UpstreamResult<T> {
  const [record, ...others] = records;
  if (!record) return problem('not-found', 'no such account');
  const isRequested = others.length === 0 && record.id === normalizeCrmId(id);
  return isRequested ? success(record) : problem('invalid-response', 'records: not the requested account');
}

function createSalesforceReader(settings: SalesforceSettings, quota: ApiQuota): UpstreamReader {
  const http = createHttpClient(settings);
  return createUpstreamReader({
    system: 'salesforce',
    url: settings.url,
    http,
    mapError: quota.mapError,
    headers: {},
    credentials: createSalesforceCredentials(settings, http, quota),
    onUpstreamCall: settings.onUpstreamCall,
    onUnreadableField: settings.onUnreadableField,
  });
}

function createSalesforceCredentials(
  settings: SalesforceSettings,
  http: HttpClient,
  quota: ApiQuota,
): CredentialProvider {
  const { clientId, clientSecret, onUpstreamCall } = settings;
  const url = `${settings.url.replace(/\/+$/, '')}/services/oauth2/token`;
  return createTokenProvider({
    signIn: async (signal): Promise<UpstreamResult<IssuedToken>> => {
      const fields = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret };
      const body = new URLSearchParams(fields);
      const issued = await signIn(
        { system: 'salesforce', http, url, body, mapError: quota.mapError, onUpstreamCall },
        signal,
      );
      if (!issued.ok || isTrustedHost(issued.value.credential.baseUrl, settings.url)) return issued;
      return problem('invalid-response', 'instance_url: untrusted host');
    },
  });
}

/** Returns true for the configured host, and for any Salesforce host when the configured one is a Salesforce host, too. */
function isTrustedHost(baseUrl: string | null, configuredBase: string): boolean {
  if (baseUrl === null) return true;
  const [tokenUrl, configuredUrl] = [new URL(baseUrl), new URL(configuredBase)];
  if (tokenUrl.origin === configuredUrl.origin) return true;
  const isSalesforce = ({ protocol, host }: URL) => protocol === 'https:' && host.endsWith('.salesforce.com');
  return isSalesforce(tokenUrl) && isSalesforce(configuredUrl);
}
