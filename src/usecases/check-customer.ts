import type { Case, Check, MessageLocation } from '../domain/case.ts';
import type { RequesterSide } from '../domain/case-facts.ts';
import { DAY_MS } from '../domain/dates.ts';
import type { Topic } from '../domain/topics.ts';
import type { CardPlacement } from '../ports/messenger.ts';
import type { Ports } from '../ports/ports.ts';
import { findCase } from './find-case.ts';
import type { OpenCase } from './find-open-case.ts';
import { findOpenCase } from './find-open-case.ts';
import { createLookupOptions, gatherEvidence, type LookupRequest } from './gather-evidence.ts';
import { timerKey } from './handoff-effects.ts';
import { judgeEvidence } from './judge-evidence.ts';

export interface CheckRequest {
  /** Id of the case to open. A request that is processed again after a crash has the same id. */
  readonly caseId: string;
  /** Slack user id. */
  readonly by: string;
  readonly lookup: LookupRequest;
  readonly topic: Topic | null;
  /** Who wrote the ticket, as the user says; null to infer it. */
  readonly requester: RequesterSide | null;
  readonly location: MessageLocation;
}

/** Reads the systems, judges the evidence, stores the case and posts its card. Idempotent for the case id. */
export async function checkCustomer(ports: Ports, request: CheckRequest): Promise<CardPlacement> {
  const existing = await ports.cases.find(request.caseId);
  return ports.messenger.publishCaseCard(existing ?? (await openCase(ports, request)));
}

/**
 * Like `checkCustomer`, unless the requested ticket or subscription has an open case: then returns that case and does not
 * read the systems. A request that is processed again after it opened its case gets that case's card.
 */
export async function checkUnlessOpen(
  ports: Ports,
  request: CheckRequest,
): Promise<CardPlacement | OpenCase> {
  const isOpened = (await ports.cases.find(request.caseId)) !== null;
  const open = isOpened ? null : await findOpenCase(ports, request.lookup.subject);
  return open ?? checkCustomer(ports, request);
}

async function openCase(ports: Ports, request: CheckRequest): Promise<Case> {
  const { caseId, by, location, topic, requester } = request;
  const startedAt = ports.now();
  const options = createLookupOptions(ports, { requestKey: caseId, bypassCache: false });
  const evidence = await gatherEvidence(ports, request.lookup, options);
  const at = ports.now();
  const check = judgeEvidence(evidence, {
    at,
    lookedAt: at,
    by,
    trigger: 'requested',
    policy: ports.settings.policy,
    manualFacts: { topic, ...(requester ? { requester, requesterSetBy: by } : {}) },
  });
  await ports.cases.open(
    { id: caseId, openedAt: at.toISOString(), openedBy: by, location, checks: [check] },
    [
      {
        key: timerKey('retention', caseId),
        kind: 'retention',
        subjectId: caseId,
        dueAt: new Date(at.getTime() + ports.settings.retentionDays * DAY_MS).toISOString(),
      },
    ],
  );
  recordCheckMetrics(ports, check, startedAt);
  return findCase(ports, caseId);
}

/** Records the verdict and the duration of a check. */
export function recordCheckMetrics(ports: Ports, { verdict, topic, at }: Check, startedAt: Date): void {
  const seconds = (Date.parse(at) - startedAt.getTime()) / 1000;
  ports.metrics.recordCheck({ verdict, topic, seconds });
}
