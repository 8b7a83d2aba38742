import { App } from '@slack/bolt';
import type { Config } from '../config.ts';
import { boltLogger } from '../log.ts';
import { createAcknowledgement } from '../slack/acknowledgement.ts';
import { waitFor } from '../slack/back-off.ts';
import { createDoor } from '../slack/door.ts';
import { createDoorAnswers } from '../slack/door-answers.ts';
import { DurableReceiver } from '../slack/durable-receiver.ts';
import type { Handling } from '../slack/handle.ts';
import { cachedRefusal, isOverLimit, noteQueued } from '../slack/handle.ts';
import { line } from '../slack/lines.ts';
import { listen } from '../slack/listeners/index.ts';
import { acknowledgeNotParsed, tellNotParsed, typeOf } from '../slack/not-parsed.ts';
import { slackFetch } from '../slack/slack-fetch.ts';
import type { SlackStatus } from '../slack/slack-status.ts';
import type { Worker } from '../slack/worker.ts';
import { notKept } from '../words/answers.ts';
import type { OnFault, Parts } from './ports.ts';
import { hostsOf } from './ports.ts';

export interface SlackAppOptions {
  readonly parts: Parts;
  readonly status: SlackStatus;
  readonly handling: Handling;
  readonly worker: Worker;
  readonly onFault: OnFault;
}

export interface SlackApp {
  readonly app: App;
  readonly receiver: DurableReceiver;
}

/** Returns the Bolt app, and the receiver that persists and acknowledges requests before Bolt sees them. */
export function createSlackApp(options: SlackAppOptions): SlackApp {
  const { parts, status, worker, onFault } = options;
  const { config, outside } = parts;
  const receiver = createReceiver(options);
  const app = new App({
    authorize: async () => authorizationOf(config, status),
    receiver,
    clientOptions: { slackApiUrl: config.slack.apiUrl, fetch: slackFetch },
    convoStore: false,
    deferInitialization: true,
    extendedErrorHandler: true,
    logger: boltLogger(outside.log),
  });
  listen(app, (arrival) => worker.run(arrival));
  app.error(async (failed) => onFault('listener failed', 'error' in failed ? failed.error : failed));
  return { app, receiver };
}

function createReceiver({ parts, handling, worker, onFault }: SlackAppOptions): DurableReceiver {
  const { config, outside, store } = parts;
  const { log, metrics, now } = outside;
  return new DurableReceiver({
    inbox: store.inbox,
    door: createDoor({ hosts: hostsOf(config), answers: createDoorAnswers(config) }),
    answer: createAcknowledgement({
      refusalFor: (request) => cachedRefusal(handling, request),
      isOverLimit: (request) => isOverLimit(handling, request),
      onQueued: (request) => noteQueued(handling, request),
      wait: outside.wait ?? waitFor,
      onFault,
    }),
    now,
    onAcknowledged: (kind, seconds) => metrics.acknowledged({ kind, seconds }),
    onSettled: () => worker.wake(),
    onKept: (to, arrival) => worker.enqueue(to, arrival),
    onNotKept: (error, key) => {
      onFault('request not written down', error, { requestKey: key });
      return line(notKept());
    },
    onNotParsed(error, body) {
      log.warn('request not parsed', { type: typeOf(body), error });
      tellNotParsed(handling.room.voice, body).catch((failed) => onFault('sentence not delivered', failed));
      return acknowledgeNotParsed(body);
    },
    onFault,
  });
}

/** Spares Bolt its own `auth.test` for each request: `SlackStatus` checks the token. */
function authorizationOf({ slack }: Config, status: SlackStatus) {
  const { botId, botUserId } = status.identity() ?? {};
  return {
    botToken: slack.botToken.reveal(),
    ...(botId ? { botId } : {}),
    ...(botUserId ? { botUserId } : {}),
  };
}
