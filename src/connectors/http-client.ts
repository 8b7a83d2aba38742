import { setTimeout as timer } from 'node:timers/promises';
import {
  type CircuitBreakerPolicy,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  handleWhenResult,
  type IBackoffFactory,
  isBrokenCircuitError,
} from 'cockatiel';
import { classifyResponse, type MapError } from './classify-response.ts';
import { type CallPriority, createConcurrencyLimiter } from './concurrency-limiter.ts';
import { deadlineExceeded, raceWithAbort } from './deadline.ts';
import { createDirectExchange, type HttpExchange, type HttpRequest } from './http-exchange.ts';
import { retryAfterMs, sendRequest } from './send-request.ts';
import { problem, type UpstreamResult } from './upstream-result.ts';

/** A request that may be repeated safely: it reads data or requests a token. */
export interface UpstreamRequest extends HttpRequest {
  readonly mapError: MapError;
  /** Time limit of one attempt in milliseconds. Overrides the client's setting. */
  readonly timeoutMs?: number;
  /** Calls with the same operation share one circuit breaker. */
  readonly operation?: string;
  /** `deciding` by default. */
  readonly priority?: CallPriority;
  /** When the caller's signal aborts, in milliseconds of `performance.now()`. Defaults to `deadlineMs` after the start. */
  readonly endsAt?: number;
}

export interface HttpClient {
  /** Returns the JSON of a successful response. Waits for a free slot and retries temporary failures. Never rejects. */
  send(upstreamRequest: UpstreamRequest, signal: AbortSignal): Promise<UpstreamResult<unknown>>;
}

export interface HttpClientSettings {
  readonly timeoutMs: number;
  /** How many copies of the bot share the concurrent calls to the system; 1 by default. */
  readonly copies?: number | undefined;
  readonly now: () => Date;
  /** Sends the calls; `createDirectExchange` by default. */
  readonly exchange?: HttpExchange | undefined;
  /** Maximum duration of a call without `endsAt` in milliseconds, including queueing and retries. Defaults to 8,000. */
  readonly deadlineMs?: number;
  /** Number of consecutive failures that opens the circuit breaker of an operation, and for how long it stays open. */
  readonly breaker?: { readonly failures: number; readonly openMs: number };
  /** Delays a retry by so many milliseconds; Node's timers by default. */
  readonly waitToRetry?: WaitToRetry | undefined;
}

export type WaitToRetry = (ms: number) => Promise<unknown>;

interface Attempt {
  readonly result: UpstreamResult<unknown>;
  /** True when the attempt counts as a failure for the circuit breaker. */
  readonly countsAsFailure: boolean;
  /** Delay before the next attempt in milliseconds; null when there is none. */
  readonly retryInMs: number | null;
}

interface AttemptContext {
  readonly upstreamRequest: UpstreamRequest;
  readonly exchange: HttpExchange;
  readonly signal: AbortSignal;
  readonly attempt: number;
  readonly startedAt: number;
}

const MAX_RETRIES = 2;
const INITIAL_BACKOFF_MS = 200;

/** Creates the HTTP client of one system, with its own concurrency limit and circuit breakers. */
export function createHttpClient(settings: HttpClientSettings): HttpClient {
  const limiter = createConcurrencyLimiter(settings.copies);
  const breakers = createBreakers(settings);
  const { exchange = createDirectExchange() } = settings;
  return {
    send(upstreamRequest, signal) {
      if (signal.aborted) return Promise.resolve(deadlineExceeded());
      const startedAt = performance.now();
      let wasSent = false;
      // The policies do not get the signal: an attempt whose caller has left ends as soon as it gets a slot.
      const running = sendWithRetries(settings.waitToRetry, (attempt) =>
        limiter.run(upstreamRequest.priority ?? 'deciding', () => {
          wasSent ||= !signal.aborted;
          return breakers(upstreamRequest.operation).execute(() =>
            sendOnce({ upstreamRequest, exchange, signal, attempt, startedAt }, settings),
          );
        }),
      );
      return raceWithAbort(
        running.then(({ result }) => result, mapPolicyError),
        signal,
        () =>
          wasSent
            ? deadlineExceeded()
            : problem('queue-timeout', 'deadline passed before there was a free slot'),
      );
    },
  };
}

