import { setMaxListeners } from 'node:events';
import type { Health } from '../ports.ts';
import type { Wait } from './back-off.ts';
import { backOffMs } from './back-off.ts';
import { credentialRefusal, reasonOf } from './slack-error.ts';
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
const CONNECTIONS = 2;
/** Slack closes the old connection about 10 seconds after asking for a new one, and delivers until then. */
const RETIRE_AFTER_MS = 30_000;
/** A connection that closes sooner than this counts as a failed attempt. */
const SHORT_LIVED_MS = 5_000;
/** Minimum time between two replacements of a connection, however often Slack asks. */
const REPLACE_INTERVAL_MS = 1_000;
const STOP_WITHIN_MS = 3_000;

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
  const open = new Set<SocketConnection>();
  let reason = 'no attempt yet';

  async function connect(): Promise<SocketConnection> {
    const connection = new SocketConnection(options);
    await connection.open();
    open.add(connection);
    connection.on('disconnected', () => open.delete(connection));
    if (signal.aborted) await connection.close(0);
    return connection;
  }

  function reportFailure(error: unknown): void {
    const refused = credentialRefusal(error);
    reason = refused ? `the app token is refused (${refused})` : `Slack not reached (${reasonOf(error)})`;
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
  async function keepOpen(first: SocketConnection | null, failuresBefore: number): Promise<void> {
    let failures = failuresBefore;
    let current = first ?? (await openNext(failures));
    while (current && !signal.aborted) {
      const openedAt = monotonic();
      const why = await current.replaceReason;
      const lasted = monotonic() - openedAt;
      failures = why === 'closed' && lasted < SHORT_LIVED_MS ? failures + 1 : 0;
      if (why === 'refresh') {
        if (lasted < REPLACE_INTERVAL_MS) await wait(REPLACE_INTERVAL_MS - lasted, signal);
        retire(current);
      }
      current = await openNext(failures);
    }
  }

  /** Leaves the old connection open, because Slack still delivers over it, and closes it only if Slack doesn't. */
  function retire(connection: SocketConnection): void {
    void wait(RETIRE_AFTER_MS, signal).then(() => connection.close(STOP_WITHIN_MS));
  }

  return {
    async start() {
      let first: SocketConnection | null = null;
      try {
        first = await connect();
      } catch (error) {
        if (credentialRefusal(error)) throw error;
        reportFailure(error);
      }
      const failures = first ? 0 : 1;
      for (let index = 0; index < CONNECTIONS; index += 1)
        void keepOpen(index === 0 ? first : null, failures);
    },
    health: () =>
      open.size > 0
        ? { ready: true, detail: `${open.size} open` }
        : { ready: false, detail: `no connection open: ${reason}` },
    async stop() {
      stopping.abort();
      await Promise.all([...open].map((connection) => connection.close(STOP_WITHIN_MS)));
    },
  };
}
