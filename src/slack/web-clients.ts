import type { WebClientOptions } from '@slack/web-api';
import { WebClient } from '@slack/web-api';

export interface WebClientSettings {
  readonly token: string;
  readonly slackApiUrl: string;
  readonly logger: NonNullable<WebClientOptions['logger']>;
}

export interface WebClients {
  /** For calls that a person waits for: short, never waits on a limit, never repeats by itself. */
  readonly interactive: WebClient;
  /** For posts and changes: never repeats by itself, because a repeated post is a second post. */
  readonly outbox: WebClient;
}

/** Two clients, so that a limit hit by posts never delays a modal whose trigger lives three seconds. */
export function createWebClients({ token, slackApiUrl, logger }: WebClientSettings): WebClients {
  const once = {
    slackApiUrl,
    logger,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    allowAbsoluteUrls: false,
  };
  return {
    interactive: new WebClient(token, { ...once, timeout: 3_000 }),
    outbox: new WebClient(token, { ...once, timeout: 10_000, maxRequestConcurrency: 5 }),
  };
}
