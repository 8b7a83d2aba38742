import { AsyncLocalStorage } from 'node:async_hooks';

const current = new AsyncLocalStorage<string>();

/** Does the work with this key in every log line that it writes, wherever that is written. */
export function withRequestKey<T>(key: string, work: () => T): T {
  return current.run(key, work);
}

/** The key of the request or message that is being worked. */
export function requestKey(): string | undefined {
  return current.getStore();
}
