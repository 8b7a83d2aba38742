import { guardAllows } from './account-guard.ts';
import type { AccountSnapshot, Case, Check, StepEvent } from './case.ts';
import { latestCheck } from './case.ts';
import { valueOrNull } from './connector-result.ts';
import { DAY_MS } from './dates.ts';
import type { Step } from './scenario.ts';

/** How long a fresh check unlocks a guarded step. */
export const GUARD_TTL_MS = 15 * 60_000;

/** How long an override lasts after it was requested, by the clock and whatever the working hours are. */
export const OVERRIDE_TTL_MS = DAY_MS;

/** State of a step on the card. */
export type StepState =
  | { readonly kind: 'open' }
  | {
      readonly kind: 'done';
      readonly by: string;
      readonly at: string;
      readonly value: string | null;
      /** Why the step has no link although it asks for one; null otherwise. */
      readonly notApplicable: string | null;
    }
  /** The systems have answered what the step asks: what they show, as a template. */
  | { readonly kind: 'answered'; readonly answer: string }
  /** Needs other steps or a fresh check. `deniedSnapshot`: what the last check found, if it denied the step. */
  | {
      readonly kind: 'locked';
      readonly blockedBy: readonly string[];
      readonly deniedSnapshot: AccountSnapshot | null;
    }
  /** A fresh check returned a verdict that the step requires. */
  | { readonly kind: 'allowed'; readonly by: string; readonly at: string; readonly snapshot: AccountSnapshot }
  /** One person has requested an override; nobody else has approved it yet. */
  | ({ readonly kind: 'override-requested' } & OverrideDetails)
  /** Two people have approved the step although no system confirmed it. */
  | ({ readonly kind: 'overridden'; readonly approvedBy: string } & OverrideDetails);

interface OverrideDetails {
  /** Who requested it. */
  readonly by: string;
  readonly reason: string;
  /** When the override ends unless another check ends it before: ISO 8601, UTC. */
  readonly until: string;
}

export interface StepProgress {
  readonly step: Step;
  readonly state: StepState;
}

/** Returns the state of every step of the card, computed from the case's events. */
export function stepProgressOf(kase: Case, now: Date): StepProgress[] {
  const { scenario } = latestCheck(kase);
  const card = cardHistoryOf(kase);
  return scenario.steps.map((step) => ({ step, state: stepStateOf(step, card, now) }));
}

/** A step that a person ticked. */
export interface DoneStep {
  readonly step: Step;
  readonly state: Extract<StepState, { kind: 'done' }>;
}

/** Returns the steps of the card that a person ticked, in the order of the card. Does not depend on the time. */
export function doneStepsOf(kase: Case): DoneStep[] {
  return stepProgressOf(kase, new Date(0)).flatMap(({ step, state }) =>
    state.kind === 'done' ? [{ step, state }] : [],
  );
}

/** Returns true when nothing is left to do: a person ticked the step, or the systems answered it. */
export function isSettled({ kind }: StepState): boolean {
  return kind === 'done' || kind === 'answered';
}

/** Returns true while the override that this event requested can be approved. */
export function isOverrideWaiting(
  { kase, eventIndex }: { readonly kase: Case; readonly eventIndex: number },
  now: Date,
): boolean {
  const request = kase.events[eventIndex];
  if (request?.kind !== 'override-requested' || kase.erasedAt !== null) return false;
  const ownIndex = kase.events.findLastIndex(
    (event) => event.kind === 'override-requested' && event.stepId === request.stepId,
  );
  const progress = stepProgressOf(kase, now).find(({ step }) => step.id === request.stepId);
  return ownIndex === eventIndex && progress?.state.kind === 'override-requested';
}

/** Returns true when other steps have to be done before this one. */
export function isWaitingForSteps(state: StepState): boolean {
  return state.kind === 'locked' && state.blockedBy.length > 0;
}

/** Returns the first step that is not done and waits for no other step. */
export function nextStepOf(progress: readonly StepProgress[]): StepProgress | undefined {
  return progress.find(({ state }) => !isSettled(state) && !isWaitingForSteps(state));
}

/**
 * Returns true when two checks show the same scenario for the same customer and subscription. Step ids are unique within a
 * scenario only, so completed steps do not carry over to another card.
 */
export function isSameCard(one: Check, other: Check): boolean {
  return cardIdentity(one) === cardIdentity(other);
}

function cardIdentity({ scenario, evidence: { subject, accounts }, judgements }: Check): string {
  const judged = judgements.map(({ customer }) => customer?.number ?? '');
  const numbers = judged.length > 0 ? judged : (valueOrNull(accounts) ?? []).map(({ number }) => number);
  const subscription = subject.kind === 'subscription' ? subject.number : null;
  return JSON.stringify([
    scenario.id,
    subscription,
    [...new Set(numbers)].sort((a, b) => a.localeCompare(b)),
  ]);
}

