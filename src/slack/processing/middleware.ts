import type { AnyMiddlewareArgs, Middleware } from '@slack/bolt';
import {
  ChoiceRequiredError,
  RetryLater,
  SubscriptionNeededError,
  UnreadableRow,
  UserError,
} from '../../errors.ts';
import type { InboundRequest } from '../../ports/queues.ts';
import {
  accessDeniedText,
  checkLimitReachedText,
  internalErrorText,
  outdatedButtonText,
  requestExpiredText,
} from '../../words/replies.ts';
import { EVENTS } from '../ids.ts';
import type { BoltApp, HandlerContext, HandlerDependencies } from '../listeners/handler-context.ts';
import { clearHomeTab } from '../listeners/home-listeners.ts';
import { openedCaseId } from '../listeners/request-values.ts';
import { renderSubscriptionNeeded } from '../rendering/check-form.ts';
import { renderReferenceChoice } from '../rendering/reference-choice.ts';
import { logOwnerReferral, type Reply, reply } from '../replies/reply.ts';
import { textReply } from '../replies/text-replies.ts';
import type { Authorize } from './authorization.ts';
import type { CheckLimit } from './check-limit.ts';
import { authorizeRequest } from './request-authorization.ts';
import { requestContextOf, userIdOf } from './request-context.ts';
import { isCountedCheck, ruleOf } from './request-rules.ts';

/** Requests whose rule says `expires` are dropped after 15 minutes. */
const REQUEST_TTL_MS = 15 * 60_000;
/** The delay before a failed reply is sent again. */
const REPLY_RETRY_MS = 5_000;
const STORE_RETRY_MS = 1_000;
/**
 * For how long a request about an unreadable row is retried: during a rolling upgrade, a copy of the newer version may have written
 * the row, and may process the request.
 */
const MAX_UNREADABLE_MS = 60_000;
const UNREADABLE_RETRY_MS = 2_000;

export interface MiddlewareDependencies {
  readonly handlers: HandlerDependencies;
  readonly authorize: Authorize;
  readonly checkLimit: CheckLimit;
  /** Returns true when the store could not be read or written, so that a retry may succeed. */
  isStoreFailure(error: unknown): boolean;
  onFault(what: string, error: unknown): void;
  /** Called when a user's check is refused because they have reached the limit. */
  onCheckLimit(userId: string): void;
}

/** What `DurableReceiver.process` puts into Bolt's context. */
export interface ProcessedRequest {
  readonly inboundRequest: InboundRequest;
  /** Tells the receiver that the request is being handled. */
  markHandled(): void;
}

type GlobalMiddleware = Middleware<AnyMiddlewareArgs, HandlerContext>;

/**
 * Registers the middleware of all listeners in the order in which it runs: context, failure replies, expiry, authorization,
 * unknown ids, check limit. Middleware that has replied does not call `next`.
 */
export function registerMiddleware(app: BoltApp, dependencies: MiddlewareDependencies): void {
  app.use(provideContext(dependencies));
  app.use(replyToFailures(dependencies));
  app.use(dropExpired);
  app.use(authorizeUser(dependencies));
  app.use(rejectUnknownIds);
  app.use(limitChecks(dependencies));
}

/** Returns true when the request is a check and its user has reached the limit of checks. */
export function isOverCheckLimit(
  checkLimit: CheckLimit,
  request: Pick<InboundRequest, 'key' | 'kind' | 'body'>,
): boolean {
  const check = { userId: userIdOf(request), requestKey: request.key };
  return isCountedCheck(request) && checkLimit.waitMs(check) !== null;
}

/** Adds the `HandlerContext`. Ignores an unknown event, because there is nobody to reply to. */
function provideContext({ handlers }: MiddlewareDependencies): GlobalMiddleware {
  return async ({ context, next }) => {
    const { inboundRequest, markHandled } = context as unknown as ProcessedRequest;
    if (inboundRequest.kind === 'event' && !ruleOf(inboundRequest)) return;
    markHandled();
    Object.assign(context, handlers, { request: requestContextOf(inboundRequest) });
    await next();
  };
}

