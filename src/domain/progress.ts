import type { Case, CaseEvent, Sight } from './case.ts';
import { latest } from './case.ts';
import type { Step } from './scenario.ts';

/** How long a fresh look lets a guarded step be done. After that somebody has to look again. */
export const GUARD_HOLDS_MS = 15 * 60_000;

/** Where one step of a card stands. */
export type StepState =
  | { readonly kind: 'open' }
  | { readonly kind: 'done'; readonly by: string; readonly at: string; readonly value: string | null }
  /** Somebody has to look at the systems first; `refused` is what the last look saw. */
  | { readonly kind: 'locked'; readonly waitsFor: readonly string[]; readonly refused: Sight | null }
  /** A look after the last press gave what the step needs. */
  | { readonly kind: 'allowed'; readonly by: string; readonly at: string; readonly seen: Sight }
  /** Asked for by one person, not yet agreed to by another. */
  | { readonly kind: 'override-asked'; readonly by: string; readonly at: string; readonly reason: string }
  /** Two people answer for it; no system confirmed it. */
  | { readonly kind: 'overridden'; readonly by: string; readonly second: string; readonly reason: string };

export interface StepProgress {
  readonly step: Step;
  readonly state: StepState;
}

/** Every step of the card's scenario and where it stands: read from the case's events alone. */
export function progressOf(kase: Case, now: Date): StepProgress[] {
  const { scenario } = latest(kase);
  return scenario.steps.map((step) => ({ step, state: stateOf(step, kase, now) }));
}

function stateOf(step: Step, kase: Case, now: Date): StepState {
  const own = kase.events.filter((event) => 'stepId' in event && event.stepId === step.id);
  const done = own.filter(({ kind }) => kind === 'step-done' || kind === 'step-undone').at(-1);
  if (done?.kind === 'step-done') return { kind: 'done', by: done.by, at: done.at, value: done.value };
  const waitsFor = openBefore(step, kase);
  if (!step.needs?.verdict)
    return waitsFor.length > 0 ? { kind: 'locked', waitsFor, refused: null } : { kind: 'open' };
  return guardState({ own, kase, waitsFor }, now);
}

/** Ids of the steps that must be done before this one. */
function openBefore({ needs }: Step, { events }: Case): string[] {
  return (needs?.steps ?? []).filter((id) => {
    const last = events.filter((event) => isTick(event) && event.stepId === id).at(-1);
    return last?.kind !== 'step-done';
  });
}

function isTick(event: CaseEvent): event is Extract<CaseEvent, { kind: 'step-done' | 'step-undone' }> {
  return event.kind === 'step-done' || event.kind === 'step-undone';
}

interface Guarded {
  /** The events of this step. */
  readonly own: readonly CaseEvent[];
  readonly kase: Case;
  readonly waitsFor: readonly string[];
}

function guardState({ own, kase, waitsFor }: Guarded, now: Date): StepState {
  const look = own.filter((event) => event.kind === 'guard').at(-1);
  const asked = own.filter((event) => event.kind === 'override-asked').at(-1);
  const agreed = own.filter((event) => event.kind === 'override-agreed').at(-1);
  if (waitsFor.length > 0)
    return { kind: 'locked', waitsFor, refused: look?.allowed === false ? look.seen : null };
  if (look?.allowed && holds(look, kase, now))
    return { kind: 'allowed', by: look.by, at: look.at, seen: look.seen };
  if (asked && stillCounts(asked, kase)) {
    const { by, at, reason } = asked;
    if (!agreed || !isAfter(agreed, asked, kase)) return { kind: 'override-asked', by, at, reason };
    return { kind: 'overridden', by, second: agreed.by, reason };
  }
  return { kind: 'locked', waitsFor: [], refused: look?.allowed === false ? look.seen : null };
}

/** A look holds for a while, and only until the systems were looked at again for whatever reason. */
function holds(look: CaseEvent, kase: Case, now: Date): boolean {
  const age = now.getTime() - Date.parse(look.at);
  return age >= 0 && age <= GUARD_HOLDS_MS && stillCounts(look, kase);
}

function stillCounts(event: CaseEvent, { events }: Case): boolean {
  return !events.slice(events.indexOf(event) + 1).some(({ kind }) => kind === 'checked');
}

function isAfter(later: CaseEvent, earlier: CaseEvent, { events }: Case): boolean {
  return events.indexOf(later) > events.indexOf(earlier);
}
