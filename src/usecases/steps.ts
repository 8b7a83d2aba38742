import { told } from '../domain/answer.ts';
import { tenantDay } from '../domain/calendar.ts';
import type { Act, Case, Sight } from '../domain/case.ts';
import { latest } from '../domain/case.ts';
import { allows, sightOf } from '../domain/guard.ts';
import type { StepProgress, StepState } from '../domain/progress.ts';
import { progressOf } from '../domain/progress.ts';
import { judge } from '../domain/verdict.ts';
import { UserError } from '../errors.ts';
import type { Ports } from '../ports.ts';
import * as words from '../words/steps.ts';
import type { Press } from './check-again.ts';
import { findCase } from './find-case.ts';
import { gatherEvidence } from './gather-evidence.ts';

export interface StepPress extends Press {
  readonly stepId: string;
}

/**
 * Ticks a step. One that is ticked already stays as it is; a guarded one is looked at afresh first, whatever the
 * card showed when it was pressed.
 */
export async function completeStep(
  ports: Ports,
  press: StepPress,
  value: string | null = null,
): Promise<void> {
  const { kase, progress } = await findStep(ports, press);
  const { step, state } = progress;
  if (state.kind === 'done') return redraw(ports, press.caseId);
  if (state.kind === 'locked' && state.waitsFor.length > 0)
    throw new UserError(words.waitsFor(namesOf(kase, state)));
  if (step.asks && !value) throw new UserError(words.needsValue(step.asks));
  if (state.kind !== 'overridden' && step.needs?.verdict) {
    const allowed = await lookForGuard(ports, press, kase);
    if (!allowed) return redraw(ports, press.caseId);
  }
  await act(ports, press, { kind: 'step-done', stepId: step.id, value });
  await redraw(ports, press.caseId);
}

/** Looks at the systems for a guarded step, and shows whether it is allowed now. */
export async function lookForStep(ports: Ports, press: StepPress): Promise<void> {
  const { kase } = await findStep(ports, press);
  await lookForGuard(ports, press, kase);
  await redraw(ports, press.caseId);
}

/** Takes a tick back. The reason stays in the case's history. */
export async function undoStep(ports: Ports, press: StepPress, reason: string): Promise<void> {
  const { progress } = await findStep(ports, press);
  if (progress.state.kind === 'done')
    await act(ports, press, { kind: 'step-undone', stepId: press.stepId, reason });
  await redraw(ports, press.caseId);
}

/** Asks to do a guarded step although no look allowed it. Nothing opens until a second person agrees. */
export async function askOverride(ports: Ports, press: StepPress, reason: string): Promise<void> {
  const { progress } = await findStep(ports, press);
  if (!progress.step.needs?.verdict || progress.state.kind !== 'locked')
    throw new UserError(words.noOverride());
  await act(ports, press, { kind: 'override-asked', stepId: press.stepId, reason });
  await redraw(ports, press.caseId);
}

/** The second person agrees. It cannot be the one who asked. */
export async function agreeOverride(ports: Ports, press: StepPress): Promise<void> {
  const { progress } = await findStep(ports, press);
  const { state } = progress;
  if (state.kind === 'overridden') return redraw(ports, press.caseId);
  if (state.kind !== 'override-asked') throw new UserError(words.noOverride());
  if (state.by === press.by) throw new UserError(words.secondPerson());
  await act(ports, press, { kind: 'override-agreed', stepId: press.stepId });
  await redraw(ports, press.caseId);
}

async function findStep(ports: Ports, press: StepPress): Promise<{ kase: Case; progress: StepProgress }> {
  const kase = await findCase(ports, press.caseId);
  const progress = progressOf(kase, ports.now()).find(({ step }) => step.id === press.stepId);
  if (!progress) throw new UserError(words.stepGone());
  return { kase, progress };
}

function namesOf(kase: Case, { waitsFor }: Extract<StepState, { kind: 'locked' }>): string[] {
  const { steps } = latest(kase).scenario;
  return waitsFor.map((id) => String(steps.findIndex((step) => step.id === id) + 1));
}

/** True when what the systems say now, past every cache, is what the step needs. Written down either way. */
async function lookForGuard(ports: Ports, press: StepPress, kase: Case): Promise<boolean> {
  const step = latest(kase).scenario.steps.find(({ id }) => id === press.stepId);
  const seen = await look(ports, kase);
  const allowed = seen !== null && allows(seen, step?.needs?.verdict ?? []);
  const sight = seen ?? { asOf: ports.now().toISOString(), subscriptions: [], gap: 'account' as const };
  const eventKey = `${press.eventKey}:look`;
  await act(ports, { ...press, eventKey }, { kind: 'guard', stepId: press.stepId, allowed, seen: sight });
  return allowed;
}

/** The whole account of the case's customer; null when nobody knows which account that is. */
async function look(ports: Ports, kase: Case): Promise<Sight | null> {
  const { judgements, evidence: before } = latest(kase);
  const numbers = new Set(judgements.map(({ customer }) => customer?.number ?? null));
  const alone = told(before.accounts);
  const [number, ...others] = numbers.size > 0 ? numbers : (alone ?? []).map((account) => account.number);
  if (!number || others.length > 0) return null;
  const until = { signal: AbortSignal.timeout(ports.checkDeadlineMs), fresh: true };
  const evidence = await gatherEvidence(ports, { subject: { kind: 'account', number }, ticket: null }, until);
  const at = ports.now();
  const context = { today: tenantDay(at), allianceTicket: false };
  return sightOf(
    evidence,
    evidence.subscriptions.map((one) => judge(one, context)),
    at.toISOString(),
  );
}

type Did = Act extends infer T ? (T extends Act ? Omit<T, 'at' | 'by'> : never) : never;

function act(ports: Ports, press: StepPress, did: Did): Promise<void> {
  const event = { at: ports.now().toISOString(), by: press.by, ...did };
  return ports.cases.addAct(press.caseId, event, press.eventKey);
}

async function redraw(ports: Ports, caseId: string): Promise<void> {
  await ports.messenger.showCase(await findCase(ports, caseId));
}
