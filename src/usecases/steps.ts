import { told } from '../domain/answer.ts';
import type { Act, Case } from '../domain/case.ts';
import { latest } from '../domain/case.ts';
import { allows } from '../domain/guard.ts';
import type { StepProgress, StepState } from '../domain/progress.ts';
import { isSameCard, progressOf } from '../domain/progress.ts';
import type { Step } from '../domain/scenario.ts';
import { RetryLater, UserError } from '../errors.ts';
import type { Ports } from '../ports.ts';
import * as words from '../words/steps.ts';
import type { Press } from './check-again.ts';
import { findCase, findCaseToChange } from './find-case.ts';
import { lookAtAccount } from './look-at-account.ts';

export interface StepPress extends Press {
  readonly stepId: string;
  /** Place, among the case's checks, of the one whose card was pressed; left out: the latest. */
  readonly check?: number;
}

/**
 * Ticks a step. One that is ticked already stays as it is; a guarded one is looked at afresh first, whatever the
 * card showed when it was pressed.
 */
export function completeStep(ports: Ports, press: StepPress, value: string | null = null): Promise<void> {
  return decide(ports, press, async (kase, { step, state }) => {
    if (state.kind === 'done') return [];
    refuseWaiting(kase, state);
    if (step.asks && !value) throw new UserError(words.needsValue(step.asks));
    const done = { kind: 'step-done', stepId: step.id, value } as const;
    if (!step.needs?.verdict || state.kind === 'overridden') return [done];
    const guard = await lookForGuard(ports, kase, { step, key: press.eventKey });
    return guard.allowed ? [guard, done] : [guard];
  });
}

/** Looks at the systems for a guarded step, and shows whether it is allowed now. */
export function lookForStep(ports: Ports, press: StepPress): Promise<void> {
  return decide(ports, press, async (kase, { step, state }) =>
    step.needs?.verdict && state.kind !== 'done'
      ? [await lookForGuard(ports, kase, { step, key: press.eventKey })]
      : [],
  );
}

/** Takes a tick back. The reason stays in the case's history. */
export function undoStep(ports: Ports, press: StepPress, reason: string): Promise<void> {
  return decide(ports, press, async (_, { step, state }) =>
    state.kind === 'done' ? [{ kind: 'step-undone', stepId: step.id, reason }] : [],
  );
}

/** Asks to do a guarded step although no look allowed it. Nothing opens until a second person agrees. */
export function askOverride(ports: Ports, press: StepPress, reason: string): Promise<void> {
  return decide(ports, press, async (kase, { step, state }) => {
    if (!step.needs?.verdict || state.kind !== 'locked') throw new UserError(words.noOverride());
    refuseWaiting(kase, state);
    return [{ kind: 'override-asked', stepId: step.id, reason }];
  });
}

/** The second person agrees. It cannot be the one who asked. */
export function agreeOverride(ports: Ports, press: StepPress): Promise<void> {
  return decide(ports, press, async (_, { step, state }) => {
    if (state.kind === 'overridden') return [];
    if (state.kind !== 'override-asked') throw new UserError(words.noOverride());
    if (state.by === press.by) throw new UserError(words.secondPerson());
    return [{ kind: 'override-agreed', stepId: step.id }];
  });
}

type Did = Act extends infer T ? (T extends Act ? Omit<T, 'at' | 'by'> : never) : never;

/** What follows from a press on a step that stands so. Throws what the person has to be told instead. */
type Decision = (kase: Case, progress: StepProgress) => Promise<readonly Did[]>;

/** More than people who press at once. */
const MOST_TURNS = 5;
const BUSY_MS = 1_000;

/**
 * Decides on the case as it is and writes that down, or decides anew when somebody else was quicker: a look at the
 * systems that began before another one ended opens nothing. A press that was worked already only shows the card.
 */
async function decide(ports: Ports, press: StepPress, decision: Decision): Promise<void> {
  for (let turn = 0; turn < MOST_TURNS; turn += 1) {
    if ((await ports.cases.knows(press.eventKey)) || (await isSettled(ports, press, decision))) {
      await ports.messenger.showCase(await findCase(ports, press.caseId));
      return;
    }
  }
  throw new RetryLater('too many pressed at once', BUSY_MS);
}

/** False when the case moved on meanwhile. */
async function isSettled(ports: Ports, press: StepPress, decision: Decision): Promise<boolean> {
  const kase = await findCaseToChange(ports, press.caseId);
  const did = await decision(kase, findStep(ports, press, kase));
  const stamp = { at: ports.now().toISOString(), by: press.by };
  const acts = did.map((one, place) => ({
    act: { ...one, ...stamp },
    eventKey: place === 0 ? press.eventKey : `${press.eventKey}:${place}`,
  }));
  if (acts.length === 0) return true;
  const outcome = await ports.cases.addDecided(kase, acts);
  return outcome === 'written' || outcome === 'known';
}

function findStep(ports: Ports, { stepId, check }: StepPress, kase: Case): StepProgress {
  const pressed = kase.checks[check ?? kase.checks.length - 1];
  const progress = progressOf(kase, ports.now()).find(({ step }) => step.id === stepId);
  if (!progress || !pressed || !isSameCard(pressed, latest(kase))) throw new UserError(words.stepGone());
  return progress;
}

function refuseWaiting(kase: Case, state: StepState): void {
  if (state.kind !== 'locked' || state.waitsFor.length === 0) return;
  const { steps } = latest(kase).scenario;
  const numbers = state.waitsFor.map((id) => String(steps.findIndex((step) => step.id === id) + 1));
  throw new UserError(words.waitsFor(numbers));
}

/** What the systems say now, past every cache, and whether that is what the step needs. */
async function lookForGuard(
  ports: Ports,
  kase: Case,
  { step, key }: { readonly step: Step; readonly key: string },
) {
  const { id, needs } = step;
  const seen = await lookAtAccount(ports, accountOf(kase), key);
  return { kind: 'guard' as const, stepId: id, allowed: allows(seen, needs?.verdict ?? []), seen };
}

/** The account of the case's customer; null when nobody knows which one that is. */
function accountOf(kase: Case): string | null {
  const { judgements, evidence } = latest(kase);
  const numbers = new Set(judgements.map(({ customer }) => customer?.number ?? null));
  const alone = told(evidence.accounts);
  const [number, ...others] = numbers.size > 0 ? numbers : (alone ?? []).map((account) => account.number);
  return number && others.length === 0 ? number : null;
}
