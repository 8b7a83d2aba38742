import type { Destination, Handoff, HandoffFacts, HandoffTyped } from './handoff.ts';
import type { RouteReason } from './routing.ts';

/** What the form of a handoff shows: what is known, what was typed, and where it would go. */
export interface DraftView {
  readonly caseId: string;
  readonly facts: HandoffFacts;
  /** Prefilled, or as it was saved. */
  readonly typed: HandoffTyped;
  readonly chosen: Destination;
  readonly because: RouteReason;
  readonly destinations: readonly Destination[];
  /** Other handoffs that Sales has about the same account. */
  readonly others: readonly Handoff[];
}

/** Sales cannot take the customer from a reseller to us without a written wish, so the form asks for it. */
export function asksForWish({ topic, firstReseller, subscriptions }: HandoffFacts): boolean {
  const going = topic === 'direct-renewal' || topic === 'enable-login';
  return going || (firstReseller && subscriptions.some(({ verdict }) => verdict === 'transition-pending'));
}

/** A licence is refused for one of its counts, so the form asks for all of them. */
export function asksForCounts({ topic }: HandoffFacts): boolean {
  return topic === 'license-upload';
}

/** The customer leaves a reseller for us: one day the login may be restored, and a look can tell. */
export function canBeWatched(facts: HandoffFacts): boolean {
  return facts.firstReseller && asksForWish(facts);
}
