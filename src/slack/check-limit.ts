import { LRUCache } from 'lru-cache';

export interface CheckLimitRules {
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
  readonly person: string;
  /** The request's key. */
  readonly key: string;
}

/** How many users are counted at once; far more than use the bot within one window. */
const MAX_USERS = 10_000;

export function createCheckLimit({ checks, windowMs, clock = performance }: CheckLimitRules): CheckLimit {
  /** User id to the time of each counted request, oldest first. */
  const counted = new LRUCache<string, Map<string, number>>({ max: MAX_USERS });

  /** Returns the user's requests within the window, and drops older ones. */
  function recent(person: string): Map<string, number> {
    const requests = counted.get(person) ?? new Map<string, number>();
    for (const [key, at] of requests) {
      if (at + windowMs > clock.now()) break;
      requests.delete(key);
    }
    return requests;
  }

  function waitMs({ person, key }: CountedCheck): number | null {
    const requests = recent(person);
    const [oldest] = requests.values();
    if (oldest === undefined || requests.has(key) || requests.size < checks) return null;
    return oldest + windowMs - clock.now();
  }

  return {
    checks,
    windowMs,
    waitMs,
    take(request) {
      const wait = waitMs(request);
      if (wait !== null) return wait;
      const requests = recent(request.person);
      if (!requests.has(request.key)) requests.set(request.key, clock.now());
      counted.set(request.person, requests);
      return null;
    },
  };
}
