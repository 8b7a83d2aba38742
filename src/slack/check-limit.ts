import { LRUCache } from 'lru-cache';

export interface CheckLimitRules {
  /** How many checks one person may run within `windowMs`. */
  readonly checks: number;
  readonly windowMs: number;
  /** Milliseconds of a monotonic clock; the process's own unless given. */
  readonly clock?: { now(): number };
}

/** Limits the checks of each person. Counts in memory: a restart forgets them. */
export interface CheckLimit {
  readonly checks: number;
  readonly windowMs: number;
  /**
   * Returns null when the person may run the check, else how many milliseconds must pass first. A request that was counted
   * already is not counted again, so that it can be tried once more.
   */
  waitMs(request: CountedCheck): number | null;
  /** The same, and counts the check when it may run. */
  take(request: CountedCheck): number | null;
}

export interface CountedCheck {
  /** Slack user id. */
  readonly person: string;
  /** The request's key. */
  readonly key: string;
}

/** People whose checks are remembered at once; more than ask within a window. */
const MOST_PEOPLE = 10_000;

export function createCheckLimit({ checks, windowMs, clock = performance }: CheckLimitRules): CheckLimit {
  /** By person: when each counted request came, oldest first. */
  const counted = new LRUCache<string, Map<string, number>>({ max: MOST_PEOPLE });

  /** What the person ran within the window; older requests are forgotten. */
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
