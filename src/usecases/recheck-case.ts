import type { Case, Check, ManualFacts } from '../domain/case.ts';
import { latestCheck } from '../domain/case.ts';
import { valueOrNull } from '../domain/connector-result.ts';
import { ticketReferenceOf } from '../domain/evidence.ts';
import type { Reference } from '../domain/reference.ts';
import { UserError } from '../errors.ts';
import type { Ports } from '../ports/ports.ts';
import { caseNotFoundText, emailNotStoredText } from '../words/replies.ts';
import { recordCheckMetrics } from './check-customer.ts';
import { findCase, findUnerasedCase } from './find-case.ts';
import type { LookupRequest } from './gather-evidence.ts';
import { createLookupOptions, gatherEvidence } from './gather-evidence.ts';
import { caseCardMessage } from './handoff-effects.ts';
import { judgeEvidence } from './judge-evidence.ts';
import { publishCaseCard, publishLater } from './publish-update.ts';

export interface CaseAction {
  readonly caseId: string;
  /** Slack user id. */
  readonly by: string;
  /** The same for every delivery of the same request, also after a restart. */
  readonly idempotencyKey: string;
  readonly requestedAt: Date;
}

/**
 * Reads the systems again, bypassing every cache, about the subject of the case or the narrower one that was chosen.
 * Several requests in a row cause one lookup: what was read after a request answers that request too.
 */
export async function recheckCase(ports: Ports, action: CaseAction, choice?: Reference): Promise<void> {
  const kase = await findUnerasedCase(ports, action.caseId);
  const latest = latestCheck(kase);
  let checkingShown = Promise.resolve();
  try {
    if (await ports.cases.hasIdempotencyKey(action.idempotencyKey)) return;
    const isAnswered =
      latest.trigger === 'recheck' && Date.parse(latest.lookedUpAt) >= action.requestedAt.getTime();
    if (!choice && isAnswered) return;
    const options: RecheckOptions = choice
      ? { lookup: lookupOfChoice(latest, choice), trigger: 'choice' }
      : { lookup: lookupToRepeat(latest), trigger: 'recheck' };
    checkingShown = showChecking(ports, kase);
    await repeatLookup(ports, action, options);
  } finally {
    await checkingShown;
    await publishCaseCard(ports, kase);
  }
}

/**
 * Shows on the card that the systems are being read. The card is published again afterwards, so a failure does not matter; and
 * after a minute by the outbox if the process dies first.
 */
async function showChecking(ports: Ports, kase: Case): Promise<void> {
  await publishCaseCard(ports, kase, { isChecking: true }).catch(() => undefined);
  await publishLater(ports, caseCardMessage(kase)).catch(() => undefined);
}

/** Checks again, about the subscription or account that the case's ticket names. */
export async function recheckFromTicket(ports: Ports, action: CaseAction): Promise<void> {
  const { evidence } = latestCheck(await findUnerasedCase(ports, action.caseId));
  await recheckCase(ports, action, ticketReferenceOf(evidence) ?? undefined);
}

/** Records the topic, requester or proof that the engineer sets by hand, and judges the same evidence again. */
export async function setFacts(ports: Ports, action: CaseAction, facts: ManualFacts): Promise<void> {
  if (!(await ports.cases.hasIdempotencyKey(action.idempotencyKey)))
    await appendManualFacts(ports, action, facts);
  const kase = await findCase(ports, action.caseId);
  const { checks } = kase;
  // A lookup may have been stored at the same moment: the manual facts must come after it.
  const followsLatestLookup = checks.at(-1)?.lookedUpAt === latestLookup(checks).lookedUpAt;
  if (!followsLatestLookup)
    await appendManualFacts(ports, { ...action, idempotencyKey: `${action.idempotencyKey}:again` }, facts);
  await publishCaseCard(ports, kase);
}

async function appendManualFacts(ports: Ports, action: CaseAction, facts: ManualFacts): Promise<void> {
  const kase = await findUnerasedCase(ports, action.caseId);
  const { evidence, policy, lookedUpAt } = latestLookup(kase.checks);
  const judgeOptions = {
    at: ports.now(),
    lookedAt: new Date(lookedUpAt),
    by: action.by,
    trigger: 'manual',
    policy,
    manualFacts: { ...latestCheck(kase).manualFacts, ...facts },
  } as const;
  await appendCheckUnlessErased(ports, action, judgeEvidence(evidence, judgeOptions));
}

/** Returns the last check that read the systems, by the order of events, because clocks may jump. */
function latestLookup(checks: readonly Check[]): Check {
  const newest = checks.findLast(({ trigger }) => trigger !== 'manual');
  if (!newest) throw new Error('the case has no check that read the systems');
  return newest;
}

interface RecheckOptions {
  readonly lookup: LookupRequest;
  readonly trigger: Check['trigger'];
}

async function repeatLookup(
  ports: Ports,
  action: CaseAction,
  { lookup, trigger }: RecheckOptions,
): Promise<void> {
  const startedAt = ports.now();
  const options = createLookupOptions(ports, { requestKey: action.idempotencyKey, bypassCache: true });
  const evidence = await gatherEvidence(ports, lookup, options);
  const at = ports.now();
  // Read after the lookup: somebody may have set facts while the systems were slow.
  const known = latestCheck(await findCase(ports, action.caseId)).manualFacts;
  const manualFacts = trigger === 'choice' ? withoutSubscriptionFacts(known) : known;
  const judgeOptions = {
    at,
    lookedAt: at,
    by: action.by,
    trigger,
    policy: ports.settings.policy,
    manualFacts,
  };
  const check = judgeEvidence(evidence, judgeOptions);
  await appendCheckUnlessErased(ports, action, check);
  recordCheckMetrics(ports, check, startedAt);
}

/** Leaves out what was said about the subscription that was shown before. */
function withoutSubscriptionFacts(facts: ManualFacts): ManualFacts {
  const { managedService: _, ...kept } = facts;
  return kept;
}

async function appendCheckUnlessErased(
  { cases }: Ports,
  { caseId, idempotencyKey }: CaseAction,
  check: Check,
): Promise<void> {
  if ((await cases.appendCheck(caseId, check, idempotencyKey)) === 'erased')
    throw new UserError(caseNotFoundText());
}

function lookupOfChoice({ evidence }: Check, subject: Reference): LookupRequest {
  return { subject, ticket: ticketReferenceOf(evidence) };
}

/** Returns what to look up again. An email address is not stored, but the account that it led to is. */
function lookupToRepeat({ evidence }: Check): LookupRequest {
  const { subject, accounts } = evidence;
  const ticket = ticketReferenceOf(evidence);
  if (subject.kind !== 'email') return { subject, ticket: subject.kind === 'ticket' ? null : ticket };
  const [only, ...others] = valueOrNull(accounts) ?? [];
  if (!only || others.length > 0) throw new UserError(emailNotStoredText());
  return { subject: { kind: 'account', number: only.number }, ticket };
}
