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
  /** Shown by `/readyz` too, but never keep the bot from being ready. */
  readonly upstreams?: Readonly<Record<string, () => Health>>;
  /** How many milliseconds database results are cached. */
  readonly cacheMs: number;
  now(): Date;
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
  const database = cacheResult(options, () => databaseHealth(options));
  /** The checks that `ready` depends on. */
  const runDecidingChecks = async () => [
    ...runChecks(options.checks),
    { name: 'database', ...(await database()) },
  ];
  const readiness = createReadiness(options, runDecidingChecks);
  const metrics = cacheResult(options, () => renderMetrics(options, runDecidingChecks));
  return {
    '/healthz': { GET: (_, response) => sendResponse(response, { status: 200, body: 'ok' }) },
    '/readyz': { GET: (_, response) => void answerRequest(options, response, readiness) },
    '/metrics': { GET: (_, response) => void answerRequest(options, response, metrics) },
  };
}

/** Returns the handler of `/readyz`, which answers `ready` or `not ready`, then one line for each check. */
function createReadiness(
  { upstreams = {}, log }: OperatorRoutesOptions,
  runDecidingChecks: () => Promise<readonly NamedHealth[]>,
): () => Promise<OperatorResponse> {
  let lastReasons = '';
  return async () => {
    const deciding = await runDecidingChecks();
    const all = [...deciding, ...runChecks(upstreams)];
    const failed = deciding.filter(({ ready }) => !ready);
    const reasons = failed.map(({ name, detail }) => `${name}: ${detail}`).join('; ');
    if (reasons !== lastReasons) {
      // Starting and stopping are no faults.
      const level = failed.some(({ name }) => name === 'bot') ? 'info' : 'warn';
      if (reasons) log[level]('not ready', { detail: reasons });
      else log.info('ready');
    }
    lastReasons = reasons;
    const lines = all.map(({ name, detail }) => `${name}: ${detail}\n`).join('');
    return reasons ? { status: 503, body: `not ready\n${lines}` } : { status: 200, body: `ready\n${lines}` };
  };
}

type NamedHealth = Health & { readonly name: string };

function runChecks(checks: Readonly<Record<string, () => Health>>): NamedHealth[] {
  return Object.entries(checks).map(([name, check]) => ({ name, ...check() }));
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

/** Renders the metrics, also while the database fails: what it would tell is then NaN. */
async function renderMetrics(
  options: OperatorRoutesOptions,
  runDecidingChecks: () => Promise<readonly NamedHealth[]>,
): Promise<OperatorResponse> {
  const { metrics } = options;
  for (const { name, ready } of await runDecidingChecks()) metrics.ready({ check: name, ready });
  await measureStore(options);
  return { status: 200, type: metrics.contentType, body: await metrics.render() };
}

async function measureStore({ metrics, store, log, now }: OperatorRoutesOptions): Promise<void> {
  const { inbox, outbox, timers, handoffs } = store;
  const queues = { inbox, outbox, timers };
  try {
    // The inbox first: a request's messages are in the outbox before the request is done.
    metrics.inboxPending(await inbox.countPending());
    metrics.outboxPending(await outbox.countPending());
    for (const [queue, { oldestDueSince }] of Object.entries(queues)) {
      const since = await oldestDueSince();
      metrics.queueAge({ queue, seconds: since ? Math.max(0, now().getTime() - since.getTime()) / 1000 : 0 });
    }
    const counts = await handoffs.countByState();
    for (const state of HANDOFF_STATUSES) metrics.handoffs({ state, count: counts[state] ?? 0 });
  } catch (error) {
    log.warn('metrics of the database not available', { error });
    metrics.inboxPending(Number.NaN);
    metrics.outboxPending(Number.NaN);
    for (const queue of Object.keys(queues)) metrics.queueAge({ queue, seconds: Number.NaN });
    for (const state of HANDOFF_STATUSES) metrics.handoffs({ state, count: Number.NaN });
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
    const markAnswered = () => {
      entry.answeredAt = monotonic();
    };
    entry.answer.then(markAnswered, markAnswered);
    return entry.answer;
  };
}

/** Answers with status 500 when `load` fails. */
async function answerRequest(
  { log }: OperatorRoutesOptions,
  response: ServerResponse,
  load: () => Promise<OperatorResponse>,
): Promise<void> {
  try {
    sendResponse(response, await load());
  } catch (error) {
    log.error('request failed', { error });
    if (!response.headersSent) sendResponse(response, { status: 500, body: 'failed\n' });
  }
}

function sendResponse(
  response: ServerResponse,
  { status, type = 'text/plain; charset=utf-8', body }: OperatorResponse,
): void {
  response.writeHead(status, { 'content-type': type }).end(body);
}
