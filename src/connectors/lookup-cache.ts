import { LRUCache } from 'lru-cache';
import type { ConnectorResult, System } from '../domain/connector-result.ts';
import type { LookupOptions } from '../ports/systems.ts';
import { deadlineExceeded, raceWithAbort } from './deadline.ts';
import { type Problem, problem, type UpstreamResult } from './upstream-result.ts';

export interface LookupCacheSettings {
  readonly now: () => Date;
  /** How long a found value is cached, in milliseconds. Defaults to 60,000. */
  readonly foundTtlMs?: number;
  /** How long `not-found` is cached, in milliseconds. Defaults to 15,000. Other gaps are never cached. */
  readonly notFoundTtlMs?: number;
  readonly system: System;
  /** Operation to report when a lookup fails before any call was made, such as "subscription". */
  readonly operation: string;
  readonly onLookupFailed?: OnLookupFailed | undefined;
}

/** Called once per request for every failed lookup. `not-found` is not a failure. */
export type OnLookupFailed = (failed: FailedLookup) => void;

/** A failed lookup and its cause. */
export interface FailedLookup extends Problem {
  readonly system: System;
  /** Key of the Slack request that caused the lookup. */
  readonly key: string | undefined;
}

/** Returns the cached result of the key, joins a lookup in progress, or starts `load`. */
export type LookupCache<T> = (
  key: string,
  options: LookupOptions,
  load: (options: LookupOptions) => Promise<UpstreamResult<T>>,
) => Promise<ConnectorResult<T>>;

/** A result and when it was received. */
interface TimedResult<T> {
  readonly result: UpstreamResult<T>;
  /** When the lookup ended: ISO 8601, UTC. */
  readonly asOf: string;
  /** Requests for which this failure has been reported. */
  readonly reportedTo: Set<unknown>;
}

interface InFlightLookup<T> {
  readonly settled: Promise<TimedResult<T>>;
  /** Options of the caller that started the lookup. */
  readonly startedBy: LookupOptions;
  readonly abortController: AbortController;
  waiterCount: number;
  isSettled: boolean;
}

interface CachedAnswer<T> {
  readonly answer: ConnectorResult<T>;
  readonly startedBy: LookupOptions;
}

/**
 * Creates a cache that shares recent answers and lookups in progress by key. Lookups with `bypassCache` share only what their
 * own request has read. A shared lookup is aborted when its last caller has left.
 *
 * `LRUCache.fetch` does not fit: a forced refresh joins the running fetch of an earlier request, deleting a key aborts it for
 * all of its callers, and so does the abort signal of the first caller.
 */
export function createLookupCache<T>(settings: LookupCacheSettings): LookupCache<T> {
  const cache = new CoalescingCache<T>(settings);
  return (key, options, load) => cache.lookup(key, options, load);
}

class CoalescingCache<T> {
  private readonly settings: LookupCacheSettings;
  private readonly entries: LRUCache<string, CachedAnswer<T>>;
  /** The latest lookup of each key. */
  private readonly inFlightByKey = new Map<string, InFlightLookup<T>>();

  constructor(settings: LookupCacheSettings) {
    this.settings = settings;
    this.entries = new LRUCache({ max: 1000, ttl: settings.foundTtlMs ?? 60_000 });
  }

  async lookup(
    key: string,
    options: LookupOptions,
    load: (options: LookupOptions) => Promise<UpstreamResult<T>>,
  ): Promise<ConnectorResult<T>> {
    const cached = this.entries.get(key);
    if (cached && canReuse(options, cached.startedBy)) return cached.answer;
    const settled = options.signal.aborted
      ? this.withTimestamp(deadlineExceeded())
      : await this.joinOrStart(key, options, load);
    this.reportFailure(settled, options);
    return toAnswer(settled);
  }

  private reportFailure({ result, reportedTo }: TimedResult<T>, { request }: LookupOptions): void {
    const { system, operation, onLookupFailed } = this.settings;
    if (result.ok || result.gap === 'not-found' || reportedTo.has(request ?? {})) return;
    if (request) reportedTo.add(request);
    onLookupFailed?.({ operation, ...result, system, key: request?.key });
  }

  private async joinOrStart(
    key: string,
    options: LookupOptions,
    load: (options: LookupOptions) => Promise<UpstreamResult<T>>,
  ): Promise<TimedResult<T>> {
    const current = this.inFlightByKey.get(key);
    const inFlight =
      current && canReuse(options, current.startedBy) ? current : this.start(key, options, load);
    inFlight.waiterCount += 1;
    const settled = await raceWithAbort(inFlight.settled, options.signal, () =>
      this.withTimestamp(deadlineExceeded()),
    );
    inFlight.waiterCount -= 1;
    if (inFlight.waiterCount === 0 && !inFlight.isSettled) this.abandon(key, inFlight);
    return settled;
  }

  private start(
    key: string,
    startedBy: LookupOptions,
    load: (options: LookupOptions) => Promise<UpstreamResult<T>>,
  ): InFlightLookup<T> {
    const abortController = new AbortController();
    const settled = this.catchUnexpected(() => load({ ...startedBy, signal: abortController.signal })).then(
      (result) => this.withTimestamp(result),
    );
    const inFlight: InFlightLookup<T> = {
      settled,
      startedBy,
      abortController,
      waiterCount: 0,
      isSettled: false,
    };
    this.inFlightByKey.set(key, inFlight);
    void settled.then((timedResult) => {
      inFlight.isSettled = true;
      this.cacheAnswer(key, inFlight, timedResult);
    });
    return inFlight;
  }

  /** Turns an unexpected exception into a problem, so that one faulty record does not fail the whole check. */
  private async catchUnexpected(load: () => Promise<UpstreamResult<T>>): Promise<UpstreamResult<T>> {
    try {
      return await load();
    } catch (error) {
      return problem('invalid-response', `unexpected ${error instanceof Error ? error.name : 'failure'}`);
    }
  }

  private withTimestamp(result: UpstreamResult<T>): TimedResult<T> {
    return { result, asOf: this.settings.now().toISOString(), reportedTo: new Set() };
  }

  /** Caches the answer of the latest lookup of a key. An earlier, slower one must not replace it. */
  private cacheAnswer(key: string, inFlight: InFlightLookup<T>, settled: TimedResult<T>): void {
    if (this.inFlightByKey.get(key) !== inFlight) return;
    this.inFlightByKey.delete(key);
    const cached = { answer: toAnswer(settled), startedBy: inFlight.startedBy };
    if (cached.answer.ok) this.entries.set(key, cached);
    else if (cached.answer.gap === 'not-found')
      this.entries.set(key, cached, { ttl: this.settings.notFoundTtlMs ?? 15_000 });
    else this.entries.delete(key);
  }

  private abandon(key: string, inFlight: InFlightLookup<T>): void {
    inFlight.abortController.abort();
    if (this.inFlightByKey.get(key) === inFlight) this.inFlightByKey.delete(key);
  }
}

/** Returns true unless the cache is to be bypassed. A lookup of the same request may always be reused. */
function canReuse(options: LookupOptions, startedBy: LookupOptions): boolean {
  return !options.bypassCache || (options.request !== undefined && options.request === startedBy.request);
}

/** Returns the result without the details that belong only in the log. */
function toAnswer<T>({ result, asOf }: TimedResult<T>): ConnectorResult<T> {
  if (result.ok) return { ok: true, value: result.value, asOf };
  return { ok: false, gap: result.gap, detail: result.detail, asOf };
}
