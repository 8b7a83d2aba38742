import type { RequestListener } from 'node:http';
import type { ReceiverEvent } from '@slack/bolt';
import type { Config } from '../config.ts';
import { boltLogger } from '../log.ts';
import type { Health } from '../ports.ts';
import { waitFor } from '../slack/back-off.ts';
import { slackEventsHandler } from '../slack/http-transport.ts';
import { createSocketTransport } from '../slack/socket-transport.ts';
import type { Outside } from './ports.ts';
import { proxyDispatcher } from './proxy.ts';

/** The transport that delivers Slack's requests: HTTP or Socket Mode. */
export interface SlackIngress {
  /** Handler of `POST /slack/events`; null in Socket Mode. */
  readonly slackEvents: RequestListener | null;
  /** The transport's own checks for `/readyz`. */
  readonly checks: Readonly<Record<string, () => Health>>;
  /** Resolves after the first attempt to connect; rejects when Slack refuses the app token. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

export interface SlackIngressOptions {
  readonly config: Config;
  readonly outside: Outside;
  /** Persists and acknowledges one request. */
  receive(event: ReceiverEvent): Promise<void>;
  onFault(what: string, error: unknown): void;
}

/** Returns the transport that the settings select. */
export function createSlackIngress({ config, outside, receive, onFault }: SlackIngressOptions): SlackIngress {
  const { delivery, apiUrl } = config.slack;
  if (delivery.kind === 'http') {
    const signingSecret = delivery.signingSecret.reveal();
    const slackEvents = slackEventsHandler({ signingSecret, now: outside.now, receive, onFault });
    const noop = async () => {};
    return { slackEvents, checks: {}, start: noop, stop: noop };
  }
  const sockets = createSocketTransport({
    appToken: delivery.appToken.reveal(),
    slackApiUrl: apiUrl,
    logger: boltLogger(outside.log),
    dispatcher: proxyDispatcher(),
    wait: outside.wait ?? waitFor,
    monotonic: () => performance.now(),
    receive,
    onFault,
  });
  const { health, start, stop } = sockets;
  return { slackEvents: null, checks: { 'socket connections': health }, start, stop };
}
