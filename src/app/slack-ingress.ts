import type { RequestListener } from 'node:http';
import type { ReceiverEvent } from '@slack/bolt';
import type { Config } from '../config.ts';
import { createBoltLogger } from '../log.ts';
import type { Health } from '../ports/monitoring.ts';
import { slackEventsHandler } from '../slack/ingress/http-transport.ts';
import { waitFor } from '../slack/web-api/back-off.ts';
import type { RuntimeDependencies } from './create-ports.ts';

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
  readonly runtime: RuntimeDependencies;
  /** Persists and acknowledges one request. */
  receive(event: ReceiverEvent): Promise<void>;
  onFault(what: string, error: unknown): void;
}

/** Returns the transport that the settings select. */
export async function createSlackIngress(options: SlackIngressOptions): Promise<SlackIngress> {
  const { config, runtime, receive, onFault } = options;
  const { delivery, apiUrl } = config.slack;
  if (delivery.kind === 'http') {
    const signingSecret = delivery.signingSecret.reveal();
    const slackEvents = slackEventsHandler({ signingSecret, now: runtime.now, receive, onFault });
    const noop = async () => {};
    return { slackEvents, checks: {}, start: noop, stop: noop };
  }
  // Loaded on demand, because the packages of Socket Mode and of proxies take a large part of the start.
  const [{ createSocketTransport }, { proxyDispatcher }] = await Promise.all([
    import('../slack/ingress/socket-transport.ts'),
    import('./install-proxy.ts'),
  ]);
  const socketTransport = createSocketTransport({
    appToken: delivery.appToken.reveal(),
    slackApiUrl: apiUrl,
    logger: createBoltLogger(runtime.log),
    dispatcher: proxyDispatcher(),
    wait: runtime.wait ?? waitFor,
    monotonic: () => performance.now(),
    receive,
    onFault,
  });
  const { health, start, stop } = socketTransport;
  return { slackEvents: null, checks: { 'socket connections': health }, start, stop };
}
