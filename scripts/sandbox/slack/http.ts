import type { IncomingMessage, ServerResponse } from 'node:http';

const MAX_BYTES = 1_000_000;

/** A request that is not as it should be, with the status that says so. */
export class BadRequest extends Error {
  override readonly name = 'BadRequest';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** The whole body as text. Throws `BadRequest` when it is over 1 MB; the rest is then read and dropped. */
export function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  return new Promise((resolve, reject) => {
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > MAX_BYTES) reject(new BadRequest(413, 'the body is too large'));
      else chunks.push(chunk);
    });
    request.on('end', () => resolve(Buffer.concat(chunks).toString()));
    request.on('error', reject).on('close', () => reject(new BadRequest(400, 'the body is cut')));
  });
}

/** The address that was asked for. Throws `BadRequest` when it is none. */
export function urlOf(request: IncomingMessage): URL {
  const { url = '/' } = request;
  if (!url.startsWith('/')) throw new BadRequest(400, 'not a path');
  // Two slashes at the beginning would name a host.
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
