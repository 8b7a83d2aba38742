import type { App, Context } from '@slack/bolt';
import type { Arrival } from '../../ports.ts';
import type { HandedRequest } from '../durable-receiver.ts';
import { ARRIVAL } from '../durable-receiver.ts';

/**
 * Five listeners, whatever there is to listen to: Bolt asks every listener about every request, so behaviours
 * are found in a map behind these instead (see handlers.ts).
 */
export function listen(app: App, run: (arrival: Arrival) => Promise<void>): void {
  app.use(async ({ context, next }) => {
    const handed = context[ARRIVAL] as HandedRequest | undefined;
    if (handed) handed.isAuthorized = true;
    await next();
  });
  const listener = async ({ context }: { context: Context }) => {
    const handed = context[ARRIVAL] as HandedRequest | undefined;
    if (!handed) return;
    handed.hasListener = true;
    await run(handed.arrival);
  };
  app.command(/^\//, listener);
  app.shortcut(/^./, listener);
  app.action(/^./, listener);
  app.view(/^./, listener);
  app.event(/^./, listener);
}
