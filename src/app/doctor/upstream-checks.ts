import type { Config } from '../../config.ts';
import type { FailedLookup } from '../../connectors/lookup-cache.ts';
import type { UnreadableField } from '../../connectors/upstream-reader.ts';
import { createConnectors } from '../create-ports.ts';
import type { DoctorFinding, SampleRecords } from './report.ts';
import { checkSalesforce } from './salesforce-checks.ts';
import type { UpstreamContext } from './upstream-reading.ts';
import { checkZendesk } from './zendesk-checks.ts';
import { checkZuora } from './zuora-checks.ts';

/** Signs in to each system and calls every operation once. */
export async function checkUpstreams(
  config: Config,
  samples: SampleRecords,
  now: () => Date,
): Promise<DoctorFinding[]> {
  const failures: FailedLookup[] = [];
  const unreadableFields: UnreadableField[] = [];
  const connectors = createConnectors(config, {
    // Nothing that this reads is kept.
    emailFingerprint: () => '',
    timeoutMs: config.upstreamTimeoutMs,
    now,
    onLookupFailed: (failure) => failures.push(failure),
    onUnreadableField: (field) => unreadableFields.push(field),
  });
  const options = { signal: AbortSignal.timeout(config.checkDeadlineMs), bypassCache: true };
  const context: UpstreamContext = { options, failures, unreadableFields, ...connectors };
  const all = await Promise.all([
    checkZuora(config, context, samples.account),
    checkSalesforce(config, context, now),
    checkZendesk(config, context, { sampleTicket: samples.ticket, now }),
  ]);
  return all.flat();
}
