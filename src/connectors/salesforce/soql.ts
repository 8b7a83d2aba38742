import type { z } from 'zod';
import { normalizeCrmId } from '../../domain/crm-id.ts';
import type { LookupOptions } from '../../ports/systems.ts';
import type { LookupCache } from '../lookup-cache.ts';
import type { UpstreamReader } from '../upstream-reader.ts';
import { problem, type UpstreamResult } from '../upstream-result.ts';
import type { ApiQuota } from './api-quota.ts';
import { ObjectDescription, OPTIONAL_RECORD_FIELDS } from './schema.ts';

export const SALESFORCE_API_VERSION = '66.0';
const API_PATH = `/services/data/v${SALESFORCE_API_VERSION}`;
/** Error codes of a query with a field or relationship that does not exist or is not accessible. */
export const MISSING_FIELD_CODES = ['INVALID_FIELD', 'INVALID_TYPE'];

/** What every call to Salesforce needs. */
export interface SalesforceContext {
  readonly read: UpstreamReader;
  readonly quota: ApiQuota;
  readonly descriptions: LookupCache<readonly string[]>;
}

interface DescribedObject {
  readonly object: 'Account' | 'Opportunity';
  readonly options: LookupOptions;
}

/**
 * Runs a query that is built from the fields of the object. The object's description is cached for a day, even for lookups
 * that bypass the cache. When the query fails because a field no longer exists, the description is read again and, if it
 * changed, the query is repeated once.
 */
export async function queryWithKnownFields<T>(
  context: SalesforceContext,
  { object, options }: DescribedObject,
  runQuery: (knownFields: readonly string[]) => Promise<UpstreamResult<T>>,
): Promise<UpstreamResult<T>> {
  const knownFields = await describeObject(context, object, { ...options, bypassCache: false });
  if (!knownFields.ok) return knownFields;
  const result = await runQuery(knownFields.value);
  if (result.ok || !MISSING_FIELD_CODES.includes(result.code ?? '')) return result;
  const refreshed = await describeObject(context, object, { ...options, bypassCache: true });
  return refreshed.ok && refreshed.value.join() !== knownFields.value.join()
    ? runQuery(refreshed.value)
    : result;
}

/** Returns the names of the fields and relationships of an object that the user of the connector sees. */
export function describeObject(
  { read, quota, descriptions }: SalesforceContext,
  object: DescribedObject['object'],
  options: LookupOptions,
): Promise<UpstreamResult<readonly string[]>> {
  return descriptions(object, options, async (sharedLookup) => {
    if (quota.isPaused()) return quotaPaused();
    const path = `${API_PATH}/sobjects/${object}/describe`;
    const optionalFields = ['fields.*', 'childRelationships.*'];
    const result = await read(
      { operation: 'describe', path, schema: ObjectDescription, optionalFields },
      sharedLookup,
    );
    // Salesforce returns 404 for objects that are not accessible.
    return !result.ok && result.gap === 'not-found'
      ? problem('forbidden', `${object} is not accessible`)
      : result;
  }).then((result) => (result.ok ? result : { ...result, detail: result.detail ?? 'describe' }));
}

interface SoqlQuery<T> {
  readonly operation: keyof typeof OPTIONAL_RECORD_FIELDS;
  readonly id: string;
  /** Receives a validated id of 18 characters, the only value that is inserted into a query. */
  readonly buildSoql: (id: string) => string;
  readonly schema: z.ZodType<T>;
}

/** Runs a query about one record. Returns a problem without a call for an invalid id, or while the daily quota is almost used up. */
export async function runSoqlQuery<T>(
  { read, quota }: SalesforceContext,
  soqlQuery: SoqlQuery<T>,
  options: LookupOptions,
): Promise<UpstreamResult<T>> {
  const id18 = normalizeCrmId(soqlQuery.id);
  if (!id18) return problem('invalid-response', 'input: not a Salesforce id');
  if (quota.isPaused()) return quotaPaused();
  const path = `${API_PATH}/query?q=${encodeURIComponent(soqlQuery.buildSoql(id18))}`;
  const { operation, schema } = soqlQuery;
  return read(
    { operation, path, schema, optionalFields: OPTIONAL_RECORD_FIELDS[operation], isQuery: true },
    options,
  );
}

function quotaPaused(): UpstreamResult<never> {
  return problem('rate-limited', 'daily API quota almost used up');
}
