const RETRY_INTERVAL_MS = 60_000;
/** An item that this copy has failed to read for so long is quarantined. */
const QUARANTINE_AFTER_MS = 24 * 60 * 60_000;
/** After so long without a failed attempt, an item has been processed by another copy. */
const MAX_GAP_MS = 60 * 60_000;

type Outcome = { readonly retryAt: Date; readonly uncounted: true } | { readonly quarantine: string };

/**
 * Decides what to do with items that this copy cannot read, or whose case or handoff it cannot read. During a rolling upgrade a
 * copy of the newer version may have written them, so they are left to that copy, and quarantined only after a day.
 */
export interface UnreadableItems {
  /** Returns true for an item that this copy has failed to read before. */
  has(key: string): boolean;
  outcomeOf(key: string, reason: string): Outcome;
}

export function createUnreadableItems(now: () => Date): UnreadableItems {
  const failures = new Map<string, { readonly first: number; readonly last: number }>();
  return {
    has: (key) => failures.has(key),
    outcomeOf(key, reason) {
      const at = now().getTime();
      for (const [each, { last }] of failures) if (at - last > MAX_GAP_MS) failures.delete(each);
      const first = failures.get(key)?.first ?? at;
      failures.set(key, { first, last: at });
      if (at - first >= QUARANTINE_AFTER_MS) return { quarantine: reason };
      return { retryAt: new Date(at + RETRY_INTERVAL_MS), uncounted: true };
    },
  };
}
