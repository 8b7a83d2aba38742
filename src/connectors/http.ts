import {
  type CircuitBreakerPolicy,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  DelegateBackoff,
  handleWhenResult,
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
  /** Calls with the same name share a circuit breaker; those with another one are not stopped by it. */
  readonly operation?: string;
  /** `deciding` unless told. */
  readonly lane?: Lane;
  /** When the caller's signal fires; without it `deadlineMs` after the call began. */
  readonly endsAt?: Date;
}

export interface Http {
  /** The JSON of a good answer. Waits for a slot, and tries again where that may help; never rejects. */
  send(question: Question, signal: AbortSignal): Promise<Outcome<unknown>>;
}

export interface HttpSettings {
  readonly timeoutMs: number;
  readonly now: () => Date;
  /** Longest that one call can last where its caller does not say, waits included. 8,000 unless told. */
  readonly deadlineMs?: number;
  /** Attempts of one operation that must fail in a row before we stop asking, and for how long. */
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

/** One for each system: attempts wait for a slot, and operations that keep failing stop for a while. */
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
      // No policy gets the signal: an attempt whose caller left while it waited for its slot ends by itself.
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

/** A circuit breaker for each operation, so that failing side questions never stop the deciding ones. */
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
    { halfOpenAfter: breaker.restMs, breaker: new ConsecutiveBreaker(breaker.failures) },
  );
  return policy;
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
  { deadlineMs = 8000, now }: HttpSettings,
  toldMs: number,
): number | null {
  const wait = Math.max(toldMs, Math.random() * FIRST_WAIT_MS * 2 ** attempt);
  const left = question.endsAt
    ? question.endsAt.getTime() - now().getTime()
    : startedAt + deadlineMs - performance.now();
  return wait < left ? wait : null;
}

function explain(error: unknown): Outcome<unknown> {
  return isBrokenCircuitError(error) ? problem('unavailable', 'resting after failures') : late();
}
