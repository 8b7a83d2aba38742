import { LRUCache } from 'lru-cache';
import type { ConnectorResult, System } from '../domain/connector-result.ts';
import type { LookupOptions } from '../ports/systems.ts';
import { deadlineExceeded, raceWithAbort } from './deadline.ts';
import { type Problem, problem, type UpstreamResult } from './upstream-result.ts';

export interface LookupCacheSettings {
  readonly now: () => Date;
  /** Milliseconds that a found value is kept; 60,000 unless told. */
  readonly foundTtlMs?: number;
  /** The same for "not there"; 15,000 unless told. Other gaps are never kept. */
  readonly notFoundTtlMs?: number;
  readonly system: System;
  /** Operation to report when a look-up fails before any call was made, such as "subscription". */
  readonly operation: string;
  readonly onLookupFailed?: OnLookupFailed | undefined;
}

/** Called for every failed look-up. "Not found" is an answer, not a failure. */
export type OnLookupFailed = (failed: FailedLookup) => void;

/** A look-up that failed, and why. */
export interface FailedLookup extends Problem {
  readonly system: System;
  /** Key of the Slack request that caused the look-up. */
  readonly key: string | undefined;
}

/** Asks once for all who want the same; the look handed on ends when the last of them has left. */
export type LookupCache<T> = (
  key: string,
  options: LookupOptions,
  load: (options: LookupOptions) => Promise<UpstreamResult<T>>,
) => Promise<ConnectorResult<T>>;

/** The result of a look-up. */
interface TimedResult<T> {
  readonly result: UpstreamResult<T>;
  /** When the look-up ended: ISO 8601, UTC. */
  readonly asOf: string;
  /** Requests for which this failure was reported already. */
  readonly reportedTo: Set<unknown>;
}

interface InFlightLookup<T> {
  readonly settled: Promise<TimedResult<T>>;
  /** The options of the look-up that started it. */
  readonly startedBy: LookupOptions;
  readonly abortController: AbortController;
  waiterCount: number;
}

interface CachedAnswer<T> {
  readonly answer: ConnectorResult<T>;
  readonly startedBy: LookupOptions;
}

/** Caches recent answers and shares look-ups in progress, by key. A fresh look shares only those of its own request. */
export function createLookupCache<T>(settings: LookupCacheSettings): LookupCache<T> {
  const cache = new CoalescingCache<T>(settings);
  return (key, options, load) => cache.lookup(key, options, load);
}

class CoalescingCache<T> {
  private readonly settings: LookupCacheSettings;
  private readonly entries: LRUCache<string, CachedAnswer<T>>;
  /** The newest look-up of each key. */
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
    if (inFlight.waiterCount === 0) this.abandon(key, inFlight);
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
    const inFlight: InFlightLookup<T> = { settled, startedBy, abortController, waiterCount: 0 };
    this.inFlightByKey.set(key, inFlight);
    void settled.then((timedResult) => this.cacheAnswer(key, inFlight, timedResult));
    return inFlight;
  }

  /** A mistake of ours in reading one answer must not take the whole check down. */
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

  /** Only the newest look-up of a key may be kept, or a slow old answer would replace a fresh one. */
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

/** A fresh look may reuse only what the same request has read. */
function canReuse(options: LookupOptions, startedBy: LookupOptions): boolean {
  return !options.bypassCache || (options.request !== undefined && options.request === startedBy.request);
}

/** Returns the answer without its trace, which belongs in the log and not in a stored check. */
function toAnswer<T>({ result, asOf }: TimedResult<T>): ConnectorResult<T> {
  if (result.ok) return { ok: true, value: result.value, asOf };
  return { ok: false, gap: result.gap, detail: result.detail, asOf };
}
