import { guardAllows } from '../domain/account-guard.ts';
import type { Case, StepEvent } from '../domain/case.ts';
import { isChannelId, latestCheck } from '../domain/case.ts';
import { valueOrNull } from '../domain/connector-result.ts';
import { handoffStateOf } from '../domain/handoff.ts';
import { findHandoffStep } from '../domain/handoff-facts.ts';
import { isActiveHandoff } from '../domain/handoff-state.ts';
import type { Step } from '../domain/scenario.ts';
import type { StepProgress, StepState } from '../domain/step-progress.ts';
import { isOverrideWaiting, isSameCard, stepProgressOf } from '../domain/step-progress.ts';
import { UserError } from '../errors.ts';
import type { Ports } from '../ports/ports.ts';
import * as words from '../words/step-replies.ts';
import { findCase, findUnerasedCase } from './find-case.ts';
import { linkSalesforceRecord } from './handoff-actions.ts';
import { overrideMessages, overrideUpdates } from './override-messages.ts';
import { publishCaseCard } from './publish-update.ts';
import type { CaseAction } from './recheck-case.ts';
import { retryWhenStale } from './retry-when-stale.ts';
import { takeAccountSnapshot } from './take-account-snapshot.ts';

export interface StepAction extends CaseAction {
  readonly stepId: string;
  /** Index of the check whose card the button is on; omitted: the latest. */
  readonly checkIndex?: number;
}

/** The link that a step asks for, or why there is none. */
export type StepLink = Pick<Extract<StepEvent, { kind: 'step-done' }>, 'value' | 'notApplicable'>;
const NO_LINK: StepLink = { value: null };

/**
 * Ticks a step; does nothing when it is ticked already. A guarded step is ticked only if a fresh read of the account
 * allows it, whatever the card showed. The link of the step that asks Sales is also that of the case's active handoff.
 */
export async function completeStep(
  ports: Ports,
  action: StepAction,
  link: StepLink = NO_LINK,
): Promise<void> {
  if (link.value !== null && (await linkActiveHandoff(ports, action, link.value))) return;
  await applyStepDecision(ports, action, async (kase, { step, state }) => {
    if (state.kind === 'done') return [];
    assertPrerequisitesDone(kase, state);
    if (step.linkLabel && !link.value && !link.notApplicable)
      throw new UserError(words.stepValueRequiredText(step.linkLabel));
    const done = { kind: 'step-done', stepId: step.id, ...link } as const;
    if (!step.requires?.verdict || state.kind === 'overridden') return [done];
    const guard = await evaluateGuard(ports, kase, { step, requestKey: action.idempotencyKey });
    return guard.allowed ? [guard, done] : [guard];
  });
}

/** Links the case's active handoff, which ticks the step. Returns false when the step or the case has no such handoff. */
async function linkActiveHandoff(
  ports: Ports,
  { caseId, stepId, by, idempotencyKey }: StepAction,
  link: string,
): Promise<boolean> {
  const kase = await findUnerasedCase(ports, caseId);
  if (findHandoffStep(kase)?.id !== stepId) return false;
  const handoffs = await ports.handoffs.listByCase(caseId);
  const active = handoffs.find((handoff) => isActiveHandoff(handoffStateOf(handoff)));
  if (!active) return false;
  await linkSalesforceRecord(ports, { handoffId: active.id, by, idempotencyKey }, link);
  return true;
}

/** Reads the account for a guarded step, and shows whether it is allowed now. */
export function checkStepGuard(ports: Ports, action: StepAction): Promise<void> {
  return applyStepDecision(ports, action, async (kase, { step, state }) =>
    step.requires?.verdict && state.kind !== 'done'
      ? [await evaluateGuard(ports, kase, { step, requestKey: action.idempotencyKey })]
      : [],
  );
}

/** Unticks a step. Throws `UserError` for a guarded step without a reason, which the history keeps. */
export function undoStep(ports: Ports, action: StepAction, reason: string | null): Promise<void> {
  return applyStepDecision(ports, action, async (_, { step, state }) => {
    if (state.kind !== 'done') return [];
    if (step.requires?.verdict && reason === null) throw new UserError(words.reasonTooShortText());
    return [{ kind: 'step-undone', stepId: step.id, reason }];
  });
}

export interface OverrideGrounds {
  readonly reason: string;
  /** Slack user id of the colleague to ask; null: everybody in the channel of the card. */
  readonly colleague: string | null;
}

/**
 * Requests to override the guard of a step, and asks for approval in Slack. The step stays locked until a second person
 * approves.
 */
export function requestOverride(
  ports: Ports,
  action: StepAction,
  { reason, colleague }: OverrideGrounds,
): Promise<void> {
  return applyStepDecision(ports, action, async (kase, { step, state }) => {
    if (!step.requires?.verdict || state.kind !== 'locked')
      throw new UserError(words.overrideNotAvailableText());
    assertPrerequisitesDone(kase, state);
    if (colleague === null && !isChannelId(kase.location.channel))
      throw new UserError(words.colleagueRequiredText());
    if (colleague === action.by) throw new UserError(words.secondPersonRequiredText());
    const asked = colleague === null ? {} : { colleague };
    return [{ kind: 'override-requested', stepId: step.id, reason, ...asked }];
  });
}

