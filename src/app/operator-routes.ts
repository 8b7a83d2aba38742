import type { RequestListener } from 'node:http';
import { HANDOFF_STATES } from '../domain/handoff.ts';
import type { Metrics } from '../metrics.ts';
import type { Store } from '../ports.ts';

/** For whoever runs the bot: is it alive, can it work, how does it do. */
export function operatorRoutes(
  { metrics, store }: { readonly metrics: Metrics; readonly store: Store },
  isReady: () => Promise<boolean>,
): Record<string, RequestListener> {
  const measured = async () => {
    const [inbox, outbox, handoffs] = await Promise.all([
      store.inbox.pending(),
      store.outbox.pending(),
      store.handoffs.counts(),
    ]);
    metrics.inboxPending(inbox);
    metrics.pending(outbox);
    for (const state of HANDOFF_STATES) metrics.handoffs({ state, count: handoffs[state] ?? 0 });
    return metrics.text();
  };
  return {
    '/healthz': (_, response) => void response.writeHead(200).end('ok'),
    '/readyz': (_, response) => {
      isReady().then(
        (ready) => response.writeHead(ready ? 200 : 503).end(ready ? 'ready' : 'not ready'),
        () => response.writeHead(503).end('the database cannot be written'),
      );
    },
    '/metrics': (_, response) => {
      measured().then(
        (text) => response.writeHead(200, { 'content-type': metrics.contentType }).end(text),
        () => response.writeHead(500).end(),
      );
    },
  };
}
