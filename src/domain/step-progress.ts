import { guardAllows } from './account-guard.ts';
import type { AccountSnapshot, Case, Check, StepEvent } from './case.ts';
import { latestCheck } from './case.ts';
import { valueOrNull } from './connector-result.ts';
import type { Step } from './scenario.ts';

/** How long a fresh look lets a guarded step be done. After that somebody has to look again. */
export const GUARD_TTL_MS = 15 * 60_000;

/** Where one step of a card stands. */
export type StepState =
  | { readonly kind: 'open' }
  | { readonly kind: 'done'; readonly by: string; readonly at: string; readonly value: string | null }
  /** Somebody has to look at the systems first; `deniedSnapshot` is what the last look saw. */
  | {
      readonly kind: 'locked';
      readonly blockedBy: readonly string[];
      readonly deniedSnapshot: AccountSnapshot | null;
    }
  /** A look after the last press gave what the step needs. */
  | { readonly kind: 'allowed'; readonly by: string; readonly at: string; readonly snapshot: AccountSnapshot }
  /** Asked for by one person, not yet agreed to by another. */
  | { readonly kind: 'override-requested'; readonly by: string; readonly at: string; readonly reason: string }
  /** Two people answer for it; no system confirmed it. */
  | {
      readonly kind: 'overridden';
      readonly by: string;
      readonly approvedBy: string;
      readonly reason: string;
    };

export interface StepProgress {
  readonly step: Step;
  readonly state: StepState;
}

/** Every step of the card's scenario and where it stands: read from the case's events alone. */
export function stepProgressOf(kase: Case, now: Date): StepProgress[] {
  const { scenario } = latestCheck(kase);
  const card = cardHistoryOf(kase);
  return scenario.steps.map((step) => ({ step, state: stepStateOf(step, card, now) }));
}

/**
 * True when two checks show the same steps for the same customer and subscription. Step ids are unique within a
 * scenario only, so a tick on one card says nothing about the same id on another.
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
  /** What was done on cards like this one, oldest first. */
  readonly stepEvents: readonly StepEvent[];
  /** Of these, what was done since the last check of whatever kind. */
  readonly sinceLastCheck: readonly StepEvent[];
}

function cardHistoryOf(kase: Case): CardHistory {
  const shown = cardIdentity(latestCheck(kase));
  const acts: StepEvent[] = [];
  let recent: StepEvent[] = [];
  let isOnShownCard = false;
  for (const event of kase.events) {
    if (event.kind === 'checked') {
      const check = kase.checks[event.checkIndex];
      isOnShownCard = check !== undefined && cardIdentity(check) === shown;
      recent = [];
    } else if (isOnShownCard) {
      acts.push(event);
      recent.push(event);
    }
  }
  return { stepEvents: acts, sinceLastCheck: recent };
}

function stepStateOf(step: Step, card: CardHistory, now: Date): StepState {
  const completion = lastCompletionEvent(step.id, card);
  if (completion?.kind === 'step-done')
    return { kind: 'done', by: completion.by, at: completion.at, value: completion.value };
  const blockedBy = (step.requires?.steps ?? []).filter(
    (id) => lastCompletionEvent(id, card)?.kind !== 'step-done',
  );
  const allowedVerdicts = step.requires?.verdict;
  if (!allowedVerdicts)
    return blockedBy.length > 0 ? { kind: 'locked', blockedBy, deniedSnapshot: null } : { kind: 'open' };
  const guardEvents = card.sinceLastCheck.filter((act) => act.kind === 'guard-checked');
  const ownGuardEvent = guardEvents.findLast(({ stepId }) => stepId === step.id);
  const lastGuardEvent = guardEvents.at(-1);
  // Every look is at the whole account: what the last one saw, for whichever step, decides for all of them.
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
  if (ownGuardEvent?.allowed && isAllowed && isWithinGuardTtl(ownGuardEvent, now))
    return { kind: 'allowed', by: ownGuardEvent.by, at: ownGuardEvent.at, snapshot: ownGuardEvent.snapshot };
  return overrideStateOf(step, card) ?? locked;
}

function lastCompletionEvent(id: string, { stepEvents: acts }: CardHistory) {
  return acts
    .filter((act) => act.kind === 'step-done' || act.kind === 'step-undone')
    .findLast(({ stepId }) => stepId === id);
}

function isWithinGuardTtl({ at }: StepEvent, now: Date): boolean {
  const age = now.getTime() - Date.parse(at);
  return age >= 0 && age <= GUARD_TTL_MS;
}

/** The first request stands until another person agrees. It is for one tick: taking that back ends it. */
function overrideStateOf({ id }: Step, { sinceLastCheck: recent }: CardHistory): StepState | null {
  const stepEvents = recent.filter(({ stepId }) => stepId === id);
  const sinceUndone = stepEvents.slice(stepEvents.findLastIndex(({ kind }) => kind === 'step-undone') + 1);
  const request = sinceUndone.find((act) => act.kind === 'override-requested');
  if (!request) return null;
  const { by, at, reason } = request;
  const sinceRequest = sinceUndone.slice(sinceUndone.indexOf(request));
  const approval = sinceRequest.find((act) => act.kind === 'override-approved' && act.by !== by);
  return approval
    ? { kind: 'overridden', by, approvedBy: approval.by, reason }
    : { kind: 'override-requested', by, at, reason };
}
