import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { answerJson, answerText, BadRequest } from './http.ts';
import { handlePage, type PageOptions } from './page-routes.ts';
import { handleResponseUrl } from './response-url.ts';
import { isSameSite } from './same-site.ts';
import type { Sockets } from './sockets.ts';
import { handleWebApiCall } from './web-api.ts';

const ALLOWED_METHODS = ['GET', 'HEAD', 'POST'];

/** Returns the handler of the Web API, of `response_url`s and of the page. */
export function createRequestHandler(page: PageOptions): RequestListener {
  return (request, response) => {
    route(request, response, page).catch((error: unknown) => refuse(error, request, response));
  };
}

/** Listens on the loopback address only; the port is 0 for any free one. */
export async function startLocalSlackServer(
  port: number,
  handleRequest: RequestListener,
  sockets: Sockets,
): Promise<Server> {
  const server = createServer(handleRequest);
  server.on('upgrade', (request, socket: Duplex, head) => {
    socket.on('error', () => socket.destroy());
    try {
      if (isSameSite(request)) sockets.upgrade(request, socket, head);
      else socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
    } catch {
      socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return server;
}

/** Such as `http://127.0.0.1:4000`. */
export function addressOf(server: Server): string {
  const { port } = server.address() as AddressInfo;
  return `http://127.0.0.1:${port}`;
}

async function route(request: IncomingMessage, response: ServerResponse, page: PageOptions): Promise<void> {
  const path = request.url ?? '/';
  if (!isSameSite(request)) return answerJson(response, { ok: false, error: 'wrong origin' }, 403);
  if (!ALLOWED_METHODS.includes(request.method ?? '')) return answerText(response, 405, 'method not allowed');
  if (path.startsWith('/api/')) return handleWebApiCall(request, response, page.state);
  if (path.startsWith('/response/')) return handleResponseUrl(request, response, page.state);
  return handlePage(request, response, page);
}

/** Answers 4xx to an invalid request and 500 to any other error. Does nothing when the client has disconnected. */
function refuse(error: unknown, request: IncomingMessage, response: ServerResponse): void {
  if (request.destroyed && !request.complete) return;
  if (!(error instanceof BadRequest)) console.error('The local Slack failed:', error);
  const [status, text] =
    error instanceof BadRequest ? [error.status, error.message] : [500, 'internal error of the local Slack'];
  if (!response.headersSent) answerText(response.setHeader('connection', 'close'), status, text);
}
