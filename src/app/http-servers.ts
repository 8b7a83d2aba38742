import type { RequestListener } from 'node:http';
import type { Config } from '../config.ts';
import type { HttpRoutes } from './http-server.ts';
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
  readonly operatorRoutes: HttpRoutes;
  onFault(what: string, error: unknown): void;
}

/** Starts one server, or two when the operator routes have a port of their own. Rejects when a port is taken. */
export async function startHttpServers(options: HttpServersOptions): Promise<HttpServers> {
  const { config, slackEvents, operatorRoutes, onFault } = options;
  const slackRoutes: HttpRoutes = slackEvents ? { '/slack/events': { POST: slackEvents } } : {};
  if (!config.ops || !slackEvents) {
    const address = config.ops ?? { port: config.port, host: config.host };
    const server = await startHttpServer({
      ...address,
      routes: { ...slackRoutes, ...operatorRoutes },
      onFault,
    });
    return { port: server.port, opsPort: server.port, close: () => server.close() };
  }
  const opsServer = await startHttpServer({ ...config.ops, routes: operatorRoutes, onFault });
  try {
    const slackServer = await startHttpServer({
      port: config.port,
      host: config.host,
      routes: slackRoutes,
      onFault,
    });
    const close = async () => void (await Promise.all([slackServer.close(), opsServer.close()]));
    return { port: slackServer.port, opsPort: opsServer.port, close };
  } catch (error) {
    await opsServer.close();
    throw error;
  }
}
