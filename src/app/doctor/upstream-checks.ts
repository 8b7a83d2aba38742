import type { Config } from '../../config.ts';
import type { FailedLookup } from '../../connectors/lookup-cache.ts';
import type { ConnectorResult, GapKind } from '../../domain/connector-result.ts';
import type { LookupOptions } from '../../ports/systems.ts';
import { createConnectors } from '../create-ports.ts';
import { type DoctorFinding, findingsOf } from './report.ts';

/** The day from which Zendesk accepts no API tokens. */
const ZENDESK_TOKEN_END = '2027-04-30';
/** Ids that no system uses: a lookup shows whether signing in and reading work. */
const ABSENT_ACCOUNT = 'A00000000';
const ABSENT_CRM_ID = '001000000000000AAA';
const ABSENT_TICKET = '999999999999';

const UNREACHABLE_FIX = 'Check the URL, the network and the proxy.';
const FIXES: Record<Exclude<GapKind, 'not-found' | 'not-configured'>, string> = {
  unauthenticated: 'Check the client id and secret.',
  forbidden: 'Give the API user the right to read this.',
  'rate-limited': 'Wait, or ask the administrator for a higher limit.',
  timeout: UNREACHABLE_FIX,
  'queue-timeout': UNREACHABLE_FIX,
  unavailable: UNREACHABLE_FIX,
  'invalid-response': 'Check the URL: the answer does not come from the API.',
};

/** Signs in to each system and reads one record. `sampleAccount`: number of a Zuora account; null checks fewer fields. */
export async function checkUpstreams(
  config: Config,
  sampleAccount: string | null,
  now: () => Date,
): Promise<DoctorFinding[]> {
  const failures: FailedLookup[] = [];
  const connectors = createConnectors(config, {
    // Nothing that this reads is kept.
    emailFingerprint: () => '',
    timeoutMs: config.upstreamTimeoutMs,
    now,
    onLookupFailed: (failure) => failures.push(failure),
  });
  const deadline = config.checkDeadlineMs;
  const options: LookupOptions = { signal: AbortSignal.timeout(deadline), bypassCache: true };
  const context = { config, options, failures, ...connectors };
  const all = await Promise.all([
    checkZuora(context, sampleAccount),
    checkSalesforce(context),
    checkZendesk(context, now),
  ]);
  return all.flat();
}

interface UpstreamContext extends ReturnType<typeof createConnectors> {
  readonly config: Config;
  readonly options: LookupOptions;
  readonly failures: readonly FailedLookup[];
}

async function checkZuora(
  { config, options, failures, billing }: UpstreamContext,
  sampleAccount: string | null,
): Promise<DoctorFinding[]> {
  const zuora = findingsOf('Zuora');
  const field = config.zuora.channelField;
  const account = await billing.account(sampleAccount ?? ABSENT_ACCOUNT, options);
  const reading = readingOf('Zuora', 'accounts', account, failures);
  if (sampleAccount === null)
    return [
      reading,
      zuora.skipped(
        `The field ${field} was not checked.`,
        'Give an account number: npm run doctor -- A00012345.',
      ),
    ];
  if (!account.ok)
    return account.gap === 'not-found'
      ? [
          reading,
          zuora.failed(`There is no account ${sampleAccount}.`, 'Use the number of an existing account.'),
        ]
      : [reading];
  const { channel } = account.value;
  if (channel === undefined)
    return [
      reading,
      zuora.failed(
        `Account ${sampleAccount} has no field ${field}.`,
        'Set ZUORA_CHANNEL_FIELD to the API name of the field.',
      ),
    ];
  return [
    reading,
    channel === 'Reseller' || channel === 'Non-Reseller'
      ? zuora.ok(`Account ${sampleAccount} has the field ${field} with a known value.`)
      : zuora.warning(
          `Account ${sampleAccount} has the field ${field} with a value other than "Reseller" or "Non-Reseller".`,
          'Its verdict is Unknown. Try another account, or check ZUORA_CHANNEL_FIELD.',
        ),
  ];
}

async function checkSalesforce({
  config,
  options,
  failures,
  crm,
}: UpstreamContext): Promise<DoctorFinding[]> {
  const salesforce = findingsOf('Salesforce');
  if (!config.salesforce)
    return [salesforce.skipped('Not configured. Cards show no partner and no account owner.')];
  const [account, opportunities] = await Promise.all([
    crm.account(ABSENT_CRM_ID, options),
    crm.wonOpportunities(ABSENT_CRM_ID, options),
  ]);
  return [
    readingOf('Salesforce', 'accounts', account, failures),
    readingOf('Salesforce', 'opportunities', opportunities, failures),
  ];
}

async function checkZendesk(
  { config, options, failures, helpdesk }: UpstreamContext,
  now: () => Date,
): Promise<DoctorFinding[]> {
  const zendesk = findingsOf('Zendesk');
  if (!config.zendesk) return [zendesk.skipped('Not configured. Tickets cannot be checked.')];
  const daysLeft = Math.floor((Date.parse(ZENDESK_TOKEN_END) - now().getTime()) / 86_400_000);
  return [
    readingOf('Zendesk', 'tickets', await helpdesk.ticket(ABSENT_TICKET, options), failures),
    ...(config.zendesk.subscriptionField
      ? []
      : [
          zendesk.warning(
            'No ticket field is read for subscription numbers.',
            'Set ZENDESK_SUBSCRIPTION_FIELD.',
          ),
        ]),
    ...(config.zendesk.auth.kind === 'token'
      ? [
          zendesk.warning(
            `Zendesk stops accepting API tokens on ${ZENDESK_TOKEN_END}, in ${daysLeft} days.`,
            'Create an OAuth client and set ZENDESK_CLIENT_ID and ZENDESK_CLIENT_SECRET.',
          ),
        ]
      : []),
  ];
}

/** A record that does not exist is an answer: signing in and reading work. */
function readingOf(
  area: 'Zuora' | 'Salesforce' | 'Zendesk',
  what: string,
  result: ConnectorResult<unknown>,
  failures: readonly FailedLookup[],
): DoctorFinding {
  const { ok, failed } = findingsOf(area);
  if (result.ok || result.gap === 'not-found' || result.gap === 'not-configured')
    return ok(`Signed in and read ${what}.`);
  const failure = failures.find(({ system, gap }) => system === area.toLowerCase() && gap === result.gap);
  const cause = [result.gap, failure?.status, failure?.code, failure?.detail].filter(Boolean).join(', ');
  return failed(`Couldn't read ${what} (${cause}).`, FIXES[result.gap]);
}
