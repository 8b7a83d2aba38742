import { tenantDay } from '../domain/calendar.ts';
import type { Sight } from '../domain/case.ts';
import { sightOf } from '../domain/guard.ts';
import { judge } from '../domain/verdict.ts';
import type { Ports } from '../ports.ts';
import { beginLook } from './begin-look.ts';
import { gatherEvidence } from './gather-evidence.ts';

/**
 * Reads a whole account, bypassing every cache. `number`: null when the account is unknown. `key`: the request's key, for
 * the log.
 */
export async function lookAtAccount(ports: Ports, number: string | null, key: string): Promise<Sight> {
  const askedAt = ports.now();
  const asOf = askedAt.toISOString();
  if (number === null) return { asOf, subscriptions: [], gap: 'account' };
  const look = beginLook(ports, { key, fresh: true });
  const evidence = await gatherEvidence(ports, { subject: { kind: 'account', number }, ticket: null }, look);
  const context = { today: tenantDay(askedAt), allianceTicket: false };
  const judgements = evidence.subscriptions.map((one) => judge(one, context));
  return sightOf(evidence, judgements, asOf);
}
