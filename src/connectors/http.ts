import {
  type CircuitBreakerPolicy,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  DelegateBackoff,
  handleWhenResult,
  type IBackoffFactory,
  isBrokenCircuitError,
  retry,
} from 'cockatiel';
import { late, orWhenAborted } from './abort.ts';
import { type Complain, judge } from './judge.ts';
import { type Outcome, problem } from './outcome.ts';
import { type HttpRequest, request } from './request.ts';
import { retryAfterMs } from './retry-after.ts';
import { createSlots, type Lane } from './slots.ts';

/** Safe to repeat: every one only reads, or asks for a token. */
export interface Question extends HttpRequest {
  readonly complain: Complain;
  /** Milliseconds for one attempt, in place of the usual limit. */
  readonly timeoutMs?: number;
  /** Calls with the same operation share one circuit breaker. */
  readonly operation?: string;
  /** `deciding` by default. */
  readonly lane?: Lane;
  /** When the caller's signal aborts, in milliseconds of `performance.now()`. Defaults to `deadlineMs` after the start. */
  readonly endsAt?: number;
}

export interface Http {
  /** Returns the JSON of a successful answer. Waits for a slot and retries where that may help. Never rejects. */
  send(question: Question, signal: AbortSignal): Promise<Outcome<unknown>>;
}

export interface HttpSettings {
  readonly timeoutMs: number;
  readonly now: () => Date;
  /** Longest duration of a call without `endsAt`, including waits; 8,000 by default. */
  readonly deadlineMs?: number;
  /** Number of consecutive failed attempts that opens the circuit breaker of an operation, and for how long. */
  readonly breaker?: { readonly failures: number; readonly restMs: number };
}

interface Try {
  readonly outcome: Outcome<unknown>;
  /** True: counts towards the breaker. */
  readonly isFailure: boolean;
  /** Milliseconds until another try; null: there will be none. */
  readonly retryInMs: number | null;
}

interface Sending {
  readonly question: Question;
  readonly signal: AbortSignal;
  readonly attempt: number;
  readonly startedAt: number;
}

const MORE_TRIES = 2;
const FIRST_WAIT_MS = 200;

/** Creates the HTTP client of one system, with its slots and circuit breakers. */
export function createHttp(settings: HttpSettings): Http {
  const slots = createSlots();
  const breakers = createBreakers(settings);
  const retries = retry(
    handleWhenResult((tried) => (tried as Try).retryInMs !== null),
    {
      maxAttempts: MORE_TRIES,
      backoff: new DelegateBackoff(({ result }) =>
        'value' in result ? ((result.value as Try).retryInMs ?? 0) : 0,
      ),
    },
  );
  return {
    send(question, signal) {
      if (signal.aborted) return Promise.resolve(late());
      const startedAt = performance.now();
      let wasAsked = false;
      // No policy gets the signal: when the caller has left, the attempt ends itself once it gets its slot.
      const work = retries.execute(({ attempt }) =>
        slots.run(question.lane ?? 'deciding', () => {
          wasAsked ||= !signal.aborted;
          return breakers(question.operation).execute(() =>
            tryOnce({ question, signal, attempt, startedAt }, settings),
          );
        }),
      );
      return orWhenAborted(
        work.then(({ outcome }) => outcome, explain),
        signal,
        () => (wasAsked ? late() : problem('busy', 'deadline passed before there was a free slot')),
      );
    },
  };
}

/** Keeps one circuit breaker per operation, so that failing `side` calls never block `deciding` ones. */
function createBreakers(settings: HttpSettings): (operation?: string) => CircuitBreakerPolicy {
  const breakers = new Map<string, CircuitBreakerPolicy>();
  return (operation = '') => {
    const breaker = breakers.get(operation) ?? createBreaker(settings);
    breakers.set(operation, breaker);
    return breaker;
  };
}

function createBreaker({ breaker = { failures: 5, restMs: 5000 } }: HttpSettings): CircuitBreakerPolicy {
  const policy: CircuitBreakerPolicy = circuitBreaker(
    // A probe whose caller left tells nothing; an error that is not handled would close the breaker.
    handleWhenResult((tried) => (tried as Try).isFailure).orWhen(
      () => policy.state === CircuitState.HalfOpen,
    ),
    { halfOpenAfter: restOf(breaker.restMs), breaker: new ConsecutiveBreaker(breaker.failures) },
  );
  return policy;
}

/**
 * Returns the pause of an open circuit breaker by monotonic time. The library compares wall-clock time with `duration`
 * at each call, and would keep the breaker open for an hour when the clock is set back by an hour.
 */
function restOf(ms: number): IBackoffFactory<unknown> {
  return {
    next() {
      const until = performance.now() + ms;
      return {
        get duration() {
          return performance.now() < until ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
        },
        next: restOf(ms).next,
      };
    },
  };
}

async function tryOnce(sending: Sending, settings: HttpSettings): Promise<Try> {
  const { question, signal } = sending;
  const { timeoutMs = settings.timeoutMs, url, method, headers, body } = question;
  const ask = { url, method, headers, ...(body === undefined ? {} : { body }) };
  const reply = await request(ask, timeoutMs, signal);
  if (!reply.ok) {
    const isNetwork = reply.gap === 'unavailable';
    const wait = isNetwork ? waitMs(sending, settings, 0) : null;
    return { outcome: reply, isFailure: reply.gap !== 'bad-shape', retryInMs: wait };
  }
  const outcome = judge(reply.value, question.complain);
  const mayRetry = !outcome.ok && outcome.retry;
  const told = retryAfterMs(reply.value.headers, settings.now);
  const { status } = reply.value;
  const code = outcome.ok ? undefined : outcome.code;
  return {
    outcome: outcome.ok
      ? outcome
      : problem(outcome.gap, outcome.detail, { status, ...(code === undefined ? {} : { code }) }),
    isFailure: status >= 500,
    retryInMs: mayRetry ? waitMs(sending, settings, told) : null,
  };
}

/** Null when the wait would outlast the call. */
function waitMs(
  { question, attempt, startedAt }: Sending,
  { deadlineMs = 8000 }: HttpSettings,
  toldMs: number,
): number | null {
  const wait = Math.max(toldMs, Math.random() * FIRST_WAIT_MS * 2 ** attempt);
  const { endsAt = startedAt + deadlineMs } = question;
  return wait < endsAt - performance.now() ? wait : null;
}

function explain(error: unknown): Outcome<unknown> {
  return isBrokenCircuitError(error) ? problem('unavailable', 'resting after failures') : late();
}
