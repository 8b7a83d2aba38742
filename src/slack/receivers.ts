import type { RequestListener, Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Receiver } from '@slack/bolt';
import { HTTPReceiver, LogLevel, SocketModeReceiver } from '@slack/bolt';

type Logger = NonNullable<ConstructorParameters<typeof HTTPReceiver>[0]['logger']>;

export interface Delivery {
  readonly kind: 'http' | 'socket';
  readonly secret: string;
  readonly slackApiUrl: string;
  readonly host: string;
  readonly port: number;
  /** Paths answered to GET in both modes, such as /healthz. */
  readonly routes: Readonly<Record<string, RequestListener>>;
  readonly logger: Logger;
}

/** One of Bolt's receivers, started and stopped the same way whichever it is. */
export interface Inlet {
  readonly receiver: Receiver;
  /** False while Slack has no way to reach us. */
  isOpen(): boolean;
  /** Resolves with the port it listens on. */
  listen(start: (...given: unknown[]) => Promise<unknown>): Promise<number>;
  /** Takes no more requests; idle connections are closed, so that this does not wait for them. */
  close(stop: () => Promise<unknown>): Promise<void>;
}

/** A request may claim to come from at most this far in the future. Bolt itself checks the past only. */
const MAX_AHEAD_S = 300;
/** The property of an event in which the request's own time travels. */
export const SENT_AT = 'sentAt';

/** The time stamped on the request is too far ahead of ours. */
export class FromTheFuture extends Error {
  override readonly name = 'FromTheFuture';
}

/** Throws when a signed request claims a time that has not come yet: it could be kept and replayed later. */
export function refuseFuture(sentAt: unknown, now: Date): void {
  if (typeof sentAt === 'number' && sentAt - now.getTime() / 1000 > MAX_AHEAD_S) throw new FromTheFuture();
}

export function createInlet(delivery: Delivery): Inlet {
  return delivery.kind === 'http' ? httpInlet(delivery) : socketInlet(delivery);
}

function httpInlet({ secret, host, port, routes, logger }: Delivery): Inlet {
  const receiver = new HTTPReceiver({
    signingSecret: secret,
    customRoutes: Object.entries(routes).map(([path, handler]) => ({ path, method: 'GET', handler })),
    logger,
    customPropertiesExtractor: ({ headers }) => ({ [SENT_AT]: Number(headers['x-slack-request-timestamp']) }),
    processEventErrorHandler: async ({ error, response }) => {
      if (!response.headersSent) response.writeHead(error instanceof FromTheFuture ? 401 : 500).end();
      return false;
    },
  });
  let server: Server | undefined;
  return {
    receiver,
    isOpen: () => server?.listening === true,
    async listen(start) {
      server = (await start({ host, port })) as Server;
      return portOf(server);
    },
    async close(stop) {
      const stopped = stop();
      server?.closeIdleConnections();
      const deadline = setTimeout(() => server?.closeAllConnections(), 3_000);
      await stopped;
      clearTimeout(deadline);
    },
  };
}

/**
 * Its own Web API options, never shared with another client: in Socket Mode the client writes a retry policy into
 * them, and a short one of ours would end the process when Slack refuses a connection.
 */
function socketInlet({ secret, slackApiUrl, host, port, routes, logger }: Delivery): Inlet {
  const receiver = new SocketModeReceiver({
    appToken: secret,
    logger,
    logLevel: LogLevel.INFO,
    clientPingTimeout: 20_000,
    serverPingTimeout: 60_000,
    installerOptions: { clientOptions: { slackApiUrl } },
  });
  let server: Server | undefined;
  let connected = false;
  receiver.client.on('connected', () => {
    connected = true;
  });
  receiver.client.on('disconnected', () => {
    connected = false;
  });
  receiver.client.on('reconnecting', () => {
    connected = false;
  });
  return {
    receiver,
    isOpen: () => connected,
    async listen(start) {
      server = await serveRoutes(routes, { host, port });
      try {
        await start();
      } catch (error) {
        server.close();
        throw error;
      }
      return portOf(server);
    },
    async close(stop) {
      server?.close();
      server?.closeIdleConnections();
      await stop();
    },
  };
}

function serveRoutes(routes: Delivery['routes'], at: { host: string; port: number }): Promise<Server> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const handler = request.method === 'GET' ? routes[pathname] : undefined;
    if (handler) handler(request, response);
    else response.writeHead(404).end();
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(at, () => resolve(server));
  });
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}
