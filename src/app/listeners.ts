import type { RequestListener } from 'node:http';
import type { Config } from '../config.ts';
import type { Routes } from './http-server.ts';
import { startHttpServer } from './http-server.ts';

export interface Listeners {
  /** Where Slack delivers; in Socket Mode the same as `opsPort`. */
  readonly port: number;
  /** Where `/healthz`, `/readyz` and `/metrics` are. */
  readonly opsPort: number;
  close(): Promise<void>;
}

export interface ListenersOptions {
  readonly config: Config;
  /** Takes what Slack delivers over HTTP; null in Socket Mode. */
  readonly slackEvents: RequestListener | null;
  readonly operatorRoutes: Routes;
  onFault(what: string, error: unknown): void;
}

/** Opens one listener, or two when the operator routes have their own. Rejects when a port is taken. */
export async function openListeners(options: ListenersOptions): Promise<Listeners> {
  const { config, slackEvents, operatorRoutes, onFault } = options;
  const delivery: Routes = slackEvents ? { '/slack/events': { POST: slackEvents } } : {};
  if (!config.ops || !slackEvents) {
    const at = config.ops ?? { port: config.port, host: config.host };
    const one = await startHttpServer({ ...at, routes: { ...delivery, ...operatorRoutes }, onFault });
    return { port: one.port, opsPort: one.port, close: () => one.close() };
  }
  const ops = await startHttpServer({ ...config.ops, routes: operatorRoutes, onFault });
  try {
    const main = await startHttpServer({ port: config.port, host: config.host, routes: delivery, onFault });
    const close = async () => void (await Promise.all([main.close(), ops.close()]));
    return { port: main.port, opsPort: ops.port, close };
  } catch (error) {
    await ops.close();
    throw error;
  }
}
