import type { MessageLocation } from '../../domain/case.ts';
import type { Topic } from '../../domain/topics.ts';
import { ChoiceRequiredError } from '../../errors.ts';
import { checkCustomer } from '../../usecases/check-customer.ts';
import type { LookupRequest } from '../../usecases/gather-evidence.ts';
import { cardMovedToDirectMessagesText } from '../../words/replies.ts';
import { type RequestContext, reply } from '../replies/reply.ts';
import { textReply } from '../replies/text-replies.ts';
import type { HandlerContext } from './handlers.ts';

/** Starts a check for whoever asked; the request's key names the case, so that a second run finds the first. */
export async function startCheck(
  { ports, supportChannels, responder }: HandlerContext,
  requestContext: RequestContext,
  { wanted, topic }: { readonly wanted: LookupRequest; readonly topic: Topic | null },
): Promise<void> {
  const location = cardLocation(requestContext, supportChannels);
  const caseId = caseIdOf(requestContext);
  const { fallbackReason: movedBecause } = await checkCustomer(ports, {
    caseId,
    by: requestContext.userId,
    lookup: wanted,
    topic,
    location,
  }).catch((error: unknown) => {
    // The topic that was typed beside the ticket applies to the subscription that is chosen as well.
    if (!(error instanceof ChoiceRequiredError) || topic === null) throw error;
    throw new ChoiceRequiredError(error.choices, { ...error.context, topic });
  });
  if (movedBecause)
    await reply(
      responder,
      { ...requestContext, key: `${requestContext.key}:moved` },
      textReply(cardMovedToDirectMessagesText(movedBecause)),
    );
}

function caseIdOf({ key }: RequestContext): string {
  return `c${key.slice(0, 15)}`;
}

/** The asking channel where cards are allowed, else the person's direct messages. */
function cardLocation(
  { channelId, threadTs, userId }: RequestContext,
  supportChannels: readonly string[],
): MessageLocation {
  if (channelId && supportChannels.includes(channelId)) return { channel: channelId, thread: threadTs };
  return { channel: userId, thread: null };
}
