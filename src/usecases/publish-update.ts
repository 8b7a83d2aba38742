import { RetryLater } from '../errors.ts';
import type { CardPlacement } from '../ports/messenger.ts';
import type { Ports } from '../ports/ports.ts';
import type { Completion, OutboxMessage } from '../ports/queues.ts';
import { findCase } from './find-case.ts';
import { caseCardUpdate, homeTabUpdate } from './handoff-effects.ts';
import { gatherHomeTab } from './home-tab.ts';

/**
 * Posts or updates the card of a case. Returns null when another request is doing so, which then shows the newest state.
 * `isChecking`: shows that the systems are being read again, and posts no card.
 */
export async function publishCaseCard(
  ports: Ports,
  caseId: string,
  { isChecking }: { readonly isChecking: boolean } = { isChecking: false },
): Promise<CardPlacement | null> {
  const update = caseCardUpdate(await findCase(ports, caseId));
  let isFirst = true;
  return publishUpdate(ports, update, async () => {
    const state = { isChecking: isChecking && isFirst };
    isFirst = false;
    return ports.messenger.publishCaseCard(await findCase(ports, caseId), state);
  });
}

/** Publishes the Home tab of a person. */
export async function publishHomeTab(ports: Ports, user: string): Promise<void> {
  await publishUpdate(ports, homeTabUpdate(user), async () =>
    ports.messenger.publishHomeTab(await gatherHomeTab(ports, user)),
  );
}

/**
 * Renders a message that shows the current state, without waiting for the outbox worker. The row of the outbox makes it one
 * render at a time among all copies of the bot, and another one when something has changed meanwhile, so that the newest
 * state is shown last. Returns null when the message is being rendered elsewhere. When Slack fails, the outbox renders it later,
 * because the request that failed with it may expire before Slack is back.
 */
async function publishUpdate<T>(
  ports: Pick<Ports, 'outbox' | 'now'>,
  update: OutboxMessage,
  render: () => Promise<T>,
): Promise<T | null> {
  for (;;) {
    const claimed = await ports.outbox.claimUpdate(update);
    if (!claimed) return null;
    let completion: Completion = 'completed';
    let rendered: T;
    let failure: unknown = null;
    try {
      rendered = await render();
    } catch (error) {
      failure = error;
      throw error;
    } finally {
      completion = await ports.outbox.complete(claimed);
      if (completion === 'lease-lost') await ports.outbox.enqueue([update]);
      else if (completion === 'completed' && failure instanceof RetryLater) await renderLater(ports, update);
    }
    if (completion !== 'enqueued-again') return rendered;
  }
}

/** Longer than a request usually takes to be tried again, which then renders the update. */
const RENDER_LATER_MS = 60_000;

async function renderLater(
  { outbox, now }: Pick<Ports, 'outbox' | 'now'>,
  update: OutboxMessage,
): Promise<void> {
  const notBefore = new Date(now().getTime() + RENDER_LATER_MS).toISOString();
  await outbox.enqueue([{ ...update, notBefore }]);
}
