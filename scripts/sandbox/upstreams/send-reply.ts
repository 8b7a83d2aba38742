import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { nonsenseBody, type UpstreamFault, type UpstreamFaultOptions } from './faults.ts';
import type { StandInReply, StandInRequest, SystemProtocol } from './system-protocol.ts';

type ReplyFault = Exclude<UpstreamFault['mode'], 'down' | 'stall' | 'slow'>;

/** An answer on its way out. */
export interface PendingReply {
  readonly reply: StandInReply;
  readonly call: StandInRequest;
  readonly desk: SystemProtocol;
  /** Timers of delayed answers, cleared when the stand-in closes. */
  readonly timers: Set<NodeJS.Timeout>;
}

/** Sends what a fault makes of the answer. */
export function sendWithFault(
  { mode, options }: UpstreamFault,
  response: ServerResponse,
  sending: PendingReply,
): void {
  switch (mode) {
    case 'down':
      response.destroy();
      return;
    case 'stall':
      response.writeHead(200, { 'content-type': 'application/json' }).flushHeaders();
      return;
    case 'slow':
      scheduleReply(sending.timers, options.seconds ?? 5, () => sendStandInReply(response, sending));
      return;
    case '500':
    case '429':
    case '401':
    case '403':
    case 'nonsense':
    case 'soft-error':
      sendStandInReply(response, { ...sending, reply: replyForFault(mode, options, sending) });
  }
}

function scheduleReply(timers: Set<NodeJS.Timeout>, seconds: number, act: () => void): void {
  const timer = setTimeout(() => {
    timers.delete(timer);
    act();
  }, seconds * 1000);
  timers.add(timer);
}

function replyForFault(
  mode: ReplyFault,
  options: UpstreamFaultOptions,
  { reply, call, desk }: PendingReply,
): StandInReply {
  switch (mode) {
    case '500':
      return { status: 500, type: 'text/html', text: '<html><h1>Internal Server Error</h1></html>' };
    case '429':
      return { status: 429, type: 'text/plain', text: 'Too many requests', headers: { 'retry-after': '1' } };
    case '401':
      return desk.refuse('unauthorized', call);
    case '403':
      return desk.refuse('forbidden', call, options);
    case 'nonsense':
      return { status: 200, ...nonsenseBody(options.variant ?? 'html', reply.body) };
    case 'soft-error':
      return desk.softError(call, options) ?? reply;
  }
}

/** Sends the answer as it is. */
export function sendStandInReply(response: ServerResponse, { reply, call, desk }: PendingReply): void {
  const type = reply.type ?? 'application/json';
  const bytes = Buffer.from(reply.text ?? JSON.stringify(reply.body) ?? '', 'utf8');
  const asked = /\bgzip\b/.test(String(call.headers['accept-encoding']));
  const zipped = desk.compresses && asked && bytes.length > 1000;
  response.writeHead(reply.status, {
    ...desk.headers(call),
    ...reply.headers,
    'content-type': `${type};charset=utf-8`,
    ...(zipped ? { 'content-encoding': 'gzip' } : {}),
  });
  response.end(zipped ? gzipSync(bytes) : bytes);
}
