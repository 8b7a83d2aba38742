import type { Config } from '../../config.ts';
import { inspectSalesforce, type SalesforceInspection } from '../../connectors/salesforce/inspect.ts';
import { SALESFORCE_API_VERSION } from '../../connectors/salesforce/soql.ts';
import { type DoctorFinding, findingsOf } from './report.ts';
import { ABSENT_CRM_ID, readingOf, type UpstreamContext, unreadableFieldsOf } from './upstream-reading.ts';

/** Salesforce retires the oldest versions: one of the last so many still served is about to go. */
const OLDEST_VERSIONS_AT_RISK = 3;

const salesforce = findingsOf('Salesforce');

/** Calls every operation once, and reads which fields and which versions of the API there are. */
export async function checkSalesforce(
  { salesforce: settings, upstreamTimeoutMs }: Config,
  context: UpstreamContext,
  now: () => Date,
): Promise<DoctorFinding[]> {
  if (!settings) return [salesforce.skipped('Not configured. Cards show no partner and no account owner.')];
  const { crm, options, failures } = context;
  const account = readingOf('Salesforce', 'accounts', await crm.account(ABSENT_CRM_ID, options), failures);
  if (account.status === 'failed') return [account];
  const [partners, opportunities, inspected] = await Promise.all([
    crm.partners(ABSENT_CRM_ID, options),
    crm.wonOpportunities(ABSENT_CRM_ID, options),
    inspectSalesforce(
      { ...settings, clientSecret: settings.clientSecret.reveal(), timeoutMs: upstreamTimeoutMs, now },
      options,
    ),
  ]);
  return [
    account,
    readingOf('Salesforce', 'partners', partners, failures),
    readingOf('Salesforce', 'opportunities', opportunities, failures),
    ...(inspected.ok
      ? [versionFinding(inspected.value), fieldsFinding(inspected.value)]
      : [salesforce.skipped(`The fields and the API version were not checked (${inspected.gap}).`)]),
    ...unreadableFieldsOf('Salesforce', context),
  ];
}

function versionFinding({ servedVersions }: SalesforceInspection): DoctorFinding {
  const age = servedVersions.indexOf(SALESFORCE_API_VERSION);
  const newest = servedVersions.at(-1) ?? 'none';
  if (age < 0)
    return salesforce.failed(
      `API version ${SALESFORCE_API_VERSION} is not served; the newest is ${newest}.`,
      'Upgrade Reseller Check.',
    );
  return age < OLDEST_VERSIONS_AT_RISK
    ? salesforce.warning(
        `API version ${SALESFORCE_API_VERSION} is among the oldest that are served; the newest is ${newest}.`,
        'Upgrade Reseller Check before Salesforce retires that version.',
      )
    : salesforce.ok(`API version ${SALESFORCE_API_VERSION} is served; the newest is ${newest}.`);
}

function fieldsFinding({ hiddenFields }: SalesforceInspection): DoctorFinding {
  return hiddenFields.length === 0
    ? salesforce.ok('All fields that cards show are visible.')
    : salesforce.warning(
        `Not visible: ${hiddenFields.join(', ')}. Cards leave out what they hold.`,
        'Give the API user field-level access, if your organisation has these fields.',
      );
}
