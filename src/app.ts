import packageJson from '../package.json' with { type: 'json' };
import { createBackground } from './app/background.ts';
import type { AppContext, OnFault, RuntimeDependencies } from './app/create-ports.ts';
import { createPorts } from './app/create-ports.ts';
import type { Bot, Lifecycle, RunBotOptions } from './app/lifecycle.ts';
import { runBot } from './app/lifecycle.ts';
import { operatorRoutes } from './app/operator-routes.ts';
import { createSlackAccess } from './app/slack-access.ts';
import { createSlackApp } from './app/slack-app.ts';
import { createSlackIngress } from './app/slack-ingress.ts';
import { createUpstreamStatus } from './app/upstream-status.ts';
import type { Config } from './config.ts';
import type { Store } from './ports/store.ts';
import { openStore } from './store/open-store.ts';

export type { Bot } from './app/lifecycle.ts';

/** How long the answers of `/readyz` and `/metrics` are cached. */
const OPERATOR_CACHE_MS = 1_500;

/** Composition root: the only place that chooses the implementation behind each interface and connects them. */
export async function startBot(config: Config, runtime: RuntimeDependencies): Promise<Bot> {
  const { log, now, metrics } = runtime;
  const store = await (runtime.openStore ?? openStore)(config.database, {
    now,
    onQuarantined: ({ source, key, reason }) => {
      log.error('row quarantined', { table: source, key, reason });
      metrics.rowQuarantined(source);
    },
  });
  const parts = await connectParts(config, runtime, store).catch(async (error: unknown) => {
    await store.close();
    throw error;
  });
  return runBot(parts);
}

async function connectParts(
  config: Config,
  runtime: RuntimeDependencies,
  store: Store,
): Promise<RunBotOptions> {
  const { log, now, metrics } = runtime;
  const lifecycle: Lifecycle = { phase: 'starting' };
  const onFault: OnFault = (what, error, about) => log.warn(what, { ...about, error });
  const { clients, status, authorize, isSharedChannel } = createSlackAccess({ config, runtime }, onFault);
  const upstreamStatus = createUpstreamStatus(config);
  const wakeOutbox = () => background.wakeOutbox();
  const context: AppContext = {
    config,
    runtime,
    store,
    clients,
    upstreamStatus,
    authorize,
    isSharedChannel,
    ownIdentity: () => status.identity(),
    wakeOutbox,
  };
  const ports = createPorts(context);
  const background = createBackground({
    context,
    ports,
    process: (request) => receiver.process(request),
    unacknowledged: () => receiver.unacknowledged,
    onFault,
  });
  const { app, receiver } = createSlackApp({
    context,
    ports,
    status,
    requestWorker: background.requestWorker,
    onFault,
  });
  const ingress = await createSlackIngress({
    config,
    runtime,
    receive: (event) => receiver.receive(event),
    onFault,
  });
  metrics.setInfo({
    version: packageJson.version,
    policy: config.policy,
    delivery: config.slack.delivery.kind,
    database: config.database.kind,
  });
  const routes = operatorRoutes({
    metrics,
    store,
    log,
    checks: {
      bot: () => ({ ready: lifecycle.phase === 'running', detail: lifecycle.phase }),
      slack: status.health,
      ...ingress.checks,
    },
    upstreams: upstreamStatus.checks,
    cacheMs: runtime.operatorCacheMs ?? OPERATOR_CACHE_MS,
    now,
    monotonic: () => performance.now(),
  });
  return {
    config,
    runtime,
    store,
    ports,
    app,
    status,
    ingress,
    operatorRoutes: routes,
    background,
    lifecycle,
    onFault,
  };
}