interface CardHistory {
  /** Step events on the same card, oldest first. */
  readonly stepEvents: readonly StepEvent[];
  /** The step events since the last check of any kind. */
  readonly sinceLastCheck: readonly StepEvent[];
  /** Ids of the steps that the systems have answered. */
  readonly answeredIds: ReadonlySet<string>;
}

function cardHistoryOf(kase: Case): CardHistory {
  const shown = cardIdentity(latestCheck(kase));
  const stepEvents: StepEvent[] = [];
  let sinceLastCheck: StepEvent[] = [];
  let isOnShownCard = false;
  for (const event of kase.events) {
    if (event.kind === 'checked') {
      const check = kase.checks[event.checkIndex];
      isOnShownCard = check !== undefined && cardIdentity(check) === shown;
      sinceLastCheck = [];
    } else if (isOnShownCard && 'stepId' in event) {
      stepEvents.push(event);
      sinceLastCheck.push(event);
    }
  }
  const answered = latestCheck(kase).scenario.steps.filter((step) => answerOf(step) !== null);
  return { stepEvents, sinceLastCheck, answeredIds: new Set(answered.map(({ id }) => id)) };
}

/**
 * Returns what the systems show about the step, as a template; null when a person has to do it. Only a fresh check confirms
 * a verdict, so evidence never answers a step that requires one.
 */
export function answerOf({ answer, requires }: Step): string | null {
  return answer === undefined || requires?.verdict ? null : answer;
}

function stepStateOf(step: Step, card: CardHistory, now: Date): StepState {
  const completion = lastCompletionEvent(step.id, card);
  if (completion?.kind === 'step-done') {
    const { by, at, value, notApplicable = null } = completion;
    return { kind: 'done', by, at, value, notApplicable };
  }
  const answer = answerOf(step);
  if (answer !== null) return { kind: 'answered', answer };
  const blockedBy = (step.requires?.steps ?? []).filter(
    (id) => lastCompletionEvent(id, card)?.kind !== 'step-done' && !card.answeredIds.has(id),
  );
  const allowedVerdicts = step.requires?.verdict;
  if (!allowedVerdicts)
    return blockedBy.length > 0 ? { kind: 'locked', blockedBy, deniedSnapshot: null } : { kind: 'open' };
  const guardEvents = card.sinceLastCheck.filter((event) => event.kind === 'guard-checked');
  const ownGuardEvent = guardEvents.findLast(({ stepId }) => stepId === step.id);
  const lastGuardEvent = guardEvents.at(-1);
  // Every guard checks the whole account, so the latest snapshot decides for all guarded steps.
  const isAllowed =
    lastGuardEvent !== undefined &&
    (lastGuardEvent === ownGuardEvent
      ? ownGuardEvent.allowed
      : guardAllows(lastGuardEvent.snapshot, allowedVerdicts));
  const locked = {
    kind: 'locked',
    blockedBy,
    deniedSnapshot: ownGuardEvent && lastGuardEvent && !isAllowed ? lastGuardEvent.snapshot : null,
  } as const;
  if (blockedBy.length > 0) return locked;
  if (ownGuardEvent?.allowed && isAllowed && isWithin(GUARD_TTL_MS, ownGuardEvent, now))
    return { kind: 'allowed', by: ownGuardEvent.by, at: ownGuardEvent.at, snapshot: ownGuardEvent.snapshot };
  return overrideStateOf(step, card, now) ?? locked;
}

function lastCompletionEvent(id: string, { stepEvents }: CardHistory) {
  return stepEvents
    .filter((event) => event.kind === 'step-done' || event.kind === 'step-undone')
    .findLast(({ stepId }) => stepId === id);
}

/** Returns false also for an event in the future: the clock has been set back since. */
function isWithin(ttlMs: number, { at }: StepEvent, now: Date): boolean {
  const age = now.getTime() - Date.parse(at);
  return age >= 0 && age <= ttlMs;
}

/** Returns the state of an override, or null without one. Undoing the step ends the override, and so does time. */
function overrideStateOf({ id }: Step, { sinceLastCheck }: CardHistory, now: Date): StepState | null {
  const stepEvents = sinceLastCheck.filter(({ stepId }) => stepId === id);
  const sinceUndone = stepEvents.slice(stepEvents.findLastIndex(({ kind }) => kind === 'step-undone') + 1);
  const request = sinceUndone
    .filter((event) => event.kind === 'override-requested')
    .find((event) => isWithin(OVERRIDE_TTL_MS, event, now));
  if (!request) return null;
  const { by, at, reason } = request;
  const until = new Date(Date.parse(at) + OVERRIDE_TTL_MS).toISOString();
  const sinceRequest = sinceUndone.slice(sinceUndone.indexOf(request));
  const approval = sinceRequest.find((event) => event.kind === 'override-approved' && event.by !== by);
  return approval
    ? { kind: 'overridden', by, approvedBy: approval.by, reason, until }
    : { kind: 'override-requested', by, reason, until };
}
