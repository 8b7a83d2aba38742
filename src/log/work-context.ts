import { AsyncLocalStorage } from 'node:async_hooks';

/** The request or outbox message that is being processed, by its key. */
export type WorkContext = { readonly requestKey: string } | { readonly messageKey: string };

const current = new AsyncLocalStorage<WorkContext>();

/** Runs `work` and adds the context to every log line that is written during it. */
export function withWorkContext<T>(context: WorkContext, work: () => T): T {
  return current.run(context, work);
}

/** Returns the context of the running work; undefined outside of `withWorkContext`. */
export function workContext(): WorkContext | undefined {
  return current.getStore();
}
