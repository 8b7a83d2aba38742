import { ChoiceRequiredError, RetryLater, UserError } from '../../errors.ts';
import type { InboundRequest } from '../../ports/queues.ts';
import {
  accessDeniedText,
  checkLimitReachedText,
  identityPendingText,
  internalErrorText,
  outdatedButtonText,
  requestExpiredText,
} from '../../words/replies.ts';
import type { HandlerContext, HandlerRegistration } from '../listeners/handlers.ts';
import { CHECK_REQUESTS, EXPIRABLE_REQUESTS, HANDLERS, handlerName } from '../listeners/handlers.ts';
import { isCheckNowFromMenu } from '../listeners/handoff-actions.ts';
import { clearHomeTab } from '../listeners/home-tab.ts';
import { renderReferenceChoice } from '../rendering/reference-choice.ts';
import { logOwnerReferral } from '../replies/log-owner-referral.ts';
import type { Reply } from '../replies/reply.ts';
import { markReplied, reply } from '../replies/reply.ts';
import { textReply } from '../replies/text-replies.ts';
import type { Actor, Refusal } from './authorization.ts';
import { channelIdOf, requestContextOf, teamIdsOf, userIdOf } from './request-context.ts';
import type { QueueLane } from './work-queue.ts';

/** How long to wait before saying something again that could not be said. */
const REPLY_RETRY_MS = 5_000;
/** Who waits for longer is told that they wait. */
const QUEUED_REPLY_AFTER_MS = 10_000;

export interface DispatchDependencies {
  readonly context: HandlerContext;
  /** The store could not be read or written: the same work may go through in a moment. */
  isStoreFailure(error: unknown): boolean;
  onFault(what: string, error: unknown): void;
  /** Called when a user's check is refused because they have reached the limit. */
  onCheckLimit(userId: string): void;
}

/**
 * Deals with one kept request: lets the person in, finds the behaviour, and is the one place where a failure
 * becomes a sentence. Throws `RetryLater` only.
 */
export async function dispatchRequest(deps: DispatchDependencies, request: InboundRequest): Promise<void> {
  try {
    await authorizeAndHandle(deps, request);
  } catch (error) {
    if (error instanceof RetryLater) throw error;
    if (deps.isStoreFailure(error)) throw new RetryLater('store trouble', 1_000, error);
    await sendReply(deps, request, replyForError(error, deps));
  }
}

/** A check or a form; what somebody decided or wrote is never in vain. */
export function isExpirable(request: InboundRequest): boolean {
  return EXPIRABLE_REQUESTS.has(handlerName(request));
}

/** Returns the queue lane of a request and the Slack id of the user who made it. */
export function jobFieldsOf(request: StoredRequest): { readonly lane: QueueLane; readonly person: string } {
  const callsSystems = CHECK_REQUESTS.has(handlerName(request)) || isCheckNowFromMenu(request);
  const lane = !('mine' in request.body) && callsSystems ? 'check' : 'interactive';
  return { lane, person: userIdOf(request) };
}

/** Returns true when the request is a check and its user has reached the limit of checks. */
export function isOverCheckLimit({ context }: DispatchDependencies, request: StoredRequest): boolean {
  return (
    isCheck(request) &&
    context.checkLimit.waitMs({ userId: userIdOf(request), requestKey: request.key }) !== null
  );
}

type StoredRequest = Pick<InboundRequest, 'key' | 'kind' | 'body'>;

/** A message that names nothing to check, or several things, is answered without a look-up and does not count. */
function isCheck(request: StoredRequest): boolean {
  const { wanted } = request.body as { wanted?: { kind: string } };
  return jobFieldsOf(request).lane === 'check' && (wanted === undefined || wanted.kind === 'one');
}

function countCheck(
  { context: { checkLimit }, onCheckLimit }: DispatchDependencies,
  request: StoredRequest,
): void {
  const userId = userIdOf(request);
  const waitMs = checkLimit.take({ userId, requestKey: request.key });
  if (waitMs === null) return;
  onCheckLimit(userId);
  throw new UserError(checkLimitReachedText({ ...checkLimit, waitMs }));
}

/** Says that a request came too late to be of use. */
export function replyExpired(deps: DispatchDependencies, request: InboundRequest): Promise<void> {
  return sendReply(deps, request, textReply(requestExpiredText()));
}

