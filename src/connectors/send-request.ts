import { raceWithAbort } from './deadline.ts';
import type { HttpExchange, HttpRequest, OpenResponse } from './http-exchange.ts';
import { problem, success, type UpstreamResult } from './upstream-result.ts';

/** Reading stops at this size. */
const MAX_RESPONSE_BYTES = 2_000_000;
const MAX_CAUSE_DEPTH = 5;
const COMMON_HEADERS = {
  'user-agent': 'reseller-check',
  /** Most answers are a few kilobytes, and setting up the decompression of one takes longer than receiving it. */
  'accept-encoding': 'identity',
};

/** A complete response, not yet classified. */
export interface HttpResponse extends Omit<OpenResponse, 'body'> {
  readonly text: string;
}

/** Sends one request and reads the response within the time limit. Rejects only when `signal` aborts. */
export async function sendRequest(
  httpRequest: HttpRequest,
  { exchange, timeoutMs }: { readonly exchange: HttpExchange; readonly timeoutMs: number },
  signal: AbortSignal,
): Promise<UpstreamResult<HttpResponse>> {
  signal.throwIfAborted();
  const controller = new AbortController();
  const abort = () => controller.abort();
  const timer = setTimeout(abort, timeoutMs);
  signal.addEventListener('abort', abort, { once: true });
  try {
    // Also races with the signal, because a stalled body stream may not notice it.
    return await raceWithAbort(
      receive(() => exchange(withCommonHeaders(httpRequest), controller.signal), controller.signal),
      controller.signal,
      () => problem('timeout', 'no response in time'),
    );
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', abort);
    signal.throwIfAborted();
  }
}

function withCommonHeaders(httpRequest: HttpRequest): HttpRequest {
  return { ...httpRequest, headers: { ...COMMON_HEADERS, ...httpRequest.headers } };
}

async function receive(
  send: () => Promise<OpenResponse>,
  signal: AbortSignal,
): Promise<UpstreamResult<HttpResponse>> {
  try {
    const { body, ...response } = await send();
    const bytes = await readBody(body);
    if (!bytes) return problem('invalid-response', 'response larger than 2 MB');
    const text = decodeUtf8(bytes);
    if (text === null) return problem('invalid-response', 'not UTF-8');
    return success({ ...response, text });
  } catch (error) {
    return signal.aborted
      ? problem('timeout', 'no response in time')
      : problem('unavailable', 'connection failed', causeCodeOf(error));
  }
}

/** Returns the code of the first cause that has one, such as "ENOTFOUND". The error of `fetch` itself has none. */
function causeCodeOf(error: unknown): { readonly causeCode?: string } {
  let cause = error as { readonly code?: unknown; readonly cause?: unknown } | null | undefined;
  for (let depth = 0; cause && depth < MAX_CAUSE_DEPTH; depth += 1) {
    if (typeof cause.code === 'string') return { causeCode: cause.code };
    cause = cause.cause as typeof cause;
  }
  return {};
}

/** Returns null when the body is larger than the limit. */
async function readBody(body: AsyncIterable<Uint8Array>): Promise<Buffer | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > MAX_RESPONSE_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function decodeUtf8(bytes: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** Returns the delay that the Retry-After header requests (seconds or HTTP date), in milliseconds; 0 without one. */
export function retryAfterMs(headers: HttpResponse['headers'], now: () => Date): number {
  const value = headers['retry-after']?.trim() ?? '';
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1000;
  const until = Date.parse(value);
  if (Number.isNaN(until)) return 0;
  // Compares with the server's clock if possible, because ours may be off by more than the delay.
  const serverTime = Date.parse(headers.date ?? '');
  return Math.max(0, until - (Number.isNaN(serverTime) ? now().getTime() : serverTime));
}
