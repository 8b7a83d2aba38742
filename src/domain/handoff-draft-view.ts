import type { Handoff } from './handoff.ts';
import type { RouteReason } from './handoff-routing.ts';
import type { HandoffDestination, HandoffFacts, HandoffInput } from './handoff-state.ts';

/** What the handoff form shows: known facts, typed input and possible destinations. */
export interface HandoffDraftView {
  readonly caseId: string;
  readonly facts: HandoffFacts;
  /** Prefilled, or the saved draft. */
  readonly input: HandoffInput;
  readonly chosenDestination: HandoffDestination;
  readonly routeReason: RouteReason;
  readonly destinations: readonly HandoffDestination[];
  /** Other active handoffs about the same account. */
  readonly otherHandoffs: readonly Handoff[];
}

/** Returns true when the form asks for user counts, because a licence with a wrong count is rejected. */
export function needsUserCounts({ topic }: HandoffFacts): boolean {
  return topic === 'license-upload';
}

/** Shorter requests do not say what Sales should do. */
export const MIN_ASK_LENGTH = 20;

/** Maximum length of each text input of a handoff, in UTF-16 units. */
export const HANDOFF_INPUT_MAX_LENGTHS = {
  /** A request is at least `MIN_ASK_LENGTH` long. */
  ask: 500,
  plan: 60,
  writtenWishSource: 200,
  permissionSource: 200,
  toldCustomer: 300,
  question: 400,
  answer: 400,
  note: 300,
  reason: 300,
} as const;