/** Turns every failure into a reply, except that it throws `RetryLater` when a retry may succeed. */
function replyToFailures(dependencies: MiddlewareDependencies): GlobalMiddleware {
  return async ({ context, next }) => {
    try {
      await next();
    } catch (error) {
      if (error instanceof RetryLater) throw error;
      if (dependencies.isStoreFailure(error)) throw new RetryLater('store failed', STORE_RETRY_MS, error);
      if (error instanceof UnreadableRow && ageMsOf(context) < MAX_UNREADABLE_MS)
        throw new RetryLater('row not readable', UNREADABLE_RETRY_MS, error);
      await sendFailureReply(dependencies, context, replyForError(error, dependencies));
    }
  };
}

function ageMsOf({ ports, request }: HandlerContext): number {
  return ports.now().getTime() - request.receivedAt.getTime();
}

async function sendFailureReply(
  { onFault }: MiddlewareDependencies,
  { responder, request }: HandlerContext,
  message: Reply,
): Promise<void> {
  try {
    await reply(responder, request, message);
  } catch (error) {
    onFault('reply not delivered', error);
    throw error instanceof RetryLater ? error : new RetryLater('reply not delivered', REPLY_RETRY_MS, error);
  }
}

function replyForError(error: unknown, { handlers, onFault }: MiddlewareDependencies): Reply {
  if (error instanceof SubscriptionNeededError) return renderSubscriptionNeeded(error);
  if (error instanceof UserError) {
    logOwnerReferral(handlers, error);
    return textReply(error.sentence, error.lastingSentence);
  }
  if (error instanceof ChoiceRequiredError) return renderReferenceChoice(error.choices, error.context);
  onFault('unexpected', error);
  return textReply(internalErrorText());
}

const dropExpired: GlobalMiddleware = async ({ context, next }) => {
  const { inboundRequest } = context;
  const rule = ruleOf(inboundRequest);
  if (ageMsOf(context) > REQUEST_TTL_MS && rule?.expires && !(await hasTakenEffect(context)))
    throw new UserError(requestExpiredText({ isRecheck: rule.isRecheck === true }));
  await next();
};

/** Returns true when an earlier attempt has recorded what was asked for, so that only showing it is left. */
async function hasTakenEffect({ inboundRequest, request, ports }: HandlerContext): Promise<boolean> {
  const { cases, handoffs } = ports;
  return (
    (await cases.find(openedCaseId(inboundRequest, request.channelId))) !== null ||
    (await cases.hasIdempotencyKey(request.key)) ||
    (await handoffs.hasIdempotencyKey(request.key))
  );
}

function authorizeUser({ authorize }: MiddlewareDependencies): GlobalMiddleware {
  return async ({ context, next }) => {
    const { ports, responder, inboundRequest, request } = context;
    const refusal = await authorizeRequest({ authorize, ports, responder }, inboundRequest);
    if (!refusal) return next();
    // Opening the Home tab asks for nothing, so a refusal gets no reply.
    if (isHomeOpened(inboundRequest)) return clearHomeTab(context, request.userId, refusal);
    throw new UserError(accessDeniedText(refusal));
  };
}

function isHomeOpened({ kind, body }: InboundRequest): boolean {
  return kind === 'event' && (body as { event?: { type?: string } }).event?.type === EVENTS.homeOpened;
}

/** Rejects buttons and forms of an older version of the bot. */
const rejectUnknownIds: GlobalMiddleware = async ({ context, next }) => {
  if (!ruleOf(context.inboundRequest)) throw new UserError(outdatedButtonText());
  await next();
};

function limitChecks({ checkLimit, onCheckLimit }: MiddlewareDependencies): GlobalMiddleware {
  return async ({ context, next }) => {
    const { inboundRequest, request } = context;
    if (isCountedCheck(inboundRequest)) {
      const waitMs = checkLimit.take({ userId: request.userId, requestKey: request.key });
      if (waitMs !== null) {
        onCheckLimit(request.userId);
        throw new UserError(checkLimitReachedText({ ...checkLimit, waitMs }));
      }
    }
    await next();
  };
}
