import { renderGreeting } from '../rendering/help-message.ts';
import { reply } from '../replies/reply.ts';
import type { HandlerContext } from './handler-context.ts';

/** Greets the user of a request in their direct messages, unless they have been greeted before. */
export async function greetOnce({ ports, responder, request }: HandlerContext): Promise<void> {
  const { userId } = request;
  if (await ports.users.hasBeenGreeted(userId)) return;
  // The key is the person's, so that two requests at the same time send one greeting.
  await reply(responder, { ...request, key: `greeting:${userId}`, threadTs: null }, renderGreeting());
  await ports.users.markGreeted(userId);
}
