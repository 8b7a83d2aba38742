import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import type { DeliveryResult, PayloadKind } from './delivery-types.ts';
import { urlOf } from './http.ts';
import { isObject, type Json } from './shape-checks.ts';

/** Most connections that Slack allows one app. */
const MAX_SOCKETS = 10;
const PING_EVERY_MS = 10_000;
const CLOSE_WITHIN_MS = 300;
/** Milliseconds for which a closing connection still accepts acknowledgements. */
const ACK_GRACE_MS = 250;

/** Socket Mode: the app's connections, and envelopes that wait for their acknowledgement. */
export class Sockets {
  readonly #appId: string;
  readonly #server = new WebSocketServer({ noServer: true });
  #open: WebSocket[] = [];
  readonly #tickets = new Set<string>();
  readonly #waiting = new Map<string, (payload: unknown) => void>();
  #turn = 0;

  constructor(appId: string) {
    this.#appId = appId;
  }

  /** Number of open connections. */
  get count(): number {
    return this.#open.length;
  }

  /** A path that may be connected to once, such as `/socket?ticket=…`. */
  newPath(): string {
    const ticket = randomUUID();
    this.#tickets.add(ticket);
    return `/socket?ticket=${ticket}`;
  }

  /** Handles the `upgrade` event of the HTTP server. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const ticket = urlOf(request).searchParams.get('ticket') ?? '';
    if (!this.#tickets.delete(ticket) || this.#open.length >= MAX_SOCKETS) {
      socket.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\n');
      return;
    }
    this.#server.handleUpgrade(request, socket, head, (ws) => this.#welcome(ws));
  }

  envelope(type: PayloadKind, payload: Json): Json {
    return { envelope_id: randomUUID(), type, accepts_response_payload: type !== 'events_api', payload };
  }

  /** Sends to the connections in turn. */
  async send(envelope: Json, ackLimitMs: number): Promise<DeliveryResult> {
    const sent = { over: 'socket' as const, envelope };
    const socket = this.#open[this.#turn++ % Math.max(this.#open.length, 1)];
    if (socket === undefined) return { status: 0, body: '', ms: 0, error: 'dispatch_failed', sent };
    const started = performance.now();
    const id = String(envelope['envelope_id']);
    const acked = await new Promise<{ payload: unknown } | null>((resolve) => {
      const limit = setTimeout(() => resolve(null), ackLimitMs);
      this.#waiting.set(id, (payload) => {
        clearTimeout(limit);
        resolve({ payload });
      });
      socket.send(JSON.stringify(envelope));
    });
    this.#waiting.delete(id);
    const ms = performance.now() - started;
    if (acked === null) return { status: 0, body: '', ms, error: 'operation_timeout', sent };
    return { status: 200, body: bodyOf(acked.payload), ms, sent };
  }

  /** Sends one unchecked frame over the oldest connection. */
  sendFrame(data: string | Buffer): void {
    this.#open[0]?.send(data);
  }

  /**
   * Asks the app to connect anew, as Slack does every few hours (`refresh_requested`) or with a `warning`. Slack closes
   * the connections itself some seconds later; they stay open here unless `closeAfterMs` is given. What was delivered
   * over them just before that can still be acknowledged.
   */
  disconnect(reason: string, closeAfterMs?: number): void {
    const asked = [...this.#open];
    for (const socket of asked) {
      socket.send(JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'local-slack' } }));
    }
    if (closeAfterMs === undefined) return;
    setTimeout(() => {
      this.#open = this.#open.filter((socket) => !asked.includes(socket));
      setTimeout(() => {
        for (const socket of asked) socket.close(1000);
      }, ACK_GRACE_MS).unref();
    }, closeAfterMs).unref();
  }

  /** Cuts all connections without a word. */
  drop(): void {
    const cut = this.#open;
    this.#open = [];
    for (const socket of cut) socket.terminate();
  }

  /** Stops reading and writing on every connection, like a network that drops all packets. */
  silence(): void {
    for (const socket of this.#open) socket.pause();
    this.#open = [];
  }

  /** Sends a disconnect message so that the app can end too, then cuts the connections that stay open. */
  async close(): Promise<void> {
    const open = this.#open;
    const gone = open.map((socket) => new Promise((resolve) => socket.once('close', resolve)));
    for (const socket of open) socket.close(1001);
    const patience = setTimeout(() => this.drop(), CLOSE_WITHIN_MS);
    await Promise.all(gone);
    clearTimeout(patience);
    this.#server.close();
  }

  #welcome(socket: WebSocket): void {
    this.#open.push(socket);
    const ping = setInterval(() => socket.ping('Ping from local-slack'), PING_EVERY_MS);
    socket.on('message', (data) => this.#acknowledged(data));
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      clearInterval(ping);
      this.#open = this.#open.filter((each) => each !== socket);
    });
    const hello = {
      type: 'hello',
      num_connections: this.#open.length,
      connection_info: { app_id: this.#appId },
      debug_info: { host: 'local-slack', approximate_connection_time: 18_060 },
    };
    socket.send(JSON.stringify(hello));
  }

  #acknowledged(data: RawData): void {
    const bytes = Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as Buffer);
    const message = readFrame(bytes.toString());
    const id = message?.['envelope_id'];
    if (typeof id === 'string') this.#waiting.get(id)?.(message?.['payload']);
  }
}

/** Null when it is no JSON object. */
function readFrame(text: string): Json | null {
  try {
    const message: unknown = JSON.parse(text);
    return isObject(message) ? message : null;
  } catch {
    return null;
  }
}

/** A lone text is what Bolt makes of `ack('…')`; an empty payload is no body at all. */
function bodyOf(payload: unknown): unknown {
  if (!isObject(payload) || Object.keys(payload).length === 0) return '';
  return payload;
}
