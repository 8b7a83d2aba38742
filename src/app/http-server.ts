import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { rejectRequest } from '../slack/ingress/reject-request.ts';

/** Handlers by path and method. A GET handler also serves HEAD. */
export type HttpRoutes = Readonly<Record<string, Readonly<Partial<Record<'GET' | 'POST', RequestListener>>>>>;

export interface HttpServerOptions {
  readonly host: string;
  readonly port: number;
  readonly routes: HttpRoutes;
  onFault(what: string, error: unknown): void;
  /** Shorter limits for tests; `SERVER_LIMITS` by default. */
  readonly limits?: Partial<typeof SERVER_LIMITS>;
}

export interface HttpServer {
  /** The actual port, also when the requested port was 0. */
  readonly port: number;
  isListening(): boolean;
  /** Stops accepting connections, closes idle ones at once and the others after 3 seconds at the latest. */
  close(): Promise<void>;
}

/** Longer than the 60 seconds for which load balancers reuse idle connections, so that they close first. */
const KEEP_ALIVE_MS = 75_000;
/** Timeouts in milliseconds. Slack waits 3 seconds for an answer, so slower requests are useless to it. */
const SERVER_LIMITS = {
  maxConnections: 500,
  keepAliveTimeout: KEEP_ALIVE_MS,
  headersTimeout: 5_000,
  requestTimeout: 10_000,
  connectionsCheckingInterval: 1_000,
};
const FORCE_CLOSE_AFTER_MS = 3_000;

/**
 * Starts an HTTP server that no request can crash or exhaust: an exception in a handler becomes 500, a slow request is
 * answered with 408, the number of connections is limited, and only clients whose requests are valid keep theirs. Rejects
 * when the address is not available.
 */
export async function startHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const { host, port, routes, onFault } = options;
  const { maxConnections, ...limits } = { ...SERVER_LIMITS, ...options.limits };
  const server = createServer(limits, (request, response) => {
    response.on('error', (error) => onFault('response not sent', error));
    try {
      findHandler(routes, request)(request, response);
    } catch (error) {
      onFault('request failed', error);
      if (!response.headersSent) response.writeHead(500).end();
    }
  });
  server.maxConnections = maxConnections;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port }, () => {
      server.off('error', reject);
      resolve();
    });
  });
  server.on('error', (error) => onFault('connection not accepted', error));
  return {
    port: (server.address() as AddressInfo).port,
    isListening: () => server.listening,
    close: () => closeServer(server),
  };
}

function findHandler(routes: HttpRoutes, request: IncomingMessage): RequestListener {
  const path = pathOf(request.url);
  const handlers = Object.hasOwn(routes, path) ? routes[path] : undefined;
  if (!handlers) return (_, response) => rejectRequest(request, response, { status: 404 });
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  const handler = method === 'GET' || method === 'POST' ? handlers[method] : undefined;
  const headers = { allow: allowedMethods(handlers) };
  return handler ?? ((_, response) => rejectRequest(request, response, { status: 405, headers }));
}

/** Returns the path of a request target, which may be anything: `//`, `*`, a whole URL, or nothing. */
function pathOf(target = ''): string {
  if (target.startsWith('/')) return target.split('?', 1)[0] ?? '';
  return URL.canParse(target) ? new URL(target).pathname : '';
}

function allowedMethods(handlers: HttpRoutes[string]): string {
  return [handlers.GET && 'GET, HEAD', handlers.POST && 'POST'].filter(Boolean).join(', ');
}

async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const deadline = setTimeout(() => server.closeAllConnections(), FORCE_CLOSE_AFTER_MS);
  await closed;
  clearTimeout(deadline);
}
