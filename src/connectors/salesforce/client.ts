import type { z } from 'zod';
import type { CrmAccount, CrmOpportunity, CrmPartner } from '../../domain/records.ts';
import { crmId18 } from '../../domain/reference.ts';
import type { Crm, Look } from '../../ports.ts';
import { type Credentials, createTokens, type Grant } from '../credentials.ts';
import { createHttp, type Http } from '../http.ts';
import { createMemory, type Memory, type OnGap } from '../memory.ts';
import { notConfigured } from '../not-configured.ts';
import { good, type OnCall, type Outcome, problem } from '../outcome.ts';
import { createReader, type OnUnread, type Reader } from '../reader.ts';
import { signIn } from '../sign-in.ts';
import { createQuota, type Quota } from './complain.ts';
import {
  Accounts,
  AccountsWithPartners,
  Description,
  OPTIONAL_RECORD_FIELDS,
  Opportunities,
} from './schema.ts';

export interface SalesforceSettings {
  /** My Domain address. */
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Of one attempt. */
  readonly timeoutMs: number;
  readonly now: () => Date;
  readonly onCall?: OnCall;
  readonly onGap?: OnGap;
  readonly onUnread?: OnUnread;
}

interface Salesforce {
  readonly read: Reader;
  readonly quota: Quota;
  readonly descriptions: Memory<readonly string[]>;
}

const API = '/services/data/v66.0';
const DAY_MS = 86_400_000;
/** Error codes of a query that names a field or a list that does not exist, or that the bot may not see. */
const MISSING_FIELD_CODES = ['INVALID_FIELD', 'INVALID_TYPE'];
/** Custom fields that not every organisation has: what must be there → what is asked for. */
const OPTIONAL_FIELDS = {
  Deal_Path__c: 'Deal_Path__c',
  Fulfillment_Partner__r: 'Fulfillment_Partner__r.Name',
  Distributor__r: 'Distributor__r.Name',
};

export function createSalesforce(settings: SalesforceSettings): Crm {
  const quota = createQuota();
  const descriptions = createMemory<readonly string[]>({
    ...settings,
    system: 'salesforce',
    question: 'describe',
    foundMs: DAY_MS,
  });
  const salesforce: Salesforce = { read: readerOf(settings, quota), quota, descriptions };
  const memory = <T>(question: string) => createMemory<T>({ ...settings, system: 'salesforce', question });
  const accounts = memory<CrmAccount>('account');
  const partners = memory<readonly CrmPartner[]>('partners');
  const opportunities = memory<readonly CrmOpportunity[]>('opportunities');
  return {
    account: (id, look) => accounts(id, look, (shared) => readAccount(salesforce, id, shared)),
    partners: (id, look) => partners(id, look, (shared) => readPartners(salesforce, id, shared)),
    wonOpportunities: (id, look) => opportunities(id, look, (shared) => readWon(salesforce, id, shared)),
  };
}

/** Stands in where no Salesforce is set up. */
export function notConfiguredCrm(now: () => Date): Crm {
  const answer = notConfigured(now);
  return { account: answer, partners: answer, wonOpportunities: answer };
}

async function readAccount(salesforce: Salesforce, id: string, look: Look): Promise<Outcome<CrmAccount>> {
  const fields = 'Id, Name, Owner.Name';
  const soql = (long: string) => `SELECT ${fields} FROM Account WHERE Id = '${long}' LIMIT 2`;
  const answer = await query(salesforce, { operation: 'account', id, soql, schema: Accounts }, look);
  return answer.ok ? theOne(answer.value.records, id) : answer;
}

/** Rows come in both directions and again for each opportunity: one direction, each account once. */
async function readPartners(
  salesforce: Salesforce,
  id: string,
  look: Look,
): Promise<Outcome<readonly CrmPartner[]>> {
  const answer = await withKnownFields(salesforce, { object: 'Account', look }, (known) => {
    if (!known.includes('AccountPartnersFrom'))
      return Promise.resolve(problem('forbidden', 'AccountPartnersFrom is not shown'));
    const list = '(SELECT AccountToId, AccountTo.Name, Role FROM AccountPartnersFrom)';
    const soql = (long: string) => `SELECT Id, ${list} FROM Account WHERE Id = '${long}' LIMIT 2`;
    return query(salesforce, { operation: 'partners', id, soql, schema: AccountsWithPartners }, look);
  });
  const account = answer.ok ? theOne(answer.value.records, id) : answer;
  if (!account.ok) return account;
  const rows = account.value.partners;
  return good(
    rows.filter((row, at) => rows.findIndex(({ accountId }) => accountId === row.accountId) === at),
  );
}

