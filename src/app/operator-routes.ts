import type { RequestListener, ServerResponse } from 'node:http';
import { HANDOFF_STATES } from '../domain/handoff.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import type { Health, Store } from '../ports.ts';
import type { Routes } from './http-server.ts';

export interface OperatorOptions {
  readonly metrics: Metrics;
  readonly store: Store;
  /** Told when readiness changes, and why. */
  readonly log: Log;
  /** Looked at for `/readyz`, by the name under which the answer lists it. A check may throw. */
  readonly checks: Readonly<Record<string, () => Health | Promise<Health>>>;
  /** How long an answer of `/readyz` and `/metrics` is repeated, in milliseconds. */
  readonly cacheMs: number;
  /** Milliseconds of a clock that nobody sets. */
  monotonic(): number;
}

interface Answer {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body: string;
}

/** Returns the routes for operators: `/healthz`, `/readyz` and `/metrics`. */
export function operatorRoutes(options: OperatorOptions): Routes {
  const { metrics } = options;
  const readiness = createReadiness(options);
  return {
    '/healthz': { GET: (_, response) => send(response, { status: 200, body: 'ok' }) },
    '/readyz': { GET: cached(options, readiness) },
    '/metrics': {
      GET: cached(options, async () => {
        const body = await measured(options);
        return { status: 200, headers: { 'content-type': metrics.contentType }, body };
      }),
    },
  };
}

/** Answers `ready` or `not ready`, then a line for each check. */
function createReadiness({ checks, log }: OperatorOptions): () => Promise<Answer> {
  let before = '';
  return async () => {
    const found = await Promise.all(
      Object.entries(checks).map(async ([name, check]) => ({ name, ...(await healthOf(check)) })),
    );
    const failed = found.filter(({ ready }) => !ready);
    const reasons = failed.map(({ name, detail }) => `${name}: ${detail}`).join('; ');
    if (reasons !== before) {
      if (reasons) log.warn('not ready', { detail: reasons });
      else log.info('ready again');
    }
    before = reasons;
    const lines = found.map(({ name, detail }) => `${name}: ${detail}\n`).join('');
    return reasons ? { status: 503, body: `not ready\n${lines}` } : { status: 200, body: `ready\n${lines}` };
  };
}

async function healthOf(check: () => Health | Promise<Health>): Promise<Health> {
  try {
    return await check();
  } catch {
    return { ready: false, detail: 'could not be checked' };
  }
}

async function measured({ metrics, store }: OperatorOptions): Promise<string> {
  const [inbox, outbox, handoffs] = await Promise.all([
    store.inbox.pending(),
    store.outbox.pending(),
    store.handoffs.counts(),
  ]);
  metrics.inboxPending(inbox);
  metrics.pending(outbox);
  for (const state of HANDOFF_STATES) metrics.handoffs({ state, count: handoffs[state] ?? 0 });
  return metrics.text();
}

/** Asks at most once per `cacheMs`, however many call: they share the answer that is there or on its way. */
function cached({ cacheMs, monotonic, log }: OperatorOptions, ask: () => Promise<Answer>): RequestListener {
  let latest: Promise<Answer> | undefined;
  let answeredAt: number | undefined;
  const fresh = () => answeredAt === undefined || monotonic() - answeredAt < cacheMs;
  return (_, response) => {
    if (!latest || !fresh()) {
      answeredAt = undefined;
      latest = ask()
        .catch((error: unknown) => {
          log.warn('operator route failed', { error });
          return { status: 500, body: '' };
        })
        .finally(() => {
          answeredAt = monotonic();
        });
    }
    void latest.then((answer) => send(response, answer));
  };
}

function send(response: ServerResponse, { status, headers = {}, body }: Answer): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', ...headers }).end(body);
}
