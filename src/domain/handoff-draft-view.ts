import type { Handoff, HandoffDestination, HandoffFacts, HandoffInput } from './handoff.ts';
import type { RouteReason } from './handoff-routing.ts';

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

/** Sales cannot take the customer from a reseller to us without a written wish, so the form asks for it. */
export function needsWrittenWish({
  topic,
  firstBoughtFromReseller: firstReseller,
  subscriptions,
}: HandoffFacts): boolean {
  const isMovingToDirect = topic === 'direct-renewal' || topic === 'enable-login';
  return (
    isMovingToDirect ||
    (firstReseller && subscriptions.some(({ verdict }) => verdict === 'transition-pending'))
  );
}

/** A licence is refused for one of its counts, so the form asks for all of them. */
export function needsUserCounts({ topic }: HandoffFacts): boolean {
  return topic === 'license-upload';
}

/** The customer leaves a reseller for us: one day the login may be restored, and a look can tell. */
export function needsLoginWatch(facts: HandoffFacts): boolean {
  return facts.firstBoughtFromReseller && needsWrittenWish(facts);
}