async function readWon(
  salesforce: Salesforce,
  id: string,
  look: Look,
): Promise<Outcome<readonly CrmOpportunity[]>> {
  const answer = await withKnownFields(salesforce, { object: 'Opportunity', look }, (known) => {
    const optional = Object.entries(OPTIONAL_FIELDS).flatMap(([name, field]) =>
      known.includes(name) ? [field] : [],
    );
    const fields = ['Id', 'Name', 'CloseDate', 'IsWon', ...optional].join(', ');
    const soql = (long: string) =>
      `SELECT ${fields} FROM Opportunity WHERE AccountId = '${long}' AND IsWon = true ORDER BY CloseDate DESC LIMIT 20`;
    return query(salesforce, { operation: 'opportunities', id, soql, schema: Opportunities }, look);
  });
  return answer.ok ? good(answer.value.records) : answer;
}

interface DescribedObject {
  readonly object: 'Account' | 'Opportunity';
  readonly look: Look;
}

/**
 * Runs a query that is built from the fields the object has. The description of the object is cached for a day, even
 * for a fresh look. When the query fails because a field no longer exists, the description is read again and, if it
 * changed, the query is repeated once.
 */
async function withKnownFields<T>(
  salesforce: Salesforce,
  { object, look }: DescribedObject,
  ask: (known: readonly string[]) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  const known = await describe(salesforce, object, { ...look, fresh: false });
  if (!known.ok) return known;
  const answer = await ask(known.value);
  if (answer.ok || !MISSING_FIELD_CODES.includes(answer.code ?? '')) return answer;
  const anew = await describe(salesforce, object, { ...look, fresh: true });
  return anew.ok && anew.value.join() !== known.value.join() ? ask(anew.value) : answer;
}

function describe(
  { read, quota, descriptions }: Salesforce,
  object: DescribedObject['object'],
  look: Look,
): Promise<Outcome<readonly string[]>> {
  return descriptions(object, look, async (shared) => {
    if (quota.isSpent()) return spent();
    const path = `${API}/sobjects/${object}/describe`;
    const optional = ['fields.*', 'childRelationships.*'];
    const answer = await read({ operation: 'describe', path, schema: Description, optional }, shared);
    // An object that we may not see is described as one that does not exist.
    return !answer.ok && answer.gap === 'not-found' ? problem('forbidden', `${object} is not shown`) : answer;
  }).then((answer) => (answer.ok ? answer : { ...answer, detail: answer.detail ?? 'describe' }));
}

interface Query<T> {
  readonly operation: keyof typeof OPTIONAL_RECORD_FIELDS;
  readonly id: string;
  /** Gets 18 checked characters: nothing else is ever put into a query. */
  readonly soql: (id: string) => string;
  readonly schema: z.ZodType<T>;
}

async function query<T>({ read, quota }: Salesforce, ask: Query<T>, look: Look): Promise<Outcome<T>> {
  const long = crmId18(ask.id);
  if (!long) return problem('bad-shape', 'asked: not a Salesforce id');
  if (quota.isSpent()) return spent();
  const path = `${API}/query?q=${encodeURIComponent(ask.soql(long))}`;
  const { operation, schema } = ask;
  return read({ operation, path, schema, optional: OPTIONAL_RECORD_FIELDS[operation], isQuery: true }, look);
}

function theOne<T extends { readonly id: string }>(records: readonly T[], id: string): Outcome<T> {
  const [record, ...others] = records;
  if (!record) return problem('not-found', 'no such account');
  const isAsked = others.length === 0 && record.id === crmId18(id);
  return isAsked ? good(record) : problem('bad-shape', 'records: another account than asked');
}

function spent(): Outcome<never> {
  return problem('throttled', 'most of the daily quota is used');
}

function readerOf(settings: SalesforceSettings, quota: Quota): Reader {
  const http = createHttp(settings);
  return createReader({
    system: 'salesforce',
    url: settings.url,
    http,
    complain: quota.complain,
    headers: {},
    credentials: credentialsOf(settings, http, quota),
    onCall: settings.onCall,
    onUnread: settings.onUnread,
  });
}

function credentialsOf(settings: SalesforceSettings, http: Http, quota: Quota): Credentials {
  const { clientId, clientSecret, onCall } = settings;
  const url = `${settings.url.replace(/\/+$/, '')}/services/oauth2/token`;
  return createTokens({
    signIn: async (signal): Promise<Outcome<Grant>> => {
      const fields = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret };
      const body = new URLSearchParams(fields);
      const grant = await signIn(
        { system: 'salesforce', http, url, body, complain: quota.complain, onCall },
        signal,
      );
      if (!grant.ok || isOurs(grant.value.credential.base, settings.url)) return grant;
      return problem('bad-shape', 'instance_url: a host that is not ours');
    },
  });
}

/** The token is sent to the configured host, or within Salesforce when that one is Salesforce as well. */
function isOurs(base: string | null, configured: string): boolean {
  if (base === null) return true;
  const [given, own] = [new URL(base), new URL(configured)];
  if (given.origin === own.origin) return true;
  const isSalesforce = ({ protocol, host }: URL) => protocol === 'https:' && host.endsWith('.salesforce.com');
  return isSalesforce(given) && isSalesforce(own);
}
