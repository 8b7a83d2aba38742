import { RetryLater } from '../../errors.ts';
import type { Ports } from '../../ports/ports.ts';
import type { InboundRequest } from '../../ports/queues.ts';
import { identityPendingText } from '../../words/replies.ts';
import type { Responder } from '../replies/reply.ts';
import { markReplied, reply } from '../replies/reply.ts';
import { textReply } from '../replies/text-replies.ts';
import type { Actor, Authorize, Refusal } from './authorization.ts';
import { channelIdOf, requestContextOf, teamIdsOf, userIdOf } from './request-context.ts';
import { ruleOf } from './request-rules.ts';

/** A user whose request waits longer than this for Slack to confirm their identity is told that it is queued. */
const QUEUED_REPLY_AFTER_MS = 10_000;

export interface RequestAuthorizer {
  readonly authorize: Authorize;
  readonly ports: Ports;
  readonly responder: Responder;
}

/**
 * Returns why the user may not make a request, or null. Uses cached answers first, so that a refused user causes no
 * database reads; then, where the request's rule says so, asks Slack again. Throws `RetryLater` while Slack can't say who the
 * user is, after telling a user who has waited for 10 seconds that the request is queued.
 */
export async function authorizeRequest(
  authorizer: RequestAuthorizer,
  request: InboundRequest,
): Promise<Refusal | null> {
  const actor = actorOf(request);
  const { bypassCache } = ruleOf(request) ?? {};
  try {
    if (bypassCache === true) return await authorizer.authorize({ ...actor, bypassCache });
    const refusal = await authorizer.authorize(actor);
    if (refusal || !(await bypassCache?.(request.body, authorizer.ports))) return refusal;
    return await authorizer.authorize({ ...actor, bypassCache: true });
  } catch (error) {
    if (error instanceof RetryLater && request.kind !== 'event')
      await replyWhenQueued(authorizer, request, error.afterMs);
    throw error;
  }
}

/** Returns why the user may not make a request, from cached answers, or null. Rejects while Slack can't say. */
export function cachedRefusal(
  authorize: Authorize,
  request: Pick<InboundRequest, 'kind' | 'body'>,
): Promise<Refusal | null> {
  // Async, so that a body that cannot be parsed rejects instead of throwing.
  return Promise.resolve().then(() => authorize(actorOf(request)));
}

/** Records that the acknowledgement has told the user that the request is queued. */
export function markQueuedReplySent(
  responder: Responder,
  request: Pick<InboundRequest, 'key' | 'body'>,
): Promise<void> {
  return markReplied(responder, { key: queuedReplyKey(request), userId: userIdOf(request) });
}

function actorOf(request: Pick<InboundRequest, 'kind' | 'body'>): Actor {
  const { audience = 'support' } = ruleOf(request) ?? {};
  return {
    userId: userIdOf(request),
    channelId: channelIdOf(request),
    teamIds: teamIdsOf(request),
    audience: typeof audience === 'function' ? audience(request.body) : audience,
  };
}

async function replyWhenQueued(
  { ports, responder }: RequestAuthorizer,
  request: InboundRequest,
  retryAfterMs: number,
): Promise<void> {
  const requestContext = requestContextOf(request);
  const waitMs = ports.now().getTime() + retryAfterMs - requestContext.receivedAt.getTime();
  if (waitMs <= QUEUED_REPLY_AFTER_MS) return;
  await reply(
    responder,
    { ...requestContext, key: queuedReplyKey(request) },
    textReply(identityPendingText()),
  ).catch((error: unknown) => responder.onFault('reply not delivered', error));
}

function queuedReplyKey({ key }: Pick<InboundRequest, 'key'>): string {
  return `${key}:queued`;
}
