import { AsyncLocalStorage } from 'node:async_hooks';

/** The request or outbox message that is being processed, by its key. */
export type LogContext = { readonly requestKey: string } | { readonly messageKey: string };

const storage = new AsyncLocalStorage<LogContext>();

/** Runs `work` and adds the context to every log line that is written during it. */
export function withLogContext<T>(context: LogContext, work: () => T): T {
  return storage.run(context, work);
}

/** Returns the context of the running work; undefined outside `withLogContext`. */
export function currentLogContext(): LogContext | undefined {
  return storage.getStore();
}
