import {
  bulkhead,
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

/** Safe to repeat: every one only reads, or asks for a token. */
export interface Question extends HttpRequest {
  readonly complain: Complain;
  /** Milliseconds for one attempt, in place of the usual limit. */
  readonly timeoutMs?: number;
}

export interface Http {
  /** The JSON of a good answer. Tries again where that may help; never rejects. */
  send(question: Question, signal: AbortSignal): Promise<Outcome<unknown>>;
}

export interface HttpSettings {
  readonly timeoutMs: number;
  readonly now: () => Date;
  /** Longest that one call can last, waits included; a longer wait is not begun. 8,000 unless told. */
  readonly deadlineMs?: number;
  /** Attempts that must fail in a row before we stop asking, and for how long. */
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
/**
 * Calls to one system at once; the others wait, as long as their deadlines allow. A quarter of the 40 that Zuora allows
 * a tenant by default, which other integrations share.
 */
const AT_ONCE = 10;

/** One for each system: attempts wait for a place, and stop for a while when the system is down. */
export function createHttp(settings: HttpSettings): Http {
  const breaker = createBreaker(settings);
  const places = bulkhead(AT_ONCE, Number.POSITIVE_INFINITY);
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
      const startedAt = performance.now();
      // No policy gets the signal: a queued call that the bulkhead finds aborted takes its turn from the next one.
      const work = retries.execute(({ attempt }) =>
        places.execute(() =>
          breaker.execute(() => tryOnce({ question, signal, attempt, startedAt }, settings)),
        ),
      );
      return orWhenAborted(
        work.then(({ outcome }) => outcome, explain),
        signal,
        late,
      );
    },
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
  const { complain, timeoutMs = settings.timeoutMs, ...ask } = question;
  const reply = await request(ask, timeoutMs, signal);
  if (!reply.ok) {
    const isNetwork = reply.gap === 'unavailable';
    const wait = isNetwork ? waitMs(sending, settings, 0) : null;
    return { outcome: reply, isFailure: reply.gap !== 'bad-shape', retryInMs: wait };
  }
  const outcome = judge(reply.value, complain);
  const mayRetry = !outcome.ok && outcome.retry;
  const told = retryAfterMs(reply.value.headers, settings.now);
  return {
    outcome: outcome.ok ? outcome : problem(outcome.gap, outcome.detail),
    isFailure: reply.value.status >= 500,
    retryInMs: mayRetry ? waitMs(sending, settings, told) : null,
  };
}

/** Null when the wait would outlast the call. */
function waitMs(
  { attempt, startedAt }: Sending,
  { deadlineMs = 8000 }: HttpSettings,
  toldMs: number,
): number | null {
  const wait = Math.max(toldMs, Math.random() * FIRST_WAIT_MS * 2 ** attempt);
  const left = startedAt + deadlineMs - performance.now();
  return wait < left ? wait : null;
}

function explain(error: unknown): Outcome<unknown> {
  if (isBrokenCircuitError(error)) return problem('unavailable', 'resting after failures');
  return late();
}