/** Repeats an attempt as long as its result says so, at most `MAX_RETRIES` times. Returns the last one. */
async function sendWithRetries(
  waitToRetry: WaitToRetry = timer,
  send: (attempt: number) => Promise<Attempt>,
): Promise<Attempt> {
  for (let attempt = 0; ; attempt += 1) {
    const result = await send(attempt);
    if (result.retryInMs === null || attempt === MAX_RETRIES) return result;
    await waitToRetry(result.retryInMs);
  }
}

/** Keeps one circuit breaker per operation, so that failing `supporting` calls never block `deciding` ones. */
function createBreakers(settings: HttpClientSettings): (operation?: string) => CircuitBreakerPolicy {
  const breakers = new Map<string, CircuitBreakerPolicy>();
  return (operation = '') => {
    const breaker = breakers.get(operation) ?? createBreaker(settings);
    breakers.set(operation, breaker);
    return breaker;
  };
}

function createBreaker({
  breaker = { failures: 5, openMs: 5000 },
}: HttpClientSettings): CircuitBreakerPolicy {
  const policy: CircuitBreakerPolicy = circuitBreaker(
    // An error of a half-open probe, such as an aborted call, must not close the breaker.
    handleWhenResult((attemptResult) => (attemptResult as Attempt).countsAsFailure).orWhen(
      () => policy.state === CircuitState.HalfOpen,
    ),
    { halfOpenAfter: monotonicBackoff(breaker.openMs), breaker: new ConsecutiveBreaker(breaker.failures) },
  );
  return policy;
}

/**
 * Returns the pause of an open circuit breaker by monotonic time. The library compares wall-clock time with `duration`
 * at each call, and would keep the breaker open for an hour when the clock is set back by an hour.
 */
function monotonicBackoff(durationMs: number): IBackoffFactory<unknown> {
  return {
    next() {
      const until = performance.now() + durationMs;
      return {
        get duration() {
          return performance.now() < until ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
        },
        next: monotonicBackoff(durationMs).next,
      };
    },
  };
}

async function sendOnce(context: AttemptContext, settings: HttpClientSettings): Promise<Attempt> {
  const { upstreamRequest, exchange, signal } = context;
  const { timeoutMs = settings.timeoutMs, url, method, headers, body } = upstreamRequest;
  const httpRequest = { url, method, headers, ...(body === undefined ? {} : { body }) };
  const response = await sendRequest(httpRequest, { exchange, timeoutMs }, signal);
  if (!response.ok) {
    const isNetworkError = response.gap === 'unavailable';
    const delayMs = isNetworkError ? retryWaitMs(context, settings, 0) : null;
    return { result: response, countsAsFailure: response.gap !== 'invalid-response', retryInMs: delayMs };
  }
  const result = classifyResponse(response.value, upstreamRequest.mapError);
  const mayRetry = !result.ok && result.isRetryable;
  const serverDelayMs = retryAfterMs(response.value.headers, settings.now);
  const { status } = response.value;
  const code = result.ok ? undefined : result.code;
  return {
    result: result.ok
      ? result
      : problem(result.gap, result.detail, { status, ...(code === undefined ? {} : { code }) }),
    countsAsFailure: status >= 500,
    retryInMs: mayRetry ? retryWaitMs(context, settings, serverDelayMs) : null,
  };
}

/** Returns the delay before the next attempt, or null when it would exceed the deadline. */
function retryWaitMs(
  { upstreamRequest, attempt, startedAt }: AttemptContext,
  { deadlineMs = 8000 }: HttpClientSettings,
  serverDelayMs: number,
): number | null {
  const delayMs = Math.max(serverDelayMs, Math.random() * INITIAL_BACKOFF_MS * 2 ** attempt);
  const { endsAt = startedAt + deadlineMs } = upstreamRequest;
  return delayMs < endsAt - performance.now() ? delayMs : null;
}

function mapPolicyError(error: unknown): UpstreamResult<unknown> {
  return isBrokenCircuitError(error) ? problem('unavailable', 'circuit breaker open') : deadlineExceeded();
}
