import type { Case } from '../domain/case.ts';
import type { Handoff } from '../domain/handoff.ts';
import { handoffStateOf } from '../domain/handoff.ts';
import type { HandoffEventDetails } from '../domain/handoff-events.ts';
import type { HandoffState } from '../domain/handoff-state.ts';
import { BOT_ACTOR, withoutNames } from '../domain/handoff-state.ts';
import type { TextFragment } from '../domain/text-fragments.ts';
import { UserError } from '../errors.ts';
import type { Ports } from '../ports/ports.ts';
import type { KeyedHandoffEvent, KeyedStepEvent } from '../ports/store.ts';
import { handoffNotFoundText } from '../words/handoff-replies.ts';
import { caseNotFoundText } from '../words/replies.ts';
import { findCase } from './find-case.ts';
import { handoffEffects } from './handoff-effects.ts';
import { retryWhenStale } from './retry-when-stale.ts';

/** A person's or a timer's action on a handoff. */
export interface HandoffAction {
  readonly handoffId: string;
  /** Slack user id, or `BOT_ACTOR`. */
  readonly by: string;
  /** The same for every delivery of the same request, also after a restart. */
  readonly idempotencyKey: string;
}

/** Returns the events to append; none when there is nothing to do. Throws `UserError` when the action is not allowed. */
export type HandoffDecision = (
  state: HandoffState,
  handoff: Handoff,
) => readonly HandoffEventDetails[] | Promise<readonly HandoffEventDetails[]>;

/**
 * Decides on the current state of the handoff and appends the resulting events with their messages and timers. Decides
 * again when the handoff has changed since it was read. Does nothing when the idempotency key was processed before.
 * `stepEventsFor` returns the step events of the case that follow from the decision.
 */
export async function decideHandoff(
  ports: Ports,
  action: HandoffAction,
  decision: HandoffDecision,
  stepEventsFor: (kase: Case) => readonly KeyedStepEvent[] = () => [],
): Promise<void> {
  await retryWhenStale(async () => {
    if (await ports.handoffs.hasIdempotencyKey(action.idempotencyKey)) return 'duplicate';
    const handoff = await findHandoff(ports, action.handoffId);
    const state = handoffStateOf(handoff);
    if (state.erased && action.by !== BOT_ACTOR) throw new UserError(caseNotFoundText());
    const newEvents = await decision(state, handoff);
    if (newEvents.length === 0) return 'unchanged';
    const kase = await findCase(ports, handoff.caseId);
    const steps = { stepEvents: stepEventsFor(kase), caseEventCount: kase.events.length };
    return appendHandoffEvents(ports, action, { handoff, newEvents, ...steps });
  });
}

/** Throws `UserError` when the handoff does not exist, or no longer exists. */
export async function findHandoff({ handoffs }: Ports, id: string): Promise<Handoff> {
  const found = await handoffs.find(id);
  if (!found) throw new UserError(handoffNotFoundText());
  return found;
}

/** Returns the error for an action that the state doesn't allow. */
export function handoffRefusal(
  text: (state: HandoffState) => TextFragment[],
  state: HandoffState,
): UserError {
  return new UserError(text(state), undefined, text(withoutNames(state)));
}

export interface HandoffEventsToAppend {
  /** As it was read; without events when it is new. */
  readonly handoff: Handoff;
  readonly newEvents: readonly HandoffEventDetails[];
  readonly stepEvents?: readonly KeyedStepEvent[];
  /** How many events the case had when `stepEvents` were derived. */
  readonly caseEventCount: number;
}

/** Appends events in one transaction with the messages and timers that follow from them. */
export async function appendHandoffEvents(
  ports: Ports,
  { by, idempotencyKey }: HandoffAction,
  { handoff, newEvents, stepEvents = [], caseEventCount }: HandoffEventsToAppend,
): Promise<'written' | 'duplicate' | 'stale'> {
  const at = ports.now().toISOString();
  const events = newEvents.map(
    (newEvent, index): KeyedHandoffEvent => ({
      event: { ...newEvent, at, by },
      idempotencyKey: index === 0 ? idempotencyKey : `${idempotencyKey}:${index}`,
    }),
  );
  const [first, ...rest] = events;
  if (!first) return 'duplicate';
  const updated = { ...handoff, events: [...handoff.events, ...events.map(({ event }) => event)] };
  const kase = await findCase(ports, handoff.caseId);
  const effects = await handoffEffects(ports, { handoff: updated, count: events.length }, kase);
  const result = await ports.handoffs.commit({
    handoff,
    events: [first, ...rest],
    ...effects,
    stepEvents,
    caseEventCount,
  });
  if (result === 'written') ports.wakeOutbox();
  return result;
}
