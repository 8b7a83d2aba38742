import type { Case } from '../domain/case.ts';
import type { Handoff, HandoffEventDetails, HandoffState } from '../domain/handoff.ts';
import { BOT_ACTOR, handoffStateOf } from '../domain/handoff.ts';
import { RetryLater, UserError } from '../errors.ts';
import type { Ports } from '../ports/ports.ts';
import type { KeyedHandoffEvent, KeyedStepEvent } from '../ports/store.ts';
import { handoffNotFoundText } from '../words/handoff-replies.ts';
import { caseNotFoundText } from '../words/replies.ts';
import { findCase } from './find-case.ts';
import { handoffEffects } from './handoff-effects.ts';

export interface HandoffAction {
  readonly handoffId: string;
  /** Slack user id, or `BOT_ACTOR`. */
  readonly by: string;
  /** The same however often Slack or a restart brings the same press. */
  readonly idempotencyKey: string;
}

/** What follows from a press on a handoff that stands so: nothing, or what is written. Throws what the person is told. */
export type HandoffDecision = (
  standing: HandoffState,
  handoff: Handoff,
) => readonly HandoffEventDetails[] | Promise<readonly HandoffEventDetails[]>;

/** More than people who press at once. */
const MAX_ATTEMPTS = 8;
const CONFLICT_RETRY_MS = 1_000;

/**
 * Decides on the handoff as it is and writes that down with everything that follows from it, or decides anew when
 * somebody else was quicker. A press that was worked already does nothing. `stepEventsFor`: what it means for the case's
 * steps.
 */
export async function decideHandoff(
  ports: Ports,
  action: HandoffAction,
  decision: HandoffDecision,
  stepEventsFor: (kase: Case) => readonly KeyedStepEvent[] = () => [],
): Promise<void> {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    if (await ports.handoffs.hasIdempotencyKey(action.idempotencyKey)) return;
    const handoff = await findHandoff(ports, action.handoffId);
    const standing = handoffStateOf(handoff);
    if (standing.erased && action.by !== BOT_ACTOR) throw new UserError(caseNotFoundText());
    const newEvents = await decision(standing, handoff);
    if (newEvents.length === 0) return;
    const stepEvents = stepEventsFor(await findCase(ports, handoff.caseId));
    if ((await appendHandoffEvents(ports, action, { handoff, newEvents, stepEvents })) !== 'stale') return;
  }
  throw new RetryLater('too many pressed at once', CONFLICT_RETRY_MS);
}

export async function findHandoff({ handoffs }: Ports, id: string): Promise<Handoff> {
  const found = await handoffs.find(id);
  if (!found) throw new UserError(handoffNotFoundText());
  return found;
}

export interface HandoffEventsToAppend {
  /** As it was read; without events when it is new. */
  readonly handoff: Handoff;
  readonly newEvents: readonly HandoffEventDetails[];
  readonly stepEvents?: readonly KeyedStepEvent[];
}

/** Appends what happened, in one transaction with what is to be said, drawn and looked at because of it. */
export async function appendHandoffEvents(
  ports: Ports,
  { by, idempotencyKey }: HandoffAction,
  { handoff, newEvents, stepEvents = [] }: HandoffEventsToAppend,
): Promise<'written' | 'known' | 'stale'> {
  const at = ports.now().toISOString();
  const events = newEvents.map(
    (newEvent, index): KeyedHandoffEvent => ({
      event: { ...newEvent, at, by },
      idempotencyKey: index === 0 ? idempotencyKey : `${idempotencyKey}:${index}`,
    }),
  );
  const [first, ...rest] = events;
  if (!first) return 'known';
  const updated = { ...handoff, events: [...handoff.events, ...events.map(({ event }) => event)] };
  const kase = await findCase(ports, handoff.caseId);
  const effects = await handoffEffects(ports, { handoff: updated, count: events.length }, kase);
  const result = await ports.handoffs.commit({ handoff, events: [first, ...rest], ...effects, stepEvents });
  if (result === 'written') ports.wakeOutbox();
  return result;
}
