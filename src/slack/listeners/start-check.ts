import type { Case, MessageLocation } from '../../domain/case.ts';
import { cardPostKey } from '../../domain/case.ts';
import type { ChoiceContext } from '../../domain/lookup-target.ts';
import { ChoiceRequiredError, SubscriptionNeededError, UserError } from '../../errors.ts';
import type { Ports } from '../../ports/ports.ts';
import type { PostRecord, Posts } from '../../ports/store.ts';
import { type CheckRequest, checkCustomer, checkUnlessOpen } from '../../usecases/check-customer.ts';
import type { OpenCase } from '../../usecases/find-open-case.ts';
import { publishCaseCard } from '../../usecases/publish-update.ts';
import { cardMovedToDirectMessagesText } from '../../words/replies.ts';
import { fetchPermalink } from '../delivery/permalinks.ts';
import { renderOpenCase } from '../rendering/open-case-message.ts';
import type { RequestContext } from '../replies/reply.ts';
import { reply } from '../replies/reply.ts';
import { textReply } from '../replies/text-replies.ts';
import type { HandlerContext } from './handler-context.ts';
import { openedCaseId } from './request-values.ts';

interface RequestedCheck extends Pick<CheckRequest, 'lookup' | 'topic' | 'requester'> {
  /** Whether to open a new case even if there is an open one. */
  readonly anew: boolean;
}

/** What the user was shown: the card, the card in direct messages because Slack refused it in the channel, or an open case. */
type CheckReply = 'card' | 'moved-card' | 'open-case';

/**
 * Starts a check for the user, or shows the open case of the same ticket or subscription. The case id is derived from the
 * request, so that a retry finds the same case.
 */
export async function startCheck(
  context: HandlerContext,
  { lookup, topic, requester, anew }: RequestedCheck,
): Promise<CheckReply> {
  const { ports, responder, request, inboundRequest } = context;
  const check = anew ? checkCustomer : checkUnlessOpen;
  const outcome = await check(ports, {
    caseId: openedCaseId(inboundRequest, request.channelId),
    by: request.userId,
    lookup,
    topic,
    requester,
    location: cardLocation(context),
  }).catch((error: unknown) => {
    // What the command says also applies to the subscription that the user chooses or enters, and so does the place.
    const facts = {
      ...(topic ? { topic } : {}),
      ...(requester ? { requester } : {}),
      ...threadOf(request),
    };
    if (error instanceof ChoiceRequiredError)
      throw new ChoiceRequiredError(error.choices, { ...error.context, ...facts });
    if (error instanceof SubscriptionNeededError)
      throw new SubscriptionNeededError(error.sentence, { ...error.context, ...facts });
    throw error;
  });
  if ('kase' in outcome) {
    await replyWithOpenCase(context, outcome, { lookup, topic, requester });
    return 'open-case';
  }
  if (outcome.fallbackReason) {
    await reply(
      responder,
      { ...request, key: `${request.key}:card-moved` },
      textReply(cardMovedToDirectMessagesText(outcome.fallbackReason)),
    );
    return 'moved-card';
  }
  return 'card';
}

/** Shows an open case instead of a new card. The reply has a key of its own, because a choice was already answered. */
async function replyWithOpenCase(
  { ports, responder, interactiveClient, request }: HandlerContext,
  { kase, handoffs }: OpenCase,
  { lookup: { subject, ticket }, topic, requester }: Pick<RequestedCheck, 'lookup' | 'topic' | 'requester'>,
): Promise<void> {
  const card = await findOrPostCard({ ports, posts: responder.posts }, kase);
  const cardUrl = await fetchPermalink(
    { client: interactiveClient, posts: responder.posts },
    cardPostKey(kase.id),
    request.userId,
  );
  const again = {
    ...subject,
    ...(ticket ? { ticket } : {}),
    ...(topic ? { topic } : {}),
    ...(requester ? { requester } : {}),
    ...threadOf(request),
  };
  const message = renderOpenCase(
    { kase, handoff: handoffs.at(-1) ?? null },
    {
      now: ports.now(),
      channel: (card ?? kase.location).channel,
      viewer: request.userId,
      cardUrl,
      again,
    },
  );
  await reply(responder, { ...request, key: `${request.key}:open-case` }, message);
}

/** Returns where the card of an open case is. Posts it when Slack has refused it so far; null when Slack still does. */
async function findOrPostCard(
  { ports, posts }: { readonly ports: Ports; readonly posts: Posts },
  kase: Case,
): Promise<PostRecord | null> {
  const key = cardPostKey(kase.id);
  const known = await posts.find(key);
  if (known?.ts) return known;
  try {
    await publishCaseCard(ports, kase);
  } catch (error) {
    // Who opened the case was told why. The reply offers a new case, whose card may go elsewhere.
    if (!(error instanceof UserError)) throw error;
    return null;
  }
  return posts.find(key);
}

/** Returns the thread of a request, for the buttons that continue it. Without a thread, their own channel is enough. */
export function threadOf({ channelId, threadTs }: RequestContext): Pick<ChoiceContext, 'channel' | 'thread'> {
  return channelId !== null && threadTs !== null ? { channel: channelId, thread: threadTs } : {};
}

/** Returns the channel of the request where cards are allowed, else the user's direct messages. */
function cardLocation(context: HandlerContext): MessageLocation {
  const { channelId, threadTs, userId } = context.request;
  if (channelId && isInSupportChannel(context)) return { channel: channelId, thread: threadTs };
  return { channel: userId, thread: channelId?.startsWith('D') ? threadTs : null };
}

/** Returns true when the card is posted in the channel of the request. */
export function isInSupportChannel({
  request: { channelId },
  supportChannels,
}: Pick<HandlerContext, 'request' | 'supportChannels'>): boolean {
  return channelId !== null && supportChannels.includes(channelId);
}