/**
 * Approves an override. `requestIndex`: index of the event that requested it; missing: the waiting one. Throws `UserError`
 * when the actor requested it, or when that request has ended, also when another one with other reasons waits.
 */
export function approveOverride(ports: Ports, action: StepAction, requestIndex?: number): Promise<void> {
  return applyStepDecision(ports, action, async (kase, { step, state }) => {
    if (state.kind === 'overridden') return [];
    const isWaiting =
      requestIndex === undefined || isOverrideWaiting({ kase, eventIndex: requestIndex }, ports.now());
    if (state.kind !== 'override-requested' || !isWaiting) {
      await renderEndedRequests(ports, kase);
      throw new UserError(words.overrideEndedText());
    }
    if (state.by === action.by) throw new UserError(words.secondPersonRequiredText());
    return [{ kind: 'override-approved', stepId: step.id }];
  });
}

/** Nothing renders a card or a request when time ends an override, so that they may still show its button. */
async function renderEndedRequests(ports: Ports, kase: Case): Promise<void> {
  await ports.outbox.enqueue(overrideUpdates(kase));
  ports.wakeOutbox();
  await publishCaseCard(ports, kase);
}

type NewStepEvent = StepEvent extends infer T ? (T extends StepEvent ? Omit<T, 'at' | 'by'> : never) : never;

/** Returns the events to append. Throws `UserError` when the action is not allowed. */
type StepDecision = (kase: Case, progress: StepProgress) => Promise<readonly NewStepEvent[]>;

/**
 * Decides on the current state of the case and appends the resulting events. When another event was appended in the
 * meantime, reads the case and decides again, so that an outdated guard check never unlocks a step. Finally renders the
 * card, also when the idempotency key was processed before.
 */
async function applyStepDecision(ports: Ports, action: StepAction, decision: StepDecision): Promise<void> {
  await retryWhenStale(async () => {
    if (await ports.cases.hasIdempotencyKey(action.idempotencyKey)) return 'duplicate';
    const kase = await findUnerasedCase(ports, action.caseId);
    const newEvents = await decision(kase, findStepProgress(ports, action, kase));
    const attribution = { at: ports.now().toISOString(), by: action.by };
    const stepEvents = newEvents.map((newEvent, index) => ({
      stepEvent: { ...newEvent, ...attribution },
      idempotencyKey: index === 0 ? action.idempotencyKey : `${action.idempotencyKey}:${index}`,
    }));
    if (stepEvents.length === 0) return 'unchanged';
    const messages = overrideMessages(
      kase,
      stepEvents.map(({ stepEvent }) => stepEvent),
    );
    const result = await ports.cases.appendIfUnchanged(kase, stepEvents, messages);
    if (result === 'written' && messages.length > 0) ports.wakeOutbox();
    // The case was erased during this attempt. The next one throws the `UserError` for a missing case.
    return result === 'erased' ? 'stale' : result;
  });
  await publishCaseCard(ports, await findCase(ports, action.caseId));
}

function findStepProgress(ports: Ports, { stepId, checkIndex }: StepAction, kase: Case): StepProgress {
  const shownCheck = kase.checks[checkIndex ?? kase.checks.length - 1];
  const progress = stepProgressOf(kase, ports.now()).find(({ step }) => step.id === stepId);
  if (!progress || !shownCheck || !isSameCard(shownCheck, latestCheck(kase)))
    throw new UserError(words.stepNotFoundText());
  return progress;
}

function assertPrerequisitesDone(kase: Case, state: StepState): void {
  if (state.kind !== 'locked' || state.blockedBy.length === 0) return;
  const { steps } = latestCheck(kase).scenario;
  const numbers = state.blockedBy.map((id) => String(steps.findIndex((step) => step.id === id) + 1));
  throw new UserError(words.earlierStepsFirstText(numbers));
}

/** Reads the account, bypassing every cache, and compares it with what the step requires. */
async function evaluateGuard(
  ports: Ports,
  kase: Case,
  { step, requestKey }: { readonly step: Step; readonly requestKey: string },
) {
  const { id, requires } = step;
  const snapshot = await takeAccountSnapshot(ports, customerAccountNumber(kase), requestKey);
  return {
    kind: 'guard-checked' as const,
    stepId: id,
    allowed: guardAllows(snapshot, requires?.verdict ?? []),
    snapshot,
  };
}

/** Returns the account number of the case's customer; null when it is unknown or ambiguous. */
function customerAccountNumber(kase: Case): string | null {
  const { judgements, evidence } = latestCheck(kase);
  const numbers = new Set(judgements.map(({ customer }) => customer?.number ?? null));
  const accounts = valueOrNull(evidence.accounts);
  const [number, ...others] = numbers.size > 0 ? numbers : (accounts ?? []).map((account) => account.number);
  return number && others.length === 0 ? number : null;
}
