import type { RequestListener } from 'node:http';
import type { Config } from '../config.ts';
import type { Routes } from './http-server.ts';
import { startHttpServer } from './http-server.ts';

export interface HttpServers {
  /** The port that takes Slack's requests; in Socket Mode the same as `opsPort`. */
  readonly port: number;
  /** The port of `/healthz`, `/readyz` and `/metrics`. */
  readonly opsPort: number;
  close(): Promise<void>;
}

export interface HttpServersOptions {
  readonly config: Config;
  /** Handler of `POST /slack/events`; null in Socket Mode. */
  readonly slackEvents: RequestListener | null;
  readonly operatorRoutes: Routes;
  onFault(what: string, error: unknown): void;
}

/** Starts one server, or two when the operator routes have a port of their own. Rejects when a port is taken. */
export async function startHttpServers(options: HttpServersOptions): Promise<HttpServers> {
  const { config, slackEvents, operatorRoutes, onFault } = options;
  const slackRoutes: Routes = slackEvents ? { '/slack/events': { POST: slackEvents } } : {};
  if (!config.ops || !slackEvents) {
    const address = config.ops ?? { port: config.port, host: config.host };
    const server = await startHttpServer({
      ...address,
      routes: { ...slackRoutes, ...operatorRoutes },
      onFault,
    });
    return { port: server.port, opsPort: server.port, close: () => server.close() };
  }
  const ops = await startHttpServer({ ...config.ops, routes: operatorRoutes, onFault });
  try {
    const main = await startHttpServer({
      port: config.port,
      host: config.host,
      routes: slackRoutes,
      onFault,
    });
    const close = async () => void (await Promise.all([main.close(), ops.close()]));
    return { port: main.port, opsPort: ops.port, close };
  } catch (error) {
    await ops.close();
    throw error;
  }
}
