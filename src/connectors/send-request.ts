import { raceWithAbort } from './deadline.ts';
import { problem, success, type UpstreamResult } from './upstream-result.ts';

/** Reading stops at this size. */
const MAX_RESPONSE_BYTES = 2_000_000;
const MAX_CAUSE_DEPTH = 5;
/** Most answers are a few kilobytes, and `fetch` takes longer to set up the decompression of one than to receive it. */
const UNCOMPRESSED = { 'accept-encoding': 'identity' };

export interface HttpRequest {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A complete response, not yet classified. */
export interface HttpResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** Sends one request and reads the response within the time limit. Rejects only when `signal` aborts. */
export async function sendRequest(
  httpRequest: HttpRequest,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<UpstreamResult<HttpResponse>> {
  signal.throwIfAborted();
  const controller = new AbortController();
  const abort = () => controller.abort();
  const timer = setTimeout(abort, timeoutMs);
  signal.addEventListener('abort', abort, { once: true });
  try {
    // Also races with the signal, because a stalled body stream may not notice it.
    return await raceWithAbort(fetchResponse(httpRequest, controller.signal), controller.signal, () =>
      problem('timeout', 'no response in time'),
    );
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', abort);
    signal.throwIfAborted();
  }
}

async function fetchResponse(
  httpRequest: HttpRequest,
  signal: AbortSignal,
): Promise<UpstreamResult<HttpResponse>> {
  try {
    const { url, ...init } = httpRequest;
    const headers = { ...init.headers, ...UNCOMPRESSED };
    // Redirects are not followed, so that credentials are never sent to another host.
    const response = await fetch(url, { ...init, headers, redirect: 'manual', signal });
    const bytes = await readBody(response);
    if (!bytes) return problem('invalid-response', 'response larger than 2 MB');
    const text = decodeUtf8(bytes);
    if (text === null) return problem('invalid-response', 'not UTF-8');
    return success({ status: response.status, headers: response.headers, text });
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

async function readBody(response: Response): Promise<Buffer | null> {
  if (!response.body) return Buffer.alloc(0);
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = response.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return Buffer.concat(chunks);
    size += value.byteLength;
    if (size > MAX_RESPONSE_BYTES) {
      void reader.cancel().catch(() => undefined);
      return null;
    }
    chunks.push(value);
  }
}

function decodeUtf8(bytes: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** Returns the delay that the Retry-After header requests (seconds or HTTP date), in milliseconds; 0 without one. */
export function retryAfterMs(headers: Headers, now: () => Date): number {
  const value = headers.get('retry-after')?.trim() ?? '';
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1000;
  const until = Date.parse(value);
  if (Number.isNaN(until)) return 0;
  // Compares with the server's clock if possible, because ours may be off by more than the delay.
  const serverTime = Date.parse(headers.get('date') ?? '');
  return Math.max(0, until - (Number.isNaN(serverTime) ? now().getTime() : serverTime));
}
