import type { App, Context } from '@slack/bolt';
import type { InboundRequest } from '../../ports/queues.ts';
import type { BoltRequestState } from '../ingress/durable-receiver.ts';
import { BOLT_REQUEST_KEY } from '../ingress/durable-receiver.ts';

/**
 * Five listeners, whatever there is to listen to: Bolt asks every listener about every request, so behaviours
 * are found in a map behind these instead (see handlers.ts).
 */
export function registerListeners(app: App, run: (request: InboundRequest) => Promise<void>): void {
  app.use(async ({ context, next }) => {
    const state = context[BOLT_REQUEST_KEY] as BoltRequestState | undefined;
    if (state) state.isAuthorized = true;
    await next();
  });
  const listener = async ({ context }: { context: Context }) => {
    const state = context[BOLT_REQUEST_KEY] as BoltRequestState | undefined;
    if (!state) return;
    state.hasListener = true;
    await run(state.request);
  };
  app.command(/^\//, listener);
  app.shortcut(/^./, listener);
  app.action(/^./, listener);
  app.view(/^./, listener);
  app.event(/^./, listener);
}
