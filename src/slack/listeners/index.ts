import type { App, Context } from '@slack/bolt';
import type { Arrival } from '../../ports.ts';
import { ARRIVAL } from '../durable-receiver.ts';

/**
 * Five listeners, whatever there is to listen to: Bolt asks every listener about every request, so behaviours
 * are found in a map behind these instead (see handlers.ts).
 */
export function listen(app: App, run: (arrival: Arrival) => Promise<void>): void {
  const listener = async ({ context }: { context: Context }) => {
    const arrival = context[ARRIVAL] as Arrival | undefined;
    if (arrival) await run(arrival);
  };
  app.command(/^\//, listener);
  app.shortcut(/^./, listener);
  app.action(/^./, listener);
  app.view(/^./, listener);
  app.event(/^./, listener);
}
