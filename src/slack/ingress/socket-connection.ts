import type { ReceiverEvent } from '@slack/bolt';
import { SocketModeClient, type SocketModeOptions } from '@slack/socket-mode';
import type { WebClientOptions } from '@slack/web-api';
import type { Wait } from '../web-api/back-off.ts';
import { slackFetch } from '../web-api/web-clients.ts';

export interface SocketConnectionOptions {
  readonly appToken: string;
  readonly slackApiUrl: string;
  readonly logger: NonNullable<WebClientOptions['logger']>;
  /** Opens the WebSocket, for example through a proxy; the library's own by default. */
  readonly dispatcher?: SocketModeOptions['dispatcher'] | undefined;
  readonly wait: Wait;
  /** Persists and acknowledges one request. Rejects when the request could not be persisted. */
  receive(event: ReceiverEvent): Promise<void>;
  onFault(what: string, error: unknown): void;
}

/** Why a connection has to be replaced: Slack asked for it, or the connection closed. */
export type ReplaceReason = 'refresh' | 'closed';

const OPEN_TIMEOUT_MS = 8_000;
const HELLO_TIMEOUT_MS = 10_000;
/** The library closes a connection that has sent no pong for this long. */
const PONG_TIMEOUT_MS = 8_000;
const PING_TIMEOUT_MS = 60_000;
const CLOSE_TIMEOUT_MS = 1_000;
/** `WebSocket.readyState` after we have sent the close frame, before the other side has answered it. */
const CLOSING_STATE = 2;

/** A frame from Slack that is neither a request nor `hello` nor `disconnect`. */
class FrameIgnored extends Error {
  override readonly name = 'FrameIgnored';
  readonly code: string;

  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

/**
 * One Socket Mode connection. Slack's library handles the WebSocket and its pings. Frames and reconnection are handled
 * here, because the library trusts the shape of frames and waits before it reconnects.
 */
export class SocketConnection extends SocketModeClient {
  /** Resolves when the connection has to be replaced; never before it was open. */
  readonly replaceReason: Promise<ReplaceReason>;
  readonly #options: SocketConnectionOptions;
  readonly #unacknowledged = new Set<Promise<void>>();
  #resolveReplace: (why: ReplaceReason) => void = () => {};
  #abandoned = false;
  #closeWatch: NodeJS.Timeout | undefined;

  constructor(options: SocketConnectionOptions) {
    const { appToken, slackApiUrl, logger, dispatcher } = options;
    super({
      appToken,
      logger,
      ...(dispatcher ? { dispatcher } : {}),
      autoReconnectEnabled: false,
      clientPingTimeout: PONG_TIMEOUT_MS,
      serverPingTimeout: PING_TIMEOUT_MS,
      clientOptions: {
        slackApiUrl,
        fetch: slackFetch,
        timeout: OPEN_TIMEOUT_MS,
        retryConfig: { retries: 0 },
        rejectRateLimitedCalls: true,
      },
    });
    this.#options = options;
    this.replaceReason = new Promise((resolve) => {
      this.#resolveReplace = resolve;
    });
    this.on('disconnected', () => {
      clearInterval(this.#closeWatch);
      this.#resolveReplace('closed');
    });
    this.on('connected', () => {
      if (this.#abandoned) this.#destroy();
    });
  }

  /** Opens the connection and waits for Slack's `hello`. Rejects with the reason when it does not arrive. */
  async open(): Promise<void> {
    const settled = new AbortController();
    const timeout = this.#options.wait(HELLO_TIMEOUT_MS, settled.signal).then(() => {
      throw new Error('no hello');
    });
    const failed = new Promise<never>((_, reject) => {
      this.once('error', reject);
    });
    const started = this.start().catch((error: unknown) => {
      throw error ?? new Error('closed before hello');
    });
    try {
      await Promise.race([started, failed, timeout]);
      this.#watch();
    } catch (error) {
      this.#destroy();
      throw error;
    } finally {
      settled.abort();
      for (const unsettled of [started, failed, timeout]) unsettled.catch(() => {});
    }
  }

  /** Closes the connection after every received request is acknowledged, or after `withinMs`. */
  async close(withinMs: number): Promise<void> {
    const { wait } = this.#options;
    const done = new AbortController();
    await Promise.race([Promise.all(this.#unacknowledged), wait(withinMs, done.signal)]);
    await Promise.race([this.disconnect(), wait(CLOSE_TIMEOUT_MS, done.signal)]);
    done.abort();
    this.#destroy();
  }

  /** Ends a connection that stays in `CLOSING`: the library would wait 30 seconds for the other side's close frame. */
  #watch(): void {
    let closing = 0;
    this.#closeWatch = setInterval(() => {
      closing = this['websocket']?.readyState === CLOSING_STATE ? closing + 1 : 0;
      if (closing > 1) this.#destroy();
    }, CLOSE_TIMEOUT_MS).unref();
  }

  /** Ends the connection without a closing handshake. */
  #destroy(): void {
    this.#abandoned = true;
    clearInterval(this.#closeWatch);
    this['websocket']?.['cleanup']();
  }

  protected override async onWebSocketMessage(data: string | ArrayBuffer, isBinary: boolean): Promise<void> {
    try {
      await this.#handle(typeof data === 'string' && !isBinary ? parseFrame(data) : null);
    } catch (error) {
      const what = error instanceof FrameIgnored ? 'socket frame ignored' : 'request not acknowledged';
      this.#options.onFault(what, error);
    }
  }

  async #handle(frame: unknown): Promise<void> {
    if (typeof frame !== 'object' || frame === null) throw new FrameIgnored('not-an-object');
    const { type, envelope_id: id, ...rest } = frame as Record<string, unknown>;
    if (type === 'hello') return super.onWebSocketMessage(JSON.stringify({ type }), false);
    if (type === 'disconnect') return this.#resolveReplace('refresh');
    if (typeof id !== 'string') throw new FrameIgnored('no-envelope-id');
    await this.#deliver(id, rest);
  }

  async #deliver(
    id: string,
    { payload, retry_attempt, retry_reason }: Record<string, unknown>,
  ): Promise<void> {
    let settle = () => {};
    const unacknowledged = new Promise<void>((resolve) => {
      settle = resolve;
    });
    this.#unacknowledged.add(unacknowledged);
    try {
      await this.#options.receive({
        body: payload as ReceiverEvent['body'],
        ack: async (answer) => {
          await this['send'](id, answer as Record<string, unknown> | undefined).finally(settle);
        },
        ...(typeof retry_attempt === 'number' ? { retryNum: retry_attempt } : {}),
        ...(typeof retry_reason === 'string' ? { retryReason: retry_reason } : {}),
      });
    } finally {
      settle();
      this.#unacknowledged.delete(unacknowledged);
    }
  }
}

function parseFrame(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new FrameIgnored('not-json');
  }
}
