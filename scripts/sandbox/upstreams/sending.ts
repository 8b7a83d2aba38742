import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { Call, Desk, Reply } from './desk.ts';
import { type Fault, type FaultOptions, nonsense } from './faults.ts';

type AnsweredFault = Exclude<Fault['mode'], 'down' | 'stall' | 'slow'>;

/** An answer on its way out. */
export interface Sending {
  readonly reply: Reply;
  readonly call: Call;
  readonly desk: Desk;
  /** Answers that wait; cleared when the stand-in closes. */
  readonly timers: Set<NodeJS.Timeout>;
}

/** Sends what a fault makes of the answer. */
export function spoil({ mode, options }: Fault, response: ServerResponse, sending: Sending): void {
  switch (mode) {
    case 'down':
      response.destroy();
      return;
    case 'stall':
      response.writeHead(200, { 'content-type': 'application/json' }).flushHeaders();
      return;
    case 'slow':
      later(sending.timers, options.seconds ?? 5, () => send(response, sending));
      return;
    case '500':
    case '429':
    case '401':
    case '403':
    case 'nonsense':
    case 'soft-error':
      send(response, { ...sending, reply: instead(mode, options, sending) });
  }
}

function later(timers: Set<NodeJS.Timeout>, seconds: number, act: () => void): void {
  const timer = setTimeout(() => {
    timers.delete(timer);
    act();
  }, seconds * 1000);
  timers.add(timer);
}

function instead(mode: AnsweredFault, options: FaultOptions, { reply, call, desk }: Sending): Reply {
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
      return { status: 200, ...nonsense(options.variant ?? 'html', reply.body) };
    case 'soft-error':
      return desk.softError(call, options) ?? reply;
  }
}

/** Sends the answer as it is. */
export function send(response: ServerResponse, { reply, call, desk }: Sending): void {
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
