import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { LookupOptions } from '../../src/ports/systems.ts';

export type RequestResponder = (request: IncomingMessage, response: ServerResponse, body: string) => void;

export interface LocalHttpServer {
  readonly url: string;
  /** Method, path and query string of every request so far, including sign-ins. */
  readonly seen: string[];
  /** The same without sign-ins. */
  asked(): string[];
  signIns(): number;
  /** Sets the handler of further requests, and of sign-ins if `handleSignIn` is given. */
  handle: RequestResponder;
  handleSignIn: RequestResponder;
  close(): Promise<void>;
}

/** Starts an HTTP server on a free port that issues a new token for every sign-in. */
export async function startLocalHttpServer(
  handle: RequestResponder = respondWith({}),
): Promise<LocalHttpServer> {
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
  const local: LocalHttpServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    asked: () => seen.filter((one) => !isSignIn(one)),
    signIns: () => seen.filter(isSignIn).length,
    handle,
    handleSignIn: (request, response, body) => {
      tokens += 1;
      respondWith({ access_token: `token-${tokens}`, token_type: 'bearer', expires_in: 3600 })(
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

/** Responds with a value as JSON, or with a string unchanged. */
export function respondWith(
  body: unknown,
  status = 200,
  headers: Record<string, string> = {},
): RequestResponder {
  return (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };
}

/** Uses one handler per request; the last one is repeated. */
export function respondInSequence(...handlers: [RequestResponder, ...RequestResponder[]]): RequestResponder {
  let next = 0;
  return (request, response, body) => {
    const handler = handlers[Math.min(next, handlers.length - 1)];
    next += 1;
    handler?.(request, response, body);
  };
}

/** Closes the connection without a response. */
export const resetConnection: RequestResponder = (request) => {
  request.socket.resetAndDestroy();
};

/** Sends headers, but never the body. */
export const neverRespond: RequestResponder = (_request, response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.write('{"success":');
};

/** Lookup options with a deadline in milliseconds. */
export function lookupOptions({
  ms = 8000,
  fresh = false,
}: {
  ms?: number;
  fresh?: boolean;
} = {}): LookupOptions {
  return { signal: AbortSignal.timeout(ms), bypassCache: fresh };
}

export const FIXED_NOW = new Date('2026-03-02T10:00:00.000Z');
export const fixedNow = () => FIXED_NOW;

/** Stands in for the keyed fingerprint of the database. */
export function fakeFingerprint(address: string): string {
  return createHash('sha256').update(address.toLowerCase()).digest('hex').slice(0, 32);
}
