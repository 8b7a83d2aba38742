import type { ServerResponse } from 'node:http';
import { HANDOFF_STATUSES } from '../domain/handoff-state.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import type { Health } from '../ports/monitoring.ts';
import type { Store } from '../ports/store.ts';
import { StoreError } from '../store/store-error.ts';
import type { HttpRoutes } from './http-server.ts';

export interface OperatorRoutesOptions {
  readonly metrics: Metrics;
  readonly store: Store;
  /** Receives a line whenever readiness changes, with the reason. */
  readonly log: Log;
  /** Checks for `/readyz` besides the database, by the name that the answer shows. Called on every request, so they must be cheap. */
  readonly checks: Readonly<Record<string, () => Health>>;
  /** How many milliseconds database results are cached. */
  readonly cacheMs: number;
  /** Monotonic clock in milliseconds. */
  monotonic(): number;
}

interface OperatorResponse {
  readonly status: number;
  readonly type?: string;
  readonly body: string;
}

/**
 * Returns the operator routes `/healthz`, `/readyz` and `/metrics`. `/readyz` and `/metrics` each query the database at
 * most once per `cacheMs`, however many clients call.
 */
export function operatorRoutes(options: OperatorRoutesOptions): HttpRoutes {
  const readiness = createReadiness(options);
  const metrics = cacheResult(options, () => renderMetrics(options));
  return {
    '/healthz': { GET: (_, response) => sendResponse(response, { status: 200, body: 'ok' }) },
    '/readyz': { GET: (_, response) => void readiness().then((answer) => sendResponse(response, answer)) },
    '/metrics': { GET: (_, response) => void metrics().then((answer) => sendResponse(response, answer)) },
  };
}

/** Returns the handler of `/readyz`, which answers `ready` or `not ready`, then one line for each check. */
function createReadiness(options: OperatorRoutesOptions): () => Promise<OperatorResponse> {
  const { checks, log } = options;
  const database = cacheResult(options, () => databaseHealth(options));
  let lastReasons = '';
  return async () => {
    const results = Object.entries(checks).map(([name, check]) => ({ name, ...check() }));
    const all = [...results, { name: 'database', ...(await database()) }];
    const failed = all.filter(({ ready }) => !ready);
    const reasons = failed.map(({ name, detail }) => `${name}: ${detail}`).join('; ');
    if (reasons !== lastReasons) {
      if (reasons) log.warn('not ready', { detail: reasons });
      else log.info('ready');
    }
    lastReasons = reasons;
    const lines = all.map(({ name, detail }) => `${name}: ${detail}\n`).join('');
    return reasons ? { status: 503, body: `not ready\n${lines}` } : { status: 200, body: `ready\n${lines}` };
  };
}

async function databaseHealth({ store }: OperatorRoutesOptions): Promise<Health> {
  try {
    await store.ping();
    return { ready: true, detail: 'ok' };
  } catch (error) {
    return {
      ready: false,
      detail: `cannot be written (${error instanceof StoreError ? error.reason : 'unknown'})`,
    };
  }
}

async function renderMetrics({ metrics, store, log }: OperatorRoutesOptions): Promise<OperatorResponse> {
  try {
    // The inbox first: a request's messages are in the outbox before the request is done.
    const inbox = await store.inbox.countPending();
    const [outbox, handoffs] = await Promise.all([
      store.outbox.countPending(),
      store.handoffs.countByState(),
    ]);
    metrics.inboxPending(inbox);
    metrics.outboxPending(outbox);
    for (const state of HANDOFF_STATUSES) metrics.handoffs({ state, count: handoffs[state] ?? 0 });
    return { status: 200, type: metrics.contentType, body: await metrics.render() };
  } catch (error) {
    log.warn('metrics not available', { error });
    return { status: 500, body: '' };
  }
}

/** Caches the result of `load` for `cacheMs`. Calls during a running `load` share its result. */
function cacheResult<T>(
  { cacheMs, monotonic }: OperatorRoutesOptions,
  load: () => Promise<T>,
): () => Promise<T> {
  let latest: { readonly answer: Promise<T>; answeredAt: number } | undefined;
  return () => {
    if (latest && monotonic() - latest.answeredAt < cacheMs) return latest.answer;
    const entry = { answer: load(), answeredAt: Number.POSITIVE_INFINITY };
    latest = entry;
    void entry.answer.finally(() => {
      entry.answeredAt = monotonic();
    });
    return entry.answer;
  };
}

function sendResponse(
  response: ServerResponse,
  { status, type = 'text/plain; charset=utf-8', body }: OperatorResponse,
): void {
  response.writeHead(status, { 'content-type': type }).end(body);
}
