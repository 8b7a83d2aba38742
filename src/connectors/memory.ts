import { LRUCache } from 'lru-cache';
import type { Answer, System } from '../domain/answer.ts';
import type { Look } from '../ports.ts';
import { late, orWhenAborted } from './abort.ts';
import { type Outcome, type Problem, problem } from './outcome.ts';

export interface MemorySettings {
  readonly now: () => Date;
  /** Milliseconds that a found value is kept; 60,000 unless told. */
  readonly foundMs?: number;
  /** The same for "not there"; 15,000 unless told. Other gaps are never kept. */
  readonly notFoundMs?: number;
  readonly system: System;
  /** Operation to report when a look-up fails before any call was made, such as "subscription". */
  readonly question: string;
  readonly onGap?: OnGap | undefined;
}

/** Called for every failed look-up. "Not found" is an answer, not a failure. */
export type OnGap = (missing: FailedLookup) => void;

/** A look-up that failed, and why. */
export interface FailedLookup extends Problem {
  readonly system: System;
  /** Key of the Slack request that caused the look-up. */
  readonly key: string | undefined;
}

/** Asks once for all who want the same; the look handed on ends when the last of them has left. */
export type Memory<T> = (
  key: string,
  look: Look,
  ask: (look: Look) => Promise<Outcome<T>>,
) => Promise<Answer<T>>;

/** The result of a look-up. */
interface LookupResult<T> {
  readonly outcome: Outcome<T>;
  /** When the look-up ended: ISO 8601, UTC. */
  readonly asOf: string;
  /** Requests for which this failure was reported already. */
  readonly reported: Set<unknown>;
}

interface Flight<T> {
  readonly ended: Promise<LookupResult<T>>;
  /** The options of the look-up that started it. */
  readonly first: Look;
  readonly stop: AbortController;
  waiting: number;
}

interface CachedAnswer<T> {
  readonly answer: Answer<T>;
  readonly first: Look;
}

/** Caches recent answers and shares look-ups in progress, by key. A fresh look shares only those of its own request. */
export function createMemory<T>(settings: MemorySettings): Memory<T> {
  const rooms = new Rooms<T>(settings);
  return (key, look, ask) => rooms.look(key, look, ask);
}

class Rooms<T> {
  private readonly settings: MemorySettings;
  private readonly kept: LRUCache<string, CachedAnswer<T>>;
  /** The newest look-up of each key. */
  private readonly flights = new Map<string, Flight<T>>();

  constructor(settings: MemorySettings) {
    this.settings = settings;
    this.kept = new LRUCache({ max: 1000, ttl: settings.foundMs ?? 60_000 });
  }

  async look(key: string, look: Look, ask: (look: Look) => Promise<Outcome<T>>): Promise<Answer<T>> {
    const kept = this.kept.get(key);
    if (kept && canShare(look, kept.first)) return kept.answer;
    const ended = look.signal.aborted ? this.timed(late()) : await this.join(key, look, ask);
    this.report(ended, look);
    return answerOf(ended);
  }

  private report({ outcome, reported }: LookupResult<T>, { request }: Look): void {
    const { system, question, onGap } = this.settings;
    if (outcome.ok || outcome.gap === 'not-found' || reported.has(request ?? {})) return;
    if (request) reported.add(request);
    onGap?.({ operation: question, ...outcome, system, key: request?.key });
  }

  private async join(
    key: string,
    look: Look,
    ask: (look: Look) => Promise<Outcome<T>>,
  ): Promise<LookupResult<T>> {
    const running = this.flights.get(key);
    const flight = running && canShare(look, running.first) ? running : this.start(key, look, ask);
    flight.waiting += 1;
    const ended = await orWhenAborted(flight.ended, look.signal, () => this.timed(late()));
    flight.waiting -= 1;
    if (flight.waiting === 0) this.leave(key, flight);
    return ended;
  }

  private start(key: string, first: Look, ask: (look: Look) => Promise<Outcome<T>>): Flight<T> {
    const stop = new AbortController();
    const ended = this.safely(() => ask({ ...first, signal: stop.signal })).then((outcome) =>
      this.timed(outcome),
    );
    const flight: Flight<T> = { ended, first, stop, waiting: 0 };
    this.flights.set(key, flight);
    void ended.then((found) => this.keep(key, flight, found));
    return flight;
  }

  /** A mistake of ours in reading one answer must not take the whole check down. */
  private async safely(ask: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
    try {
      return await ask();
    } catch (error) {
      return problem('bad-shape', `unexpected ${error instanceof Error ? error.name : 'failure'}`);
    }
  }

  private timed(outcome: Outcome<T>): LookupResult<T> {
    return { outcome, asOf: this.settings.now().toISOString(), reported: new Set() };
  }

  /** Only the newest look-up of a key may be kept, or a slow old answer would replace a fresh one. */
  private keep(key: string, flight: Flight<T>, ended: LookupResult<T>): void {
    if (this.flights.get(key) !== flight) return;
    this.flights.delete(key);
    const kept = { answer: answerOf(ended), first: flight.first };
    if (kept.answer.ok) this.kept.set(key, kept);
    else if (kept.answer.gap === 'not-found')
      this.kept.set(key, kept, { ttl: this.settings.notFoundMs ?? 15_000 });
    else this.kept.delete(key);
  }

  private leave(key: string, flight: Flight<T>): void {
    flight.stop.abort();
    if (this.flights.get(key) === flight) this.flights.delete(key);
  }
}

/** A fresh look may reuse only what the same request has read. */
function canShare(look: Look, first: Look): boolean {
  return !look.fresh || (look.request !== undefined && look.request === first.request);
}

/** Returns the answer without its trace, which belongs in the log and not in a stored check. */
function answerOf<T>({ outcome, asOf }: LookupResult<T>): Answer<T> {
  if (outcome.ok) return { ok: true, value: outcome.value, asOf };
  return { ok: false, gap: outcome.gap, detail: outcome.detail, asOf };
}
