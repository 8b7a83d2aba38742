import { AsyncLocalStorage } from 'node:async_hooks';

/** What is being worked: the key of a request, or of a message from the outbox. */
export type WorkContext = { readonly requestKey: string } | { readonly messageKey: string };

const current = new AsyncLocalStorage<WorkContext>();

/** Does the work with this key in every log line that it writes, wherever that is written. */
export function withWorkContext<T>(context: WorkContext, work: () => T): T {
  return current.run(context, work);
}

/** Undefined outside of any such work. */
export function workContext(): WorkContext | undefined {
  return current.getStore();
}
