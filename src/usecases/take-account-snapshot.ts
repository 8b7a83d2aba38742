import { accountSnapshotOf } from '../domain/account-guard.ts';
import type { AccountSnapshot } from '../domain/case.ts';
import { tenantDate } from '../domain/dates.ts';
import { judgeSubscriptions } from '../domain/judge-subscriptions.ts';
import type { Ports } from '../ports/ports.ts';
import { createLookupOptions, gatherEvidence } from './gather-evidence.ts';

/**
 * Reads a whole account, bypassing every cache. `number`: null when the account is unknown. `requestKey`: for the log.
 */
export async function takeAccountSnapshot(
  ports: Ports,
  number: string | null,
  requestKey: string,
): Promise<AccountSnapshot> {
  const askedAt = ports.now();
  const asOf = askedAt.toISOString();
  if (number === null) return { asOf, subscriptions: [], gap: 'account' };
  const options = createLookupOptions(ports, { requestKey, bypassCache: true });
  const evidence = await gatherEvidence(
    ports,
    { subject: { kind: 'account', number }, ticket: null },
    options,
  );
  const judgements = judgeSubscriptions(evidence, { today: tenantDate(askedAt), managedService: undefined });
  return accountSnapshotOf(evidence, judgements, asOf);
}
