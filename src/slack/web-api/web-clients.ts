import type { WebAPICallResult, WebClientOptions } from '@slack/web-api';
import { WebClient } from '@slack/web-api';

/** Timeouts of Web API calls, in milliseconds. */
export interface SlackTimeouts {
  /** For calls that a user waits for. */
  readonly interactive: number;
  /** For calls that post or update messages. */
  readonly outbox: number;
}

const DEFAULT_SLACK_TIMEOUTS: SlackTimeouts = { interactive: 3_000, outbox: 10_000 };

export interface WebClientSettings {
  readonly token: string;
  readonly slackApiUrl: string;
  readonly logger: NonNullable<WebClientOptions['logger']>;
  /** Timeouts in milliseconds; 3,000 (interactive) and 10,000 (outbox) by default. */
  readonly timeouts?: SlackTimeouts;
  /** Called after every call; `error` is set when it failed. */
  onUpstreamCall?(call: {
    readonly method: string;
    readonly seconds: number;
    readonly error?: unknown;
  }): void;
}

export interface WebClients {
  /** For calls that a user waits for. Short timeout, no retries, rejects when rate limited. */
  readonly interactive: WebClient;
  /** For posts and updates. No retries, because a repeated post is a second post. */
  readonly outbox: WebClient;
}

/**
 * Without a queue in the client, a call starts when it is made, and its timeout covers all that follows the mark of an attempt.
 * The workers bound how many calls run at once.
 */
const NO_QUEUE = { maxRequestConcurrency: Number.POSITIVE_INFINITY };

/** Creates two clients, so that the rate limit of posts never delays a modal, whose trigger is valid for three seconds. */
export function createWebClients(settings: WebClientSettings): WebClients {
  const { token, slackApiUrl, logger, timeouts = DEFAULT_SLACK_TIMEOUTS, onUpstreamCall } = settings;
  const sharedOptions = {
    slackApiUrl,
    logger,
    fetch: slackFetch,
    retryConfig: { retries: 0 },
    ...NO_QUEUE,
    rejectRateLimitedCalls: true,
    allowAbsoluteUrls: false,
  };
  return {
    interactive: new ObservedClient(
      token,
      { ...sharedOptions, timeout: timeouts.interactive },
      onUpstreamCall,
    ),
    outbox: new ObservedClient(token, { ...sharedOptions, timeout: timeouts.outbox }, onUpstreamCall),
  };
}

class ObservedClient extends WebClient {
  readonly #onUpstreamCall: NonNullable<WebClientSettings['onUpstreamCall']>;

  constructor(token: string, options: WebClientOptions, onUpstreamCall: WebClientSettings['onUpstreamCall']) {
    super(token, options);
    this.#onUpstreamCall = onUpstreamCall ?? (() => {});
  }

  override async apiCall(method: string, options?: Record<string, unknown>): Promise<WebAPICallResult> {
    const startedAt = performance.now();
    const seconds = () => (performance.now() - startedAt) / 1000;
    try {
      const result = await super.apiCall(method, options);
      this.#onUpstreamCall({ method, seconds: seconds() });
      return result;
    } catch (error) {
      this.#onUpstreamCall({ method, seconds: seconds(), error });
      throw error;
    }
  }
}

/**
 * `fetch` for Slack's libraries. They log only the message of a failed call, so the code of its cause is appended to the
 * message: `fetch failed ENOTFOUND`.
 */
export const slackFetch: typeof fetch = async (...args) => {
  try {
    return await fetch(...args);
  } catch (error) {
    const code =
      error instanceof Error ? (error.cause as NodeJS.ErrnoException | undefined)?.code : undefined;
    if (error instanceof Error && code) error.message = `${error.message} ${code}`;
    throw error;
  }
};
