import type { HandoffEvent, HandoffEventKind, HandoffTransition } from './handoff-events.ts';
import { handoffEventRule, stateAfterSubmission } from './handoff-events.ts';
import type { HandoffState } from './handoff-state.ts';

/** A request to Sales and the history of its events. */
export interface Handoff {
  readonly id: string;
  readonly caseId: string;
  /** Oldest first; the first is the submission. */
  readonly events: readonly HandoffEvent[];
}

/** Computes the current state from the events. Throws when the first event is not the submission. */
export function handoffStateOf({ id, events }: Handoff): HandoffState {
  const [first, ...rest] = events;
  if (first?.kind !== 'submitted') throw new Error(`handoff ${id} does not begin with its submission`);
  return rest.reduce(
    (state, event) => handoffEventRule(event).apply(state, event),
    stateAfterSubmission(first),
  );
}

/** Returns every event of the handoff with the states before and after it. */
export function transitionsOf({ id, events }: Handoff): HandoffTransition[] {
  let before: HandoffState | null = null;
  return events.map((event, index) => {
    const after: HandoffState = before
      ? handoffEventRule(event).apply(before, event)
      : handoffStateOf({ id, caseId: '', events: [event] });
    const ordinal = events.slice(0, index).filter(({ kind }) => kind === event.kind).length;
    const transition = { handoffId: id, event, index, ordinal, before, after };
    before = after;
    return transition;
  });
}

/** Returns true when the event at that index no longer matters, so that nobody needs to be notified of it. */
export function isEventObsolete(handoff: Handoff, eventIndex: number, now: Date): boolean {
  const [event, ...later] = handoff.events.slice(eventIndex);
  if (!event) return false;
  const laterKinds = later.map(({ kind }) => kind);
  return handoffEventRule(event).isObsolete?.({ state: handoffStateOf(handoff), laterKinds, now }) ?? false;
}

const OPENING_KINDS: readonly HandoffEventKind[] = ['submitted', 'released', 'claim-expired'];

/** Returns the index of the last event that made the handoff available for claiming. */
export function lastOpeningIndex({ events }: Pick<Handoff, 'events'>): number {
  return events.findLastIndex(({ kind }) => OPENING_KINDS.includes(kind));
}
