import { createHmac } from 'node:crypto';
import { request } from 'node:http';
import type { DeliveryResult, PayloadKind, SendToApp, SentRequest } from './delivery-types.ts';
import type { Json } from './shape-checks.ts';
import type { Sockets } from './sockets.ts';

export interface DeliveryOptions {
  readonly signingSecret: string;
  /** Milliseconds in which the app must acknowledge; 3,000 as in Slack. */
  readonly ackLimitMs: number;
  /** Epoch milliseconds for signatures; the wall clock, as Bolt compares with it. */
  readonly signingNow: () => number;
  readonly sockets: Sockets;
  /** Brings a signed request to the app in place of HTTP. */
  readonly send?: SendToApp | undefined;
}

/** Ways to falsify a raw request: another time in the signature, or another signature. */
export interface RawDeliveryOptions {
  readonly timestampOffsetSeconds?: number;
  readonly signature?: string;
  readonly contentType?: string;
}

const FORM = 'application/x-www-form-urlencoded';

/** Brings requests to the app: signed HTTP when there is an address, else Socket Mode. */
export class Delivery {
  deliverTo: string | null = null;
  readonly #options: DeliveryOptions;

  constructor(options: DeliveryOptions) {
    this.#options = options;
  }

  deliver(kind: PayloadKind, payload: Json): Promise<DeliveryResult> {
    if (this.deliverTo === null && !this.#options.send) {
      const { sockets, ackLimitMs } = this.#options;
      return sockets.send(sockets.envelope(kind, payload), ackLimitMs);
    }
    const body =
      kind === 'events_api'
        ? JSON.stringify(payload)
        : encodeForm(kind === 'interactive' ? { payload } : payload);
    return this.raw(body, { contentType: kind === 'events_api' ? 'application/json' : FORM });
  }

  /** Any body, signed for now unless the options say otherwise. Over HTTP only. */
  raw(body: string, options: RawDeliveryOptions = {}): Promise<DeliveryResult> {
    const timestamp = Math.floor(this.#options.signingNow() / 1000) + (options.timestampOffsetSeconds ?? 0);
    return this.#post(body, {
      'content-type': options.contentType ?? FORM,
      'x-slack-request-timestamp': String(timestamp),
      'x-slack-signature': options.signature ?? signatureOf(this.#options.signingSecret, timestamp, body),
      'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
    });
  }

  /** Sends the same bytes, time and signature again; events carry Slack's retry headers. */
  again(sent: SentRequest): Promise<DeliveryResult> {
    if (sent.over === 'socket') {
      return this.#options.sockets.send(
        { ...sent.envelope, retry_attempt: 1, retry_reason: 'timeout' },
        this.#options.ackLimitMs,
      );
    }
    const isEvent = sent.headers['content-type'] !== FORM;
    const retry = { 'x-slack-retry-num': '1', 'x-slack-retry-reason': 'http_timeout' };
    return this.#post(sent.body, { ...sent.headers, ...(isEvent ? retry : {}) });
  }

  #post(body: string, headers: Record<string, string>): Promise<DeliveryResult> {
    const { send } = this.#options;
    if (send) return send({ over: 'http', body, headers });
    if (this.deliverTo === null) throw new Error('Set deliverTo first: there is no address to send this to.');
    const [url, started] = [this.deliverTo, performance.now()];
    const sent: SentRequest = { over: 'http', body, headers };
    const ms = () => performance.now() - started;
    return new Promise((resolve) => {
      // No kept-alive connection, so that an app under test can stop at once.
      const call = request(url, { method: 'POST', headers, agent: false }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const status = response.statusCode ?? 0;
          const text = Buffer.concat(chunks).toString();
          const isJson = (response.headers['content-type'] ?? '').includes('json');
          const failed = status >= 200 && status < 300 ? {} : { error: 'dispatch_failed' as const };
          resolve({ status, body: isJson ? parseJsonOrText(text) : text, ms: ms(), sent, ...failed });
        });
      });
      const limit = setTimeout(() => {
        resolve({ status: 0, body: '', ms: ms(), error: 'operation_timeout', sent });
        call.destroy();
      }, this.#options.ackLimitMs);
      call.on('error', () => resolve({ status: 0, body: '', ms: ms(), error: 'dispatch_failed', sent }));
      call.on('close', () => clearTimeout(limit));
      call.end(body);
    });
  }
}

/** Slack's signature, version 0. */
function signatureOf(secret: string, timestamp: number, body: string): string {
  return `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`;
}

function encodeForm(fields: Json): string {
  const text = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));
  const fieldsAsText = Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, text(value)]));
  return new URLSearchParams(fieldsAsText).toString();
}

function parseJsonOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
