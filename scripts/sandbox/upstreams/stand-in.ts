import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { BadRequest, readRequestBody, urlOf } from '../slack/http.ts';
import { isSameSite } from '../slack/same-site.ts';
import { createFaultSwitch, type FaultMode, type FaultSwitch, type UpstreamFaultOptions } from './faults.ts';
import { sendStandInReply, sendWithFault } from './send-reply.ts';
import {
  createTokenStore,
  type StandInReply,
  type StandInRequest,
  type SystemProtocol,
  type TokenStore,
} from './system-protocol.ts';
import type { Tamper } from './tamper.ts';

/** One received request. `authorized`: it carried a valid token, or the right credentials at the sign-in. */
export interface RecordedRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  /** ISO 8601. */
  readonly at: string;
  readonly authorized: boolean;
}

/** A running stand-in for one system. */
export interface StandIn {
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** All API requests so far, sign-ins included; pages that a person opened are not among them. */
  readonly requests: RecordedRequest[];
  setFault(mode: FaultMode, options?: UpstreamFaultOptions): void;
  /** Changes good answers (not sign-ins) on their way out; null ends it. */
  setTamper(change: Tamper | null): void;
  /** Invalidates every token issued so far. */
  expireTokens(): void;
  /** Removes all faults, tampering and recorded requests. */
  reset(): void;
  close(): Promise<void>;
}

export interface ClientCredentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

interface StandInState {
  readonly desk: SystemProtocol;
  readonly tokens: TokenStore;
  readonly faults: FaultSwitch;
  readonly requests: RecordedRequest[];
  readonly timers: Set<NodeJS.Timeout>;
  tamper: Tamper | null;
  url: string;
}

/** Starts a server on 127.0.0.1 that answers as the desk says. Port 0 takes any free one. */
export async function startStandIn(
  desk: SystemProtocol,
  credentials: ClientCredentials,
  port = 0,
): Promise<StandIn> {
  const running = createState(desk, '');
  const server = createServer((request, response) => void handleHttpRequest(running, request, response));
  await new Promise<void>((listening, failed) => {
    server.once('error', failed).listen(port, '127.0.0.1', listening);
  });
  running.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return createHandle(running, credentials, () => close(server, running));
}

/** A stand-in without a server; `handleRequest` gets what one would receive. */
export interface DetachedStandIn extends StandIn {
  readonly handleRequest: RequestListener;
}

/** Creates a stand-in like that of `startStandIn` that is reached at `url`, but starts no server. */
export function createStandIn(
  desk: SystemProtocol,
  credentials: ClientCredentials,
  url: string,
): DetachedStandIn {
  const running = createState(desk, url);
  return {
    ...createHandle(running, credentials, async () => undefined),
    handleRequest: (request, response) => void handleHttpRequest(running, request, response),
  };
}

function createState(desk: SystemProtocol, url: string): StandInState {
  return {
    desk,
    tokens: createTokenStore(),
    faults: createFaultSwitch(),
    requests: [],
    timers: new Set(),
    tamper: null,
    url,
  };
}

function createHandle(
  running: StandInState,
  { clientId, clientSecret }: ClientCredentials,
  closeStandIn: () => Promise<void>,
): StandIn {
  return {
    url: running.url,
    clientId,
    clientSecret,
    requests: running.requests,
    setFault: (mode, options) => applyFaultMode(running, mode, options),
    setTamper: (change) => {
      running.tamper = change;
    },
    expireTokens: () => running.tokens.expireAll(),
    reset: () => reset(running),
    close: closeStandIn,
  };
}

function applyFaultMode(
  { desk, faults }: StandInState,
  mode: FaultMode,
  options: UpstreamFaultOptions = {},
): void {
  const call = {
    path: '',
    query: new URLSearchParams(),
    headers: {},
    body: '',
    url: '',
    method: 'GET',
    parts: [],
  };
  if (mode === 'soft-error' && !desk.softError(call, options)) {
    throw new Error('This system never fails with HTTP 200.');
  }
  faults.set(mode, options);
}

function reset(running: StandInState): void {
  running.faults.set('none');
  running.tamper = null;
  running.requests.length = 0;
}

async function close(server: Server, { timers }: StandInState): Promise<void> {
  for (const timer of timers) clearTimeout(timer);
  const closed = new Promise<void>((done) => server.close(() => done()));
  server.closeAllConnections();
  await closed;
}

async function handleHttpRequest(
  running: StandInState,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (!isSameSite(request))
    return void response.writeHead(403, { 'content-type': 'text/plain' }).end('wrong origin');
  try {
    const call = await readCall(running, request);
    const page = running.desk.pages.find(({ pattern }) => pattern.test(call.path));
    if (page)
      return sendStandInReply(response, {
        reply: page.reply(withPathParameters(call, page.pattern)),
        call,
        ...running,
      });
    handleCall(running, call, response);
  } catch (error) {
    if (error instanceof BadRequest || error instanceof URIError)
      return void response.writeHead(400, { 'content-type': 'text/plain' }).end('bad request');
    response.writeHead(500, { 'content-type': 'text/plain' });
    response.end(`The stand-in failed: ${error instanceof Error ? error.stack : 'unknown'}`);
  }
}

async function readCall({ url }: StandInState, request: IncomingMessage): Promise<StandInRequest> {
  const body = await readRequestBody(request);
  const { pathname, searchParams } = urlOf(request);
  return {
    method: request.method ?? 'GET',
    path: pathname,
    query: searchParams,
    headers: request.headers,
    body,
    url,
    parts: [],
  };
}

function handleCall(running: StandInState, call: StandInRequest, response: ServerResponse): void {
  const { desk, requests, faults } = running;
  const isSignIn = call.path === desk.signInPath;
  const { reply, authorized } = isSignIn ? signIn(running, call) : api(running, call);
  const { method, path, query } = call;
  requests.push({ method, path, query, at: new Date().toISOString(), authorized });
  const fault = faults.take(path, isSignIn);
  const shown = isSignIn ? reply : tamperReply(running, call, reply);
  if (fault) sendWithFault(fault, response, { reply: shown, call, ...running });
  else sendStandInReply(response, { reply: shown, call, ...running });
}

function signIn(
  { desk, tokens }: StandInState,
  call: StandInRequest,
): { reply: StandInReply; authorized: boolean } {
  const reply = call.method === 'POST' ? desk.signIn(call, tokens) : desk.refuse('method', call);
  return { reply, authorized: reply.status === 200 };
}

function api(
  { desk, tokens }: StandInState,
  call: StandInRequest,
): { reply: StandInReply; authorized: boolean } {
  const refusal = desk.authorize(call, tokens);
  const authorized = refusal === null;
  const route = desk.routes.find(({ pattern }) => pattern.test(call.path));
  if (refusal) return { reply: desk.refuse(refusal, call), authorized };
  if (!route) return { reply: desk.refuse('not-found', call), authorized };
  if (call.method !== 'GET') return { reply: desk.refuse('method', call), authorized };
  return { reply: route.reply(withPathParameters(call, route.pattern)), authorized };
}

function withPathParameters(call: StandInRequest, pattern: RegExp): StandInRequest {
  return {
    ...call,
    parts: (pattern.exec(call.path) ?? []).slice(1).map((part) => decodeURIComponent(part ?? '')),
  };
}

function tamperReply({ tamper }: StandInState, { path }: StandInRequest, reply: StandInReply): StandInReply {
  if (!tamper || reply.status !== 200) return reply;
  return { ...reply, body: tamper(path, structuredClone(reply.body)) };
}
