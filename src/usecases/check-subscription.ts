import type { Case, Check, Place } from '../domain/case.ts';
import { DAY_MS } from '../domain/handoff-times.ts';
import type { Topic } from '../domain/reference.ts';
import type { Ports, Shown } from '../ports.ts';
import { beginLook } from './begin-look.ts';
import { findCase } from './find-case.ts';
import type { Wanted } from './gather-evidence.ts';
import { gatherEvidence } from './gather-evidence.ts';
import { retentionTimer } from './handoff-timers.ts';
import { judgeEvidence } from './judge-evidence.ts';

export interface CheckRequest {
  /** The case's id to be. The same request, worked on again after a crash, comes with the same id. */
  readonly caseId: string;
  /** Slack user id. */
  readonly by: string;
  readonly wanted: Wanted;
  readonly topic: Topic | null;
  readonly place: Place;
}

/** Looks, judges, writes the case down and shows its card. Doing it again for the same id shows the same case. */
export async function checkSubscription(ports: Ports, request: CheckRequest): Promise<Shown> {
  const known = await ports.cases.find(request.caseId);
  return ports.messenger.showCase(known ?? (await openCase(ports, request)));
}

async function openCase(ports: Ports, request: CheckRequest): Promise<Case> {
  const { caseId, by, place, topic } = request;
  const startedAt = ports.now();
  const look = beginLook(ports, { key: caseId, fresh: false });
  const evidence = await gatherEvidence(ports, request.wanted, look);
  const at = ports.now();
  const check = judgeEvidence(evidence, {
    at,
    lookedAt: at,
    by,
    because: 'asked',
    policy: ports.policy,
    told: { topic },
  });
  await ports.cases.open({ id: caseId, openedAt: at.toISOString(), openedBy: by, place, checks: [check] }, [
    retentionTimer(caseId, new Date(at.getTime() + ports.retentionDays * DAY_MS)),
  ]);
  measure(ports, check, startedAt);
  return findCase(ports, caseId);
}

/** Tells the meter what a check came to and how long it took. */
export function measure(ports: Ports, { verdict, topic, at }: Check, startedAt: Date): void {
  const seconds = (Date.parse(at) - startedAt.getTime()) / 1000;
  ports.meter.checked({ verdict, topic, seconds });
}
