/** Options of a cache of Slack's answers. `clock`: monotonic, in milliseconds, for their age. */
export function answerCacheOptions(cacheTtlMs: number, clock: { now(): number } = performance) {
  return { max: 2_000, ttl: cacheTtlMs, ttlResolution: 0, perf: clock, ignoreFetchAbort: true };
}
