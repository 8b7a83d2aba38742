import { z } from 'zod';
import type { LookupOptions } from '../../ports/systems.ts';
import { success, type UpstreamResult } from '../upstream-result.ts';
import {
  createSalesforceContext,
  OPTIONAL_CRM_ACCOUNT_FIELDS,
  OPTIONAL_OPPORTUNITY_FIELDS,
  type SalesforceSettings,
} from './client.ts';
import { describeObject } from './soql.ts';

/** The version of the REST API that the connector calls, and those that Salesforce serves, oldest first. */
export interface SalesforceInspection {
  readonly servedVersions: readonly string[];
  /** Fields and relationships that cards show and the user of the connector does not see, such as "Opportunity.Deal_Path__c". */
  readonly hiddenFields: readonly string[];
}

const ServedVersions = z.array(z.object({ version: z.string() }));

const EXPECTED_FIELDS = {
  Account: [...OPTIONAL_CRM_ACCOUNT_FIELDS, 'AccountPartnersFrom'],
  Opportunity: Object.keys(OPTIONAL_OPPORTUNITY_FIELDS),
} as const;

/** Reads what an operator needs to know and a check doesn't. Reads no record. */
export async function inspectSalesforce(
  settings: SalesforceSettings,
  options: LookupOptions,
): Promise<UpstreamResult<SalesforceInspection>> {
  const context = createSalesforceContext(settings);
  const versions = await context.read(
    { operation: 'versions', path: '/services/data', schema: ServedVersions, isQuery: true },
    options,
  );
  if (!versions.ok) return versions;
  const hiddenFields: string[] = [];
  for (const object of ['Account', 'Opportunity'] as const) {
    const described = await describeObject(context, object, options);
    if (!described.ok) return described;
    const hidden = EXPECTED_FIELDS[object].filter((field) => !described.value.includes(field));
    hiddenFields.push(...hidden.map((field) => `${object}.${field}`));
  }
  return success({ servedVersions: versions.value.map(({ version }) => version), hiddenFields });
}
