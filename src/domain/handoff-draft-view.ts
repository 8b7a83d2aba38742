import type { Handoff } from './handoff.ts';
import type { RouteReason } from './handoff-routing.ts';
import type { HandoffDestination, HandoffFacts, HandoffInput } from './handoff-state.ts';

/** What the form of a handoff shows: what is known, what was typed, and where it would go. */
export interface HandoffDraftView {
  readonly caseId: string;
  readonly facts: HandoffFacts;
  /** Prefilled, or as it was saved. */
  readonly input: HandoffInput;
  readonly chosenDestination: HandoffDestination;
  readonly routeReason: RouteReason;
  readonly destinations: readonly HandoffDestination[];
  /** Other handoffs that Sales has about the same account. */
  readonly otherHandoffs: readonly Handoff[];
}

/** Returns true when the form asks for the user counts: a licence is refused for one of them. */
export function needsUserCounts({ topic }: HandoffFacts): boolean {
  return topic === 'license-upload';
}
