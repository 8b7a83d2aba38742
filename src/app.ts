import { createBackground } from './app/background.ts';
import { createHandling } from './app/handling.ts';
import type { Bot, Lifecycle } from './app/lifecycle.ts';
import { runBot } from './app/lifecycle.ts';
import { operatorRoutes } from './app/operator-routes.ts';
import type { OnFault, Outside, Parts } from './app/ports.ts';
import { createPorts } from './app/ports.ts';
import { createSlackAccess } from './app/slack-access.ts';
import { createSlackApp } from './app/slack-app.ts';
import { createSlackIngress } from './app/slack-ingress.ts';
import { createUpstreamStatus } from './app/upstream-status.ts';
import type { Config } from './config.ts';
import { openStore } from './store/sqlite-store.ts';

export type { Bot } from './app/lifecycle.ts';

/** How long the answers of `/readyz` and `/metrics` are cached. */
const OPERATOR_CACHE_MS = 1_500;

/** Composition root: the only place that chooses the implementation behind each interface and connects them. */
export async function startBot(config: Config, outside: Outside): Promise<Bot> {
  const { log, now, metrics } = outside;
  const lifecycle: Lifecycle = { phase: 'starting' };
  const onFault: OnFault = (what, error, about) => log.warn(what, { ...about, error });
  const store = await openStore({
    file: config.database.file,
    now,
    onSetAside: ({ source, key, reason }) => {
      log.error('row set aside', { table: source, key, reason });
      metrics.rowSetAside(source);
    },
  });
  const { clients, status, admit } = createSlackAccess({ config, outside }, onFault);
  const upstreams = createUpstreamStatus(config);
  const nudge = () => background.nudge();
  const parts: Parts = { config, outside, store, clients, upstreams, admit, nudge };
  const ports = createPorts(parts);
  const handling = createHandling({ parts, ports, onFault });
  const unacknowledged = () => receiver.unacknowledged;
  const background = createBackground({ parts, ports, handling, lifecycle, unacknowledged, onFault });
  const { app, receiver } = createSlackApp({ parts, status, handling, worker: background.worker, onFault });
  const ingress = createSlackIngress({
    config,
    outside,
    receive: (event) => receiver.receive(event),
    onFault,
  });
  const routes = operatorRoutes({
    metrics,
    store,
    log,
    checks: {
      bot: () => ({ ready: lifecycle.phase === 'running', detail: lifecycle.phase }),
      slack: status.health,
      ...ingress.checks,
      ...upstreams.checks,
    },
    cacheMs: outside.operatorCacheMs ?? OPERATOR_CACHE_MS,
    monotonic: () => performance.now(),
  });
  return runBot({
    config,
    log,
    store,
    ports,
    app,
    status,
    ingress,
    operatorRoutes: routes,
    background,
    lifecycle,
    onFault,
  });
}
