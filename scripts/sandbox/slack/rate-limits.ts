/** Calls per minute of Slack's tiers: docs.slack.dev/apis/web-api/rate-limits. */
export const TIER_LIMITS = { 1: 1, 2: 20, 3: 50, 4: 100 } as const;
export type RateTier = keyof typeof TIER_LIMITS;

const WINDOW_MS = 60_000;

/** Counts the calls of each method in the last minute. */
export class RateLimits {
  readonly #calls = new Map<string, number[]>();

  /** Returns how many seconds the caller must wait; null when the call is within the limit, and counts. */
  take(method: string, tier: RateTier, now: number): number | null {
    const recent = (this.#calls.get(method) ?? []).filter((at) => at > now - WINDOW_MS);
    this.#calls.set(method, recent);
    const [oldest = now] = recent;
    if (recent.length >= TIER_LIMITS[tier]) return Math.max(1, Math.ceil((oldest + WINDOW_MS - now) / 1000));
    recent.push(now);
    return null;
  }
}
