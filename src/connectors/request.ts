import { orWhenAborted } from './abort.ts';
import { good, type Outcome, problem } from './outcome.ts';

/** Larger answers are not read to the end. */
const MAX_BYTES = 2_000_000;
const MAX_CAUSES = 5;

export interface HttpRequest {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** An answer read to the end, not yet judged. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** One request, headers and body within the time limit. Rejects only when `signal` fires first. */
export async function request(
  ask: HttpRequest,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<Outcome<Reply>> {
  signal.throwIfAborted();
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), timeoutMs);
  const either = AbortSignal.any([signal, limit.signal]);
  try {
    // Raced as well, because a body that stalls must not depend on the stream noticing the signal.
    return await orWhenAborted(exchange(ask, either), either, () => problem('timeout', 'no answer in time'));
  } finally {
    clearTimeout(timer);
    signal.throwIfAborted();
  }
}

async function exchange(ask: HttpRequest, signal: AbortSignal): Promise<Outcome<Reply>> {
  try {
    const { url, ...rest } = ask;
    // A redirect is handed back as it is, so that credentials never travel to another host.
    const response = await fetch(url, { ...rest, redirect: 'manual', signal });
    const bytes = await bytesOf(response);
    if (!bytes) return problem('bad-shape', 'answer larger than 2 MB');
    const text = decoded(bytes);
    if (text === null) return problem('bad-shape', 'not UTF-8');
    return good({ status: response.status, headers: response.headers, text });
  } catch (error) {
    return signal.aborted
      ? problem('timeout', 'no answer in time')
      : problem('unavailable', 'connection failed', causeOf(error));
  }
}

/** Returns the code of the first cause that has one, such as "ENOTFOUND": the error of `fetch` itself has none. */
function causeOf(error: unknown): { readonly causeCode?: string } {
  let cause = error as { readonly code?: unknown; readonly cause?: unknown } | null | undefined;
  for (let depth = 0; cause && depth < MAX_CAUSES; depth += 1) {
    if (typeof cause.code === 'string') return { causeCode: cause.code };
    cause = cause.cause as typeof cause;
  }
  return {};
}

async function bytesOf(response: Response): Promise<Buffer | null> {
  if (!response.body) return Buffer.alloc(0);
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = response.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return Buffer.concat(chunks);
    size += value.byteLength;
    if (size > MAX_BYTES) {
      void reader.cancel().catch(() => undefined);
      return null;
    }
    chunks.push(value);
  }
}

function decoded(bytes: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
