import { setMaxListeners } from 'node:events';
import type { Health } from '../../ports/monitoring.ts';
import type { Wait } from '../web-api/back-off.ts';
import { backOffMs } from '../web-api/back-off.ts';
import { credentialErrorCode, failureReason } from '../web-api/slack-error.ts';
import type { SocketConnectionOptions } from './socket-connection.ts';
import { SocketConnection } from './socket-connection.ts';

export interface SocketTransportOptions extends SocketConnectionOptions {
  readonly wait: Wait;
  /** Monotonic clock in milliseconds. */
  monotonic(): number;
}

export interface SocketTransport {
  /** Resolves after the first attempt to connect; rejects when Slack refuses the app token. */
  start(): Promise<void>;
  health(): Health;
  /** Closes every connection after its received requests are acknowledged. */
  stop(): Promise<void>;
}

/** Two, so that requests still arrive when one is lost. Slack allows ten for all processes of an app. */
const CONNECTION_COUNT = 2;
/** Slack closes the old connection about 10 seconds after asking for a new one, and delivers until then. */
const RETIRE_AFTER_MS = 30_000;
/** A connection that closes sooner than this counts as a failed attempt. */
const MIN_CONNECTION_LIFETIME_MS = 5_000;
/** Minimum time between two replacements of a connection, however often Slack asks. */
const REPLACE_INTERVAL_MS = 1_000;
const STOP_TIMEOUT_MS = 3_000;

/**
 * Keeps Socket Mode connections open. When Slack asks for a new connection (every few hours), the new one is opened before
 * the old one is closed. A lost connection is reopened at once, then with a bounded back-off.
 */
export function createSocketTransport(options: SocketTransportOptions): SocketTransport {
  const { wait, monotonic, onFault } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  // Each retiring connection and each wait between attempts adds a listener.
  setMaxListeners(0, signal);
  const openConnections = new Set<SocketConnection>();
  let reason = 'no attempt yet';

  async function connect(): Promise<SocketConnection> {
    const connection = new SocketConnection(options);
    await connection.open();
    openConnections.add(connection);
    connection.on('disconnected', () => openConnections.delete(connection));
    if (signal.aborted) await connection.close(0);
    return connection;
  }

  function reportFailure(error: unknown): void {
    const refused = credentialErrorCode(error);
    reason = refused
      ? `the app token is refused (${refused})`
      : `Slack not reached (${failureReason(error)})`;
    onFault('socket connection not opened', error);
  }

  /** Opens a connection after `failures` failed attempts in a row. Resolves with null once stopped. */
  async function openNext(failures: number): Promise<SocketConnection | null> {
    let latest: unknown;
    for (let failed = failures; !signal.aborted; failed += 1) {
      if (failed > 0) await wait(backOffMs(failed, latest), signal);
      if (signal.aborted) break;
      try {
        return await connect();
      } catch (error) {
        latest = error;
        reportFailure(error);
      }
    }
    return null;
  }

  /** Keeps one connection open for as long as the bot runs. */
  async function keepOpen(firstConnection: SocketConnection | null, failuresBefore: number): Promise<void> {
    let failures = failuresBefore;
    let current = firstConnection ?? (await openNext(failures));
    while (current && !signal.aborted) {
      const openedAt = monotonic();
      const replaceReason = await current.replaceReason;
      const lifetimeMs = monotonic() - openedAt;
      failures = replaceReason === 'closed' && lifetimeMs < MIN_CONNECTION_LIFETIME_MS ? failures + 1 : 0;
      if (replaceReason === 'refresh') {
        if (lifetimeMs < REPLACE_INTERVAL_MS) await wait(REPLACE_INTERVAL_MS - lifetimeMs, signal);
        retire(current);
      }
      current = await openNext(failures);
    }
  }

  /** Leaves the old connection open, because Slack still delivers over it, and closes it only if Slack doesn't. */
  function retire(connection: SocketConnection): void {
    void wait(RETIRE_AFTER_MS, signal).then(() => connection.close(STOP_TIMEOUT_MS));
  }

  return {
    async start() {
      let firstConnection: SocketConnection | null = null;
      try {
        firstConnection = await connect();
      } catch (error) {
        if (credentialErrorCode(error)) throw error;
        reportFailure(error);
      }
      const failures = firstConnection ? 0 : 1;
      for (let index = 0; index < CONNECTION_COUNT; index += 1)
        void keepOpen(index === 0 ? firstConnection : null, failures);
    },
    health: () =>
      openConnections.size > 0
        ? { ready: true, detail: `${openConnections.size} open` }
        : { ready: false, detail: `no connection open: ${reason}` },
    async stop() {
      stopping.abort();
      await Promise.all([...openConnections].map((connection) => connection.close(STOP_TIMEOUT_MS)));
    },
  };
}
