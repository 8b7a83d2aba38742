import { told } from './answer.ts';
import type { Act, Case, Check, Sight } from './case.ts';
import { latest } from './case.ts';
import { allows } from './guard.ts';
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
  const card = cardOf(kase);
  return scenario.steps.map((step) => ({ step, state: stateOf(step, card, now) }));
}

/**
 * True when two checks show the same steps for the same customer and subscription. Step ids are unique within a
 * scenario only, so a tick on one card says nothing about the same id on another.
 */
export function isSameCard(one: Check, other: Check): boolean {
  return cardKey(one) === cardKey(other);
}

function cardKey({ scenario, evidence: { subject, accounts }, judgements }: Check): string {
  const judged = judgements.map(({ customer }) => customer?.number ?? '');
  const numbers = judged.length > 0 ? judged : (told(accounts) ?? []).map(({ number }) => number);
  const subscription = subject.kind === 'subscription' ? subject.number : null;
  return JSON.stringify([
    scenario.id,
    subscription,
    [...new Set(numbers)].sort((a, b) => a.localeCompare(b)),
  ]);
}

interface Card {
  /** What was done on cards like this one, oldest first. */
  readonly acts: readonly Act[];
  /** Of these, what was done since the last check of whatever kind. */
  readonly recent: readonly Act[];
}

function cardOf(kase: Case): Card {
  const shown = cardKey(latest(kase));
  const acts: Act[] = [];
  let recent: Act[] = [];
  let here = false;
  for (const event of kase.events) {
    if (event.kind === 'checked') {
      const check = kase.checks[event.check];
      here = check !== undefined && cardKey(check) === shown;
      recent = [];
    } else if (here) {
      acts.push(event);
      recent.push(event);
    }
  }
  return { acts, recent };
}

function stateOf(step: Step, card: Card, now: Date): StepState {
  const tick = lastTick(step.id, card);
  if (tick?.kind === 'step-done') return { kind: 'done', by: tick.by, at: tick.at, value: tick.value };
  const waitsFor = (step.needs?.steps ?? []).filter((id) => lastTick(id, card)?.kind !== 'step-done');
  const wanted = step.needs?.verdict;
  if (!wanted) return waitsFor.length > 0 ? { kind: 'locked', waitsFor, refused: null } : { kind: 'open' };
  const looks = card.recent.filter((act) => act.kind === 'guard');
  const own = looks.findLast(({ stepId }) => stepId === step.id);
  const last = looks.at(-1);
  // Every look is at the whole account: what the last one saw, for whichever step, decides for all of them.
  const fits = last !== undefined && (last === own ? own.allowed : allows(last.seen, wanted));
  const locked = { kind: 'locked', waitsFor, refused: own && last && !fits ? last.seen : null } as const;
  if (waitsFor.length > 0) return locked;
  if (own?.allowed && fits && isFresh(own, now))
    return { kind: 'allowed', by: own.by, at: own.at, seen: own.seen };
  return overrideOf(step, card) ?? locked;
}

function lastTick(id: string, { acts }: Card) {
  return acts
    .filter((act) => act.kind === 'step-done' || act.kind === 'step-undone')
    .findLast(({ stepId }) => stepId === id);
}

function isFresh({ at }: Act, now: Date): boolean {
  const age = now.getTime() - Date.parse(at);
  return age >= 0 && age <= GUARD_HOLDS_MS;
}

/** The first request stands until another person agrees. It is for one tick: taking that back ends it. */
function overrideOf({ id }: Step, { recent }: Card): StepState | null {
  const own = recent.filter(({ stepId }) => stepId === id);
  const since = own.slice(own.findLastIndex(({ kind }) => kind === 'step-undone') + 1);
  const asked = since.find((act) => act.kind === 'override-asked');
  if (!asked) return null;
  const { by, at, reason } = asked;
  const after = since.slice(since.indexOf(asked));
  const agreed = after.find((act) => act.kind === 'override-agreed' && act.by !== by);
  return agreed
    ? { kind: 'overridden', by, second: agreed.by, reason }
    : { kind: 'override-asked', by, at, reason };
}
