import type { Case, Check, MessageLocation } from '../domain/case.ts';
import type { RequesterSide } from '../domain/case-facts.ts';
import { DAY_MS } from '../domain/dates.ts';
import { requestedCaseReference } from '../domain/open-case.ts';
import type { Topic } from '../domain/topics.ts';
import { PostInProgress } from '../errors.ts';
import type { CardPlacement } from '../ports/messenger.ts';
import type { Ports } from '../ports/ports.ts';
import type { Timer } from '../ports/queues.ts';
import type { NewCase } from '../ports/store.ts';
import type { OpenCase } from './find-open-case.ts';
import { findOpenCase } from './find-open-case.ts';
import { createLookupOptions, gatherEvidence, type LookupRequest } from './gather-evidence.ts';
import { timerKey } from './handoff-effects.ts';
import { judgeEvidence } from './judge-evidence.ts';
import { publishCaseCard } from './publish-update.ts';
import { retryWhenStale } from './retry-when-stale.ts';

/** The delay until the card, which is posted elsewhere, is looked at again. */
const CARD_RETRY_MS = 1_000;

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
  if (existing !== null) return publishCard(ports, existing);
  const { newCase, timers } = await gatherNewCase(ports, request);
  await ports.cases.open(newCase, timers);
  return publishCard(ports, newCase);
}

/**
 * Like `checkCustomer`, unless the requested ticket or subscription has an open case: then returns that case and does not
 * read the systems. When several people check the same one at once, one case is opened, and the others get it. A request
 * that is processed again after it opened its case gets that case's card.
 */
export async function checkUnlessOpen(
  ports: Ports,
  request: CheckRequest,
): Promise<CardPlacement | OpenCase> {
  const reference = requestedCaseReference(request.lookup.subject);
  if (reference === null || (await ports.cases.find(request.caseId)) !== null)
    return checkCustomer(ports, request);
  const open = await retryWhenStale(async () => {
    const found = await findOpenCase(ports, reference);
    return found && recordShown(ports, request, found);
  });
  if (open !== null) return open;
  const gathered = await gatherNewCase(ports, request);
  return (
    (await openUnlessOpen(ports, request, { ...gathered, reference })) ?? publishCard(ports, gathered.newCase)
  );
}

/** Opens the case; returns the open case instead when somebody has opened one while the systems were read. */
function openUnlessOpen(
  ports: Ports,
  request: CheckRequest,
  { newCase, timers, reference }: GatheredCase & { readonly reference: string },
): Promise<OpenCase | null> {
  return retryWhenStale(async () => {
    const latest = await ports.cases.findLatest(reference);
    const open = await findOpenCase(ports, reference);
    if (open && open.kase.id !== newCase.id) return recordShown(ports, request, open);
    return (await ports.cases.open(newCase, timers, latest)) === 'stale' ? 'stale' : null;
  });
}

/** Records for audits that the person reads the verdict of an open case. `stale`: it has changed, so it must be found again. */
async function recordShown(
  { cases, now }: Ports,
  { caseId, by }: CheckRequest,
  open: OpenCase,
): Promise<OpenCase | 'stale'> {
  const stepEvent = { kind: 'case-shown', at: now().toISOString(), by } as const;
  const idempotencyKey = `shown:${open.kase.id}:${caseId}`;
  const outcome = await cases.appendIfUnchanged(open.kase, [{ stepEvent, idempotencyKey }]);
  return outcome === 'written' || outcome === 'duplicate' ? open : 'stale';
}

/** Throws `PostInProgress` while the card is posted elsewhere, because the user has to be told where it is. */
async function publishCard(ports: Ports, card: Pick<Case, 'id' | 'location'>): Promise<CardPlacement> {
  const placement = await publishCaseCard(ports, card);
  if (placement === null) throw new PostInProgress('the card is being posted', CARD_RETRY_MS);
  return placement;
}

/** A case whose systems were read, to be opened. */
interface GatheredCase {
  readonly newCase: NewCase;
  readonly timers: readonly Timer[];
}

async function gatherNewCase(ports: Ports, request: CheckRequest): Promise<GatheredCase> {
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
  recordCheckMetrics(ports, check, startedAt);
  const dueAt = new Date(at.getTime() + ports.settings.retentionDays * DAY_MS).toISOString();
  return {
    newCase: { id: caseId, openedAt: at.toISOString(), openedBy: by, location, checks: [check] },
    timers: [{ key: timerKey('retention', caseId), kind: 'retention', subjectId: caseId, dueAt }],
  };
}

/** Records the verdict and the duration of a check. */
export function recordCheckMetrics(ports: Ports, { verdict, topic, at }: Check, startedAt: Date): void {
  const seconds = (Date.parse(at) - startedAt.getTime()) / 1000;
  ports.metrics.recordCheck({ verdict, topic, seconds });
}
