import type { Config } from '../config.ts';
import { COMPARED_SINCE } from '../policy/handbook.ts';
import type { Ports } from '../ports/ports.ts';
import type { Store } from '../ports/store.ts';
import type { BoltApp } from '../slack/listeners/handler-context.ts';
import type { SlackStatus } from '../slack/web-api/slack-status.ts';
import { scheduleInitialTimers } from '../usecases/run-timer.ts';
import type { Background } from './background.ts';
import type { RuntimeDependencies } from './create-ports.ts';
import type { HttpRoutes } from './http-server.ts';
import type { HttpServers } from './http-servers.ts';
import { startHttpServers } from './http-servers.ts';
import type { SlackIngress } from './slack-ingress.ts';

export interface Bot {
  /** The port of the HTTP server that takes Slack's requests; in Socket Mode the same as `opsPort`. */
  readonly port: number;
  /** The port of `/healthz`, `/readyz` and `/metrics`. */
  readonly opsPort: number;
  /** Runs everything that is due now instead of waiting for the schedule. */
  runDueWork(): Promise<void>;
  /** Returns true while no request is being processed and no message is being delivered. */
  isIdle(): boolean;
  /** Returns how many requests wait to be processed and how many messages wait to be delivered. */
  pending(): Promise<{ readonly requests: number; readonly messages: number }>;
  /**
   * Takes no more requests, finishes the work in progress, and releases the rest for the next start. Later calls return
   * the same promise.
   */
  stop(): Promise<void>;
}

/** The bot's state, shared by the parts that report it or act on it. */
export interface Lifecycle {
  phase: 'starting' | 'running' | 'stopping';
}

export interface RunBotOptions {
  readonly config: Config;
  readonly runtime: RuntimeDependencies;
  readonly store: Store;
  readonly ports: Ports;
  readonly app: BoltApp;
  readonly status: SlackStatus;
  readonly ingress: SlackIngress;
  readonly operatorRoutes: HttpRoutes;
  readonly background: Background;
  readonly lifecycle: Lifecycle;
  onFault(what: string, error: unknown): void;
}

/** How long the work in progress may take after the bot is told to stop. */
const DRAIN_TIMEOUT_MS = 10_000;

/**
 * Starts every part: HTTP servers first, so that `/readyz` answers from the beginning, then Slack, then background work.
 * Rejects, with everything closed again, when a port is taken or Slack refuses a token.
 */
export async function runBot(options: RunBotOptions): Promise<Bot> {
  const { config, runtime, store, background, lifecycle } = options;
  const servers = await openServers(options);
  try {
    await Promise.all([options.status.start(), options.ingress.start()]);
    await scheduleInitialTimers(options.ports);
    background.start();
  } catch (error) {
    await closeIngress(options, servers);
    await store.close();
    throw error;
  }
  const { port, opsPort } = servers;
  lifecycle.phase = 'running';
  runtime.log.info('started', {
    mode: config.slack.delivery.kind,
    port,
    policy: config.policy,
    policyComparedSince: COMPARED_SINCE,
  });
  let stopPromise: Promise<void> | undefined;
  return {
    port,
    opsPort,
    runDueWork: () => background.runDueWork(),
    isIdle: () => background.isIdle(),
    async pending() {
      // The inbox first: a request's messages are in the outbox before the request is done.
      const requests = await store.inbox.countPending();
      return { requests, messages: await store.outbox.countPending() };
    },
    stop: () => (stopPromise ??= stopBot(options, servers)),
  };
}

async function openServers(options: RunBotOptions): Promise<HttpServers> {
  const { config, runtime, store, app, ingress, operatorRoutes, onFault } = options;
  const { log } = runtime;
  const listen = runtime.startHttpServers ?? startHttpServers;
  const { slackEvents } = ingress;
  try {
    await app.init();
    const servers = await listen({ config, slackEvents, operatorRoutes, onFault });
    const { port, opsPort } = servers;
    log.info('listening', { mode: config.slack.delivery.kind, port });
    if (opsPort !== port) log.info('operator routes listening', { port: opsPort });
    return servers;
  } catch (error) {
    await store.close();
    throw error;
  }
}

async function closeIngress({ status, ingress }: RunBotOptions, servers: HttpServers): Promise<void> {
  status.stop();
  await ingress.stop();
  await servers.close();
}

async function stopBot(options: RunBotOptions, servers: HttpServers): Promise<void> {
  const { runtime, store, background, lifecycle } = options;
  lifecycle.phase = 'stopping';
  await closeIngress(options, servers);
  await background.drain(DRAIN_TIMEOUT_MS);
  await store.close();
  runtime.log.info('stopped');
}
