import type { CodedError } from '@slack/bolt';
import { App } from '@slack/bolt';

import type { Config } from '../config.ts';
import type { RequestWorker } from '../jobs/request-worker.ts';
import { createBoltLogger } from '../log.ts';
import type { Ports } from '../ports/ports.ts';
import { createAcknowledgementBuilder } from '../slack/ingress/acknowledgement.ts';
import { createAcknowledgementReplies } from '../slack/ingress/acknowledgement-replies.ts';
import { DurableReceiver } from '../slack/ingress/durable-receiver.ts';
import { createRequestParser } from '../slack/ingress/parse-request.ts';
import { acknowledgeUnparsed, replyToUnparsed, requestTypeOf } from '../slack/ingress/unparsed-request.ts';
import type { BoltApp, HandlerContext } from '../slack/listeners/handler-context.ts';
import { registerListeners } from '../slack/listeners/register-listeners.ts';
import { createCheckLimit } from '../slack/processing/check-limit.ts';
import type { MiddlewareDependencies } from '../slack/processing/middleware.ts';
import { isOverCheckLimit, registerMiddleware } from '../slack/processing/middleware.ts';
import { cachedRefusal, markQueuedReplySent } from '../slack/processing/request-authorization.ts';
import { textReply } from '../slack/replies/text-replies.ts';
import { waitFor } from '../slack/web-api/back-off.ts';
import type { SlackStatus } from '../slack/web-api/slack-status.ts';
import { slackFetch } from '../slack/web-api/web-clients.ts';
import { StoreError } from '../store/store-error.ts';
import { requestNotStoredText } from '../words/replies.ts';
import type { AppContext, OnFault } from './create-ports.ts';
import { configuredHosts, createConfiguredLinks } from './create-ports.ts';

export interface SlackAppOptions {
  readonly context: AppContext;
  readonly ports: Ports;
  readonly status: SlackStatus;
  readonly requestWorker: RequestWorker;
  readonly onFault: OnFault;
}

export interface SlackApp {
  readonly app: BoltApp;
  readonly receiver: DurableReceiver;
}

/** The delay between two attempts to update a modal while Slack is busy. */
const MODAL_RETRY_MS = 1_000;

/** Returns the Bolt app with its middleware and listeners, and the receiver that persists and acknowledges requests. */
export function createSlackApp(options: SlackAppOptions): SlackApp {
  const { context, status } = options;
  const { config, runtime } = context;
  const dependencies = createMiddlewareDependencies(options);
  const receiver = createReceiver(options, dependencies);
  const app: BoltApp = new App<HandlerContext>({
    authorize: async () => botAuthorization(config, status),
    receiver,
    clientOptions: { slackApiUrl: config.slack.apiUrl, fetch: slackFetch },
    convoStore: false,
    deferInitialization: true,
    extendedErrorHandler: true,
    logger: createBoltLogger(runtime.log),
  });
  registerMiddleware(app, dependencies);
  registerListeners(app);
  // Bolt wraps errors. The request worker needs the original one to decide about a retry.
  app.error(async ({ error }: { error: CodedError }) => {
    throw error.original ?? error;
  });
  return { app, receiver };
}

function createMiddlewareDependencies({ context, ports, onFault }: SlackAppOptions): MiddlewareDependencies {
  const { config, runtime, store, clients, authorize } = context;
  return {
    handlers: {
      ports,
      responder: {
        client: clients.outbox,
        posts: store.posts,
        slackApiUrl: config.slack.apiUrl,
        now: runtime.now,
        onFault,
        onHarmlessFault: (what, error) => runtime.log.info(what, { error }),
      },
      interactiveClient: clients.interactive,
      modalRetryMs: runtime.formRetryDelayMs ?? MODAL_RETRY_MS,
      links: createConfiguredLinks(config),
      supportChannels: config.supportChannels,
      ticketHosts: config.ticketHosts,
      isInSupport: async (userId) =>
        (await authorize({ userId, channelId: null, teamIds: [], audience: 'support' })) === null,
      onReferredToOwner: (error) => onFault("user told to contact the bot's owner", error),
    },
    authorize,
    checkLimit: createCheckLimit(config.checksPerPerson),
    isStoreFailure: (error) => error instanceof StoreError,
    onCheckLimit: (user) => {
      runtime.metrics.checkLimited();
      runtime.log.warn('check limit reached', { user });
    },
    onFault,
  };
}

function createReceiver(
  { context, requestWorker, onFault }: SlackAppOptions,
  { authorize, checkLimit, handlers: { responder } }: MiddlewareDependencies,
): DurableReceiver {
  const { config, runtime, store } = context;
  const { log, metrics, now } = runtime;
  return new DurableReceiver({
    inbox: store.inbox,
    parse: createRequestParser({
      hosts: configuredHosts(config),
      replies: createAcknowledgementReplies(config),
    }),
    buildAcknowledgement: createAcknowledgementBuilder({
      refusalFor: (request) => cachedRefusal(authorize, request),
      isOverLimit: (request) => isOverCheckLimit(checkLimit, request),
      onQueued: (request) => markQueuedReplySent(responder, request),
      wait: runtime.wait ?? waitFor,
      onFault,
    }),
    now,
    onAcknowledged: (kind, seconds) => metrics.acknowledged({ kind, seconds }),
    onAcknowledgementSettled: () => requestWorker.startWaitingJobs(),
    onPersisted: (request) => requestWorker.enqueue(request),
    onPersistFailed: (error, key) => {
      onFault('request not persisted', error, { requestKey: key });
      return textReply(requestNotStoredText());
    },
    onParseFailed(error, body) {
      log.warn('request not parsed', { type: requestTypeOf(body), error });
      replyToUnparsed(responder, body).catch((failed) => onFault('reply not delivered', failed));
      return acknowledgeUnparsed(body);
    },
    onFault,
  });
}

/** Saves Bolt an `auth.test` per request: `SlackStatus` checks the token. */
function botAuthorization({ slack }: Config, status: SlackStatus) {
  const { botId, botUserId } = status.identity() ?? {};
  return {
    botToken: slack.botToken.reveal(),
    ...(botId ? { botId } : {}),
    ...(botUserId ? { botUserId } : {}),
  };
}
