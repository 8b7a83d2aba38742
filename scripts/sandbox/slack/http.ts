import type { IncomingMessage, ServerResponse } from 'node:http';

const MAX_BYTES = 1_000_000;

/** An invalid request, with the HTTP status to answer it with. */
export class BadRequest extends Error {
  override readonly name = 'BadRequest';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Reads the whole body as text. Throws `BadRequest` when it is over 1 MB; the rest is then read and dropped. */
export function readRequestBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  return new Promise((resolve, reject) => {
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > MAX_BYTES) reject(new BadRequest(413, 'the body is too large'));
      else chunks.push(chunk);
    });
    request.on('end', () => resolve(Buffer.concat(chunks).toString()));
    request.on('error', reject).on('close', () => reject(new BadRequest(400, 'the body is incomplete')));
  });
}

/** Returns the requested URL. Throws `BadRequest` when it is not a path. */
export function urlOf(request: IncomingMessage): URL {
  const { url = '/' } = request;
  if (!url.startsWith('/')) throw new BadRequest(400, 'not a path');
  // Concatenated, because `new URL("//x", base)` would take "x" for a host.
  return new URL(`http://localhost${url}`);
}

export function answerJson(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(body));
}

export function answerText(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' });
  response.end(text);
}
