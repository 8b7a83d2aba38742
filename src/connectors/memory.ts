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
  /** Name of the question, for gaps that no call explains. */
  readonly question: string;
  readonly onGap?: OnGap | undefined;
}

/** Called for every look that ends without an answer; "not there" is an answer. */
export type OnGap = (missing: MissingAnswer) => void;

/** A look that could not be answered, and why. */
export interface MissingAnswer extends Problem {
  readonly system: System;
  /** Key of the request that looked. */
  readonly key: string | undefined;
}

/** Asks once for all who want the same; the look handed on ends when the last of them has left. */
export type Memory<T> = (
  key: string,
  look: Look,
  ask: (look: Look) => Promise<Outcome<T>>,
) => Promise<Answer<T>>;

/** What a look-up came to, and when: ISO 8601, UTC. */
interface Ended<T> {
  readonly outcome: Outcome<T>;
  readonly asOf: string;
  /** Requests whose look is reported as unanswered already. */
  readonly reported: Set<unknown>;
}

interface Flight<T> {
  readonly ended: Promise<Ended<T>>;
  /** The look that began it. */
  readonly first: Look;
  readonly stop: AbortController;
  waiting: number;
}

interface Kept<T> {
  readonly answer: Answer<T>;
  readonly first: Look;
}

/** Answers from a moment ago and look-ups under way, by key. A fresh look shares only those of its own request. */
export function createMemory<T>(settings: MemorySettings): Memory<T> {
  const rooms = new Rooms<T>(settings);
  return (key, look, ask) => rooms.look(key, look, ask);
}

class Rooms<T> {
  private readonly settings: MemorySettings;
  private readonly kept: LRUCache<string, Kept<T>>;
  /** The newest look-up of each key. */
  private readonly flights = new Map<string, Flight<T>>();

  constructor(settings: MemorySettings) {
    this.settings = settings;
    this.kept = new LRUCache({ max: 1000, ttl: settings.foundMs ?? 60_000 });
  }

  async look(key: string, look: Look, ask: (look: Look) => Promise<Outcome<T>>): Promise<Answer<T>> {
    const kept = this.kept.get(key);
    if (kept && mayShare(look, kept.first)) return kept.answer;
    const ended = look.signal.aborted ? this.timed(late()) : await this.join(key, look, ask);
    this.report(ended, look);
    return answerOf(ended);
  }

  private report({ outcome, reported }: Ended<T>, { request }: Look): void {
    const { system, question, onGap } = this.settings;
    if (outcome.ok || outcome.gap === 'not-found' || reported.has(request ?? {})) return;
    if (request) reported.add(request);
    onGap?.({ operation: question, ...outcome, system, key: request?.key });
  }

  private async join(key: string, look: Look, ask: (look: Look) => Promise<Outcome<T>>): Promise<Ended<T>> {
    const running = this.flights.get(key);
    const flight = running && mayShare(look, running.first) ? running : this.start(key, look, ask);
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

  private timed(outcome: Outcome<T>): Ended<T> {
    return { outcome, asOf: this.settings.now().toISOString(), reported: new Set() };
  }

  /** Only the newest look-up of a key may be kept, or a slow old answer would replace a fresh one. */
  private keep(key: string, flight: Flight<T>, ended: Ended<T>): void {
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

/** What one fresh look-up of a request found is fresh for its others too. */
function mayShare(look: Look, first: Look): boolean {
  return !look.fresh || (look.request !== undefined && look.request === first.request);
}

/** The answer as a check keeps it: where a call failed is for the log alone. */
function answerOf<T>({ outcome, asOf }: Ended<T>): Answer<T> {
  if (outcome.ok) return { ok: true, value: outcome.value, asOf };
  return { ok: false, gap: outcome.gap, detail: outcome.detail, asOf };
}
