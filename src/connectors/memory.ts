import { LRUCache } from 'lru-cache';
import type { Answer } from '../domain/answer.ts';
import type { Look } from '../ports.ts';
import { late, orWhenAborted } from './abort.ts';
import { type Outcome, problem } from './outcome.ts';

export interface MemorySettings {
  readonly now: () => Date;
  /** Milliseconds that a found value is kept; 60,000 unless told. */
  readonly foundMs?: number;
  /** The same for "not there"; 15,000 unless told. Other gaps are never kept. */
  readonly notFoundMs?: number;
}

/** Asks once for all who want the same; the look handed on ends when the last of them has left. */
export type Memory<T> = (
  key: string,
  look: Look,
  ask: (look: Look) => Promise<Outcome<T>>,
) => Promise<Answer<T>>;

interface Flight<T> {
  readonly answer: Promise<Answer<T>>;
  readonly stop: AbortController;
  waiting: number;
}

/** Answers from a moment ago and look-ups under way, by key. A fresh look takes part in neither. */
export function createMemory<T>(settings: MemorySettings): Memory<T> {
  const rooms = new Rooms<T>(settings);
  return (key, look, ask) => rooms.look(key, look, ask);
}

class Rooms<T> {
  private readonly settings: MemorySettings;
  private readonly kept: LRUCache<string, Answer<T>>;
  /** The newest look-up of each key. */
  private readonly flights = new Map<string, Flight<T>>();

  constructor(settings: MemorySettings) {
    this.settings = settings;
    this.kept = new LRUCache({ max: 1000, ttl: settings.foundMs ?? 60_000 });
  }

  async look(key: string, look: Look, ask: (look: Look) => Promise<Outcome<T>>): Promise<Answer<T>> {
    if (!look.fresh) {
      const kept = this.kept.get(key);
      if (kept) return kept;
    }
    if (look.signal.aborted) return this.timed(late());
    const running = look.fresh ? undefined : this.flights.get(key);
    const flight = running ?? this.start(key, look.fresh, ask);
    flight.waiting += 1;
    const answer = await orWhenAborted(flight.answer, look.signal, () => this.timed(late()));
    flight.waiting -= 1;
    if (flight.waiting === 0) this.leave(key, flight);
    return answer;
  }

  private start(key: string, fresh: boolean, ask: (look: Look) => Promise<Outcome<T>>): Flight<T> {
    const stop = new AbortController();
    const answer = this.safely(() => ask({ signal: stop.signal, fresh })).then((outcome) =>
      this.timed(outcome),
    );
    const flight: Flight<T> = { answer, stop, waiting: 0 };
    this.flights.set(key, flight);
    void answer.then((found) => this.keep(key, flight, found));
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

  private timed(outcome: Outcome<T>): Answer<T> {
    return { ...outcome, asOf: this.settings.now().toISOString() };
  }

  /** Only the newest look-up of a key may be kept, or a slow old answer would replace a fresh one. */
  private keep(key: string, flight: Flight<T>, answer: Answer<T>): void {
    if (this.flights.get(key) !== flight) return;
    this.flights.delete(key);
    if (answer.ok) this.kept.set(key, answer);
    else if (answer.gap === 'not-found')
      this.kept.set(key, answer, { ttl: this.settings.notFoundMs ?? 15_000 });
    else this.kept.delete(key);
  }

  private leave(key: string, flight: Flight<T>): void {
    flight.stop.abort();
    if (this.flights.get(key) === flight) this.flights.delete(key);
  }
}