async function authorizeAndHandle(deps: DispatchDependencies, request: InboundRequest): Promise<void> {
  const { context } = deps;
  const registration = HANDLERS.get(handlerName(request));
  const refused = await authorizeRequest(context, request, registration);
  // Opening the Home tab is no request, so a refusal gets no reply.
  if (refused && request.kind === 'event') return clearHomeTab(context, userIdOf(request), refused);
  if (refused) throw new UserError(accessDeniedText(refused));
  if (!registration) throw new UserError(outdatedButtonText());
  if (isCheck(request)) countCheck(deps, request);
  await registration.handle(context, request, requestContextOf(request));
}

/** Authorizes with cached answers first, so that a refused user causes no database reads; then, where required, afresh. */
async function authorizeRequest(
  context: HandlerContext,
  request: InboundRequest,
  registration: HandlerRegistration | undefined,
): Promise<Refusal | null> {
  const actor = actorOf(request, registration);
  const { bypassCache } = registration ?? {};
  if (bypassCache === true) return authorizeOrReplyQueued(context, request, { ...actor, bypassCache });
  const refused = await authorizeOrReplyQueued(context, request, actor);
  if (refused || !(await bypassCache?.(context, request))) return refused;
  return authorizeOrReplyQueued(context, request, { ...actor, bypassCache: true });
}

function actorOf(
  request: Pick<InboundRequest, 'body'>,
  registration: HandlerRegistration | undefined,
): Actor {
  const { audience = 'support' } = registration ?? {};
  return {
    userId: userIdOf(request),
    channelId: channelIdOf(request),
    teamIds: teamIdsOf(request),
    audience: typeof audience === 'function' ? audience(request) : audience,
  };
}

/** Returns why the user may not make this request, by answers up to a minute old. Rejects while Slack can't be asked. */
export async function cachedRefusal(
  { context }: DispatchDependencies,
  request: Pick<InboundRequest, 'kind' | 'body'>,
): Promise<Refusal | null> {
  return context.authorize(actorOf(request, HANDLERS.get(handlerName(request))));
}

/** Records that the acknowledgement tells the user that the request is queued. */
export function markQueuedReplySent(
  { context }: DispatchDependencies,
  request: StoredRequest,
): Promise<void> {
  return markReplied(context.responder, { key: queuedReplyKey(request), userId: userIdOf(request) });
}

function queuedReplyKey({ key }: Pick<InboundRequest, 'key'>): string {
  return `${key}:waits`;
}

/** A request waits until Slack has confirmed the user's identity; after `LONG_MS` the user is told that it waits. */
async function authorizeOrReplyQueued(
  { authorize, ports, responder }: HandlerContext,
  request: InboundRequest,
  actor: Actor,
): Promise<Refusal | null> {
  try {
    return await authorize(actor);
  } catch (error) {
    if (!(error instanceof RetryLater) || request.kind === 'event') throw error;
    const requestContext = requestContextOf(request);
    const nextTry = ports.now().getTime() + error.afterMs;
    if (nextTry - requestContext.receivedAt.getTime() > QUEUED_REPLY_AFTER_MS)
      await reply(
        responder,
        { ...requestContext, key: queuedReplyKey(requestContext) },
        textReply(identityPendingText()),
      ).catch((failed: unknown) => responder.onFault('sentence not delivered', failed));
    throw error;
  }
}

async function sendReply(
  { context, onFault }: DispatchDependencies,
  request: InboundRequest,
  message: Reply,
): Promise<void> {
  try {
    await reply(context.responder, requestContextOf(request), message);
  } catch (error) {
    onFault('sentence not delivered', error);
    throw error instanceof RetryLater
      ? error
      : new RetryLater('sentence not delivered', REPLY_RETRY_MS, error);
  }
}

function replyForError(error: unknown, { context, onFault }: DispatchDependencies): Reply {
  if (error instanceof UserError) {
    logOwnerReferral(context, error);
    return textReply(error.sentence);
  }
  if (error instanceof ChoiceRequiredError) return renderReferenceChoice(error.choices, error.context);
  onFault('unexpected', error);
  return textReply(internalErrorText());
}
