import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { handleApi } from './api.ts';
import { answerText } from './http.ts';
import { handlePage, type PageOptions } from './page-routes.ts';
import { handleResponseUrl } from './response-url.ts';
import type { Sockets } from './sockets.ts';

/** Listens on the loopback address only; the port is 0 for any free one. */
export async function startServer(port: number, page: PageOptions, sockets: Sockets): Promise<Server> {
  const server = createServer((request, response) => {
    route(request, response, page).catch((error: unknown) => {
      console.error('The local Slack failed:', error);
      if (!response.headersSent) answerText(response, 500, 'internal error of the local Slack');
    });
  });
  server.on('upgrade', (request, socket, head) => sockets.upgrade(request, socket, head));
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

function route(request: IncomingMessage, response: ServerResponse, page: PageOptions): Promise<void> {
  const path = request.url ?? '/';
  if (path.startsWith('/api/')) return handleApi(request, response, page.state);
  if (path.startsWith('/response/')) return handleResponseUrl(request, response, page.state);
  return handlePage(request, response, page);
}
