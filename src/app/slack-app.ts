import { App } from '@slack/bolt';
import type { Config } from '../config.ts';
import { createBoltLogger } from '../log.ts';
import { createAcknowledgementBuilder } from '../slack/ingress/acknowledgement.ts';
import { createAcknowledgementReplies } from '../slack/ingress/acknowledgement-replies.ts';
import { DurableReceiver } from '../slack/ingress/durable-receiver.ts';
import { createRequestParser } from '../slack/ingress/parse-request.ts';
import { acknowledgeUnparsed, replyToUnparsed, requestTypeOf } from '../slack/ingress/unparsed-request.ts';
import { registerListeners } from '../slack/listeners/register-listeners.ts';
import type { DispatchDependencies } from '../slack/processing/dispatch.ts';
import { cachedRefusal, isOverCheckLimit, markQueuedReplySent } from '../slack/processing/dispatch.ts';
import type { RequestWorker } from '../slack/processing/request-worker.ts';
import { textReply } from '../slack/replies/text-replies.ts';
import { waitFor } from '../slack/web-api/back-off.ts';
import { slackFetch } from '../slack/web-api/slack-fetch.ts';
import type { SlackStatus } from '../slack/web-api/slack-status.ts';
import { requestNotStoredText } from '../words/replies.ts';
import type { AppContext, OnFault } from './create-ports.ts';
import { configuredHosts } from './create-ports.ts';

export interface SlackAppOptions {
  readonly context: AppContext;
  readonly status: SlackStatus;
  readonly dispatchContext: DispatchDependencies;
  readonly requestWorker: RequestWorker;
  readonly onFault: OnFault;
}

export interface SlackApp {
  readonly app: App;
  readonly receiver: DurableReceiver;
}

/** Returns the Bolt app, and the receiver that persists and acknowledges requests before Bolt sees them. */
export function createSlackApp(options: SlackAppOptions): SlackApp {
  const { context, status, requestWorker, onFault } = options;
  const { config, runtime } = context;
  const receiver = createReceiver(options);
  const app = new App({
    authorize: async () => botAuthorization(config, status),
    receiver,
    clientOptions: { slackApiUrl: config.slack.apiUrl, fetch: slackFetch },
    convoStore: false,
    deferInitialization: true,
    extendedErrorHandler: true,
    logger: createBoltLogger(runtime.log),
  });
  registerListeners(app, (request) => requestWorker.process(request));
  app.error(async (failed) => onFault('listener failed', 'error' in failed ? failed.error : failed));
  return { app, receiver };
}

function createReceiver({
  context,
  dispatchContext,
  requestWorker,
  onFault,
}: SlackAppOptions): DurableReceiver {
  const { config, runtime, store } = context;
  const { log, metrics, now } = runtime;
  return new DurableReceiver({
    inbox: store.inbox,
    parse: createRequestParser({
      hosts: configuredHosts(config),
      replies: createAcknowledgementReplies(config),
    }),
    buildAcknowledgement: createAcknowledgementBuilder({
      refusalFor: (request) => cachedRefusal(dispatchContext, request),
      isOverLimit: (request) => isOverCheckLimit(dispatchContext, request),
      onQueued: (request) => markQueuedReplySent(dispatchContext, request),
      wait: runtime.wait ?? waitFor,
      onFault,
    }),
    now,
    onAcknowledged: (kind, seconds) => metrics.acknowledged({ kind, seconds }),
    onAcknowledgementSettled: () => requestWorker.wake(),
    onPersisted: (to, storedRequest) => requestWorker.enqueue(to, storedRequest),
    onPersistFailed: (error, key) => {
      onFault('request not written down', error, { requestKey: key });
      return textReply(requestNotStoredText());
    },
    onParseFailed(error, body) {
      log.warn('request not parsed', { type: requestTypeOf(body), error });
      replyToUnparsed(dispatchContext.context.responder, body).catch((failed) =>
        onFault('sentence not delivered', failed),
      );
      return acknowledgeUnparsed(body);
    },
    onFault,
  });
}

/** Spares Bolt its own `auth.test` for each request: `SlackStatus` checks the token. */
function botAuthorization({ slack }: Config, status: SlackStatus) {
  const { botId, botUserId } = status.identity() ?? {};
  return {
    botToken: slack.botToken.reveal(),
    ...(botId ? { botId } : {}),
    ...(botUserId ? { botUserId } : {}),
  };
}
