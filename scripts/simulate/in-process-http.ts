import { EventEmitter } from 'node:events';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';

export interface InProcessRequest {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** `null`: the connection was cut. */
export type InProcessResponse = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
} | null;

/** The part of `ServerResponse` that the handlers of this repository use. */
class CollectedResponse extends EventEmitter {
  statusCode = 200;
  headersSent = false;
  readonly socket = { destroy: () => this.destroy() };
  readonly #headers: Record<string, string> = {};
  readonly #chunks: string[] = [];
  readonly #settle: (response: InProcessResponse) => void;

  constructor(settle: (response: InProcessResponse) => void) {
    super();
    this.#settle = settle;
  }

  setHeader(name: string, value: unknown): this {
    this.#headers[name.toLowerCase()] = String(value);
    return this;
  }

  getHeader(name: string): string | undefined {
    return this.#headers[name.toLowerCase()];
  }

  writeHead(status: number, headers: Readonly<Record<string, unknown>> = {}): this {
    this.statusCode = status;
    for (const [name, value] of Object.entries(headers)) this.setHeader(name, value);
    return this;
  }

  flushHeaders(): void {
    this.headersSent = true;
  }

  write(chunk: unknown): boolean {
    this.#chunks.push(String(chunk));
    return true;
  }

  end(chunk: unknown = ''): this {
    this.headersSent = true;
    this.#chunks.push(String(chunk));
    this.#settle({ status: this.statusCode, headers: this.#headers, text: this.#chunks.join('') });
    return this;
  }

  destroy(): this {
    this.#settle(null);
    return this;
  }
}

/** Passes a request to a handler without a connection. Calls back once with the response; never when the handler doesn't answer. */
export function handleInProcess(
  handler: RequestListener,
  { method, path, headers, body }: InProcessRequest,
  callback: (response: InProcessResponse) => void,
): void {
  let isSettled = false;
  const response = new CollectedResponse((result) => {
    if (isSettled) return;
    isSettled = true;
    callback(result);
  });
  const request = Object.assign(Readable.from(body === '' ? [] : [Buffer.from(body)]), {
    method,
    url: path,
    headers: { ...headers, host: '127.0.0.1' },
    complete: true,
    socket: {},
  });
  handler(request as unknown as IncomingMessage, response as unknown as ServerResponse);
}
