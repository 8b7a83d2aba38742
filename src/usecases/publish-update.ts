import type { Case } from '../domain/case.ts';
import { RetryLater } from '../errors.ts';
import type { CardPlacement } from '../ports/messenger.ts';
import type { Ports } from '../ports/ports.ts';
import type { OutboxMessage } from '../ports/queues.ts';
import { findCase } from './find-case.ts';
import { caseCardMessage, homeTabMessage } from './handoff-effects.ts';
import { gatherHomeTab } from './home-tab.ts';

/**
 * Posts or updates the card of a case, rendered from its newest state. Returns null when another request is doing so, which
 * then shows that state. `isChecking`: shows that the systems are being read again, and posts no card.
 */
export async function publishCaseCard(
  ports: Ports,
  card: Pick<Case, 'id' | 'location'>,
  { isChecking }: { readonly isChecking: boolean } = { isChecking: false },
): Promise<CardPlacement | null> {
  let isFirst = true;
  return publishNow(ports, caseCardMessage(card), async () => {
    const state = { isChecking: isChecking && isFirst };
    isFirst = false;
    return ports.messenger.publishCaseCard(await findCase(ports, card.id), state);
  });
}

/** Publishes the Home tab of a person. */
export async function publishHomeTab(ports: Ports, user: string): Promise<void> {
  await publishNow(ports, homeTabMessage(user), async () =>
    ports.messenger.publishHomeTab(await gatherHomeTab(ports, user)),
  );
}

/**
 * Renders a message that shows the current state, without waiting for the outbox worker. The row of the outbox makes it one
 * render at a time among all copies of the bot, and another one when something has changed meanwhile, so that the newest
 * state is shown last. Returns null when the message is being rendered elsewhere. When Slack fails, the outbox renders it later,
 * because the request that failed with it may expire before Slack is back.
 */
async function publishNow<T>(
  ports: Pick<Ports, 'outbox' | 'now' | 'keepLease'>,
  message: OutboxMessage,
  render: () => Promise<T>,
): Promise<T | null> {
  for (;;) {
    const claimed = await ports.outbox.enqueueAndClaim(message);
    if (!claimed) return null;
    const outcome = await ports.keepLease(message.key, render).then(
      (value) => ({ value }),
      (error: unknown) => ({ error }),
    );
    const completion = await ports.outbox.complete(claimed);
    if (completion === 'lease-lost') await ports.outbox.enqueue([message]);
    if ('error' in outcome) {
      if (completion === 'completed' && outcome.error instanceof RetryLater)
        await publishLater(ports, message);
      throw outcome.error;
    }
    if (completion !== 'enqueued-again') return outcome.value;
  }
}

/** Longer than a check takes, and than a request that failed usually waits until it is tried again. */
const PUBLISH_LATER_MS = 60_000;

/** Lets the outbox render the message after a minute, unless a request has done so by then. */
export async function publishLater(
  { outbox, now }: Pick<Ports, 'outbox' | 'now'>,
  message: OutboxMessage,
): Promise<void> {
  const notBefore = new Date(now().getTime() + PUBLISH_LATER_MS).toISOString();
  await outbox.enqueue([{ ...message, notBefore }]);
}
