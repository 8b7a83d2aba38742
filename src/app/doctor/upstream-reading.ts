import type { FailedLookup } from '../../connectors/lookup-cache.ts';
import type { UnreadableField } from '../../connectors/upstream-reader.ts';
import type { ConnectorResult, GapKind } from '../../domain/connector-result.ts';
import type { LookupOptions } from '../../ports/systems.ts';
import type { createConnectors } from '../create-ports.ts';
import { type DoctorFinding, findingsOf } from './report.ts';

/** What the checks of the upstream systems work with. */
export interface UpstreamContext extends ReturnType<typeof createConnectors> {
  readonly options: LookupOptions;
  /** Filled while lookups run. */
  readonly failures: readonly FailedLookup[];
  /** Filled while lookups run. */
  readonly unreadableFields: readonly UnreadableField[];
}

/** A Salesforce id that no account has, by which Salesforce and Zuora are asked. */
export const ABSENT_CRM_ID = '001000000000000AAA';

type SystemName = 'Zuora' | 'Salesforce' | 'Zendesk';

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

/** Reports one lookup. A record that does not exist is an answer: signing in and reading work. */
export function readingOf(
  area: SystemName,
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

/** Reports the fields that were missing or invalid in otherwise valid answers of the system. */
export function unreadableFieldsOf(area: SystemName, { unreadableFields }: UpstreamContext): DoctorFinding[] {
  const fields = unreadableFields.filter(({ system }) => system === area.toLowerCase());
  return fields.map(({ operation, field, detail }) =>
    findingsOf(area).warning(
      `The field ${field} of ${operation} could not be read (${detail}).`,
      'Check that the API user sees this field, and its type.',
    ),
  );
}
