import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Look } from '../../src/ports.ts';

export type Handler = (request: IncomingMessage, response: ServerResponse, body: string) => void;

export interface LocalServer {
  readonly url: string;
  /** Method and path with query of every request so far, sign-ins included. */
  readonly seen: string[];
  /** What was asked, without sign-ins. */
  asked(): string[];
  signIns(): number;
  /** Answers from now on; sign-ins too when `handleSignIn` is set. */
  handle: Handler;
  handleSignIn: Handler;
  close(): Promise<void>;
}

/** A real HTTP server on a free port that hands out a new token for every sign-in. */
export async function startServer(handle: Handler = send({})): Promise<LocalServer> {
  let tokens = 0;
  const seen: string[] = [];
  const isSignIn = (path: string) => path.includes('/oauth');
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      seen.push(`${request.method} ${request.url}`);
      const answer = isSignIn(request.url ?? '') ? local.handleSignIn : local.handle;
      answer(request, response, Buffer.concat(chunks).toString());
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const local: LocalServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    asked: () => seen.filter((one) => !isSignIn(one)),
    signIns: () => seen.filter(isSignIn).length,
    handle,
    handleSignIn: (request, response, body) => {
      tokens += 1;
      send({ access_token: `token-${tokens}`, token_type: 'bearer', expires_in: 3600 })(
        request,
        response,
        body,
      );
    },
    close: async () => {
      const closed = new Promise<void>((done) => server.close(() => done()));
      server.closeAllConnections();
      await closed;
    },
  };
  return local;
}

/** Answers with a value as JSON, or with a text as it is. */
export function send(body: unknown, status = 200, headers: Record<string, string> = {}): Handler {
  return (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };
}

/** One handler after the other; the last one stays. */
export function inTurn(...handlers: [Handler, ...Handler[]]): Handler {
  let next = 0;
  return (request, response, body) => {
    const handler = handlers[Math.min(next, handlers.length - 1)];
    next += 1;
    handler?.(request, response, body);
  };
}

/** The connection ends without an answer. */
export const reset: Handler = (request) => {
  request.socket.resetAndDestroy();
};

/** Says that an answer comes, and then nothing. */
export const stall: Handler = (_request, response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.write('{"success":');
};

/** A look with its own deadline in milliseconds. */
export function aLook({ ms = 8000, fresh = false }: { ms?: number; fresh?: boolean } = {}): Look {
  return { signal: AbortSignal.timeout(ms), fresh };
}

export const NOW = new Date('2026-03-02T10:00:00.000Z');
export const now = () => NOW;
