import { LRUCache } from 'lru-cache';

export interface CheckLimitOptions {
  /** How many checks one user may run within `windowMs`. */
  readonly checks: number;
  readonly windowMs: number;
  /** Monotonic clock in milliseconds; `performance` by default. */
  readonly clock?: { now(): number };
}

/** Limits the checks of each user within a sliding window. Counts are kept in memory and lost on restart. */
export interface CheckLimit {
  readonly checks: number;
  readonly windowMs: number;
  /**
   * Returns null when the user may run the check, else the milliseconds until they may. A request that was already counted
   * is always allowed, so that it can be retried.
   */
  waitMs(request: CountedCheck): number | null;
  /** Returns the same as `waitMs`, and counts the check when it is allowed. */
  take(request: CountedCheck): number | null;
}

export interface CountedCheck {
  /** Slack user id. */
  readonly userId: string;
  /** The request's key. */
  readonly requestKey: string;
}

/** How many users are counted at once; far more than use the bot within one window. */
const MAX_COUNTED_USERS = 2_000;

export function createCheckLimit({ checks, windowMs, clock = performance }: CheckLimitOptions): CheckLimit {
  /** User id to the time of each counted request, oldest first. */
  const requestsByUser = new LRUCache<string, Map<string, number>>({ max: MAX_COUNTED_USERS });

  /** Returns the user's requests within the window, and drops older ones. */
  function recentRequests(userId: string): Map<string, number> {
    const requests = requestsByUser.get(userId) ?? new Map<string, number>();
    for (const [requestKey, at] of requests) {
      if (at + windowMs > clock.now()) break;
      requests.delete(requestKey);
    }
    return requests;
  }

  function waitMs({ userId, requestKey }: CountedCheck): number | null {
    const requests = recentRequests(userId);
    const [oldest] = requests.values();
    if (oldest === undefined || requests.has(requestKey) || requests.size < checks) return null;
    return oldest + windowMs - clock.now();
  }

  return {
    checks,
    windowMs,
    waitMs,
    take(request) {
      const remainingMs = waitMs(request);
      if (remainingMs !== null) return remainingMs;
      const requests = recentRequests(request.userId);
      if (!requests.has(request.requestKey)) requests.set(request.requestKey, clock.now());
      requestsByUser.set(request.userId, requests);
      return null;
    },
  };
}
