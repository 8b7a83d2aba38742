import type { WebClient } from '@slack/web-api';
import type { Health } from '../../ports/monitoring.ts';
import type { Wait } from './back-off.ts';
import { backOffMs } from './back-off.ts';
import { credentialErrorCode, failureReason } from './slack-error.ts';

/** The app's bot user and workspace, from `auth.test`. */
export interface SlackIdentity {
  readonly botId: string | undefined;
  readonly botUserId: string | undefined;
  readonly teamId: string | undefined;
  /** The Enterprise Grid organisation; undefined for a standalone workspace. */
  readonly enterpriseId: string | undefined;
}

export interface SlackStatusOptions {
  readonly client: WebClient;
  readonly wait: Wait;
  onFault(what: string, error: unknown): void;
}

export interface SlackStatus {
  /** Calls `auth.test`. Rejects when Slack refuses the token; when Slack can't be reached, resolves and keeps trying. */
  start(): Promise<void>;
  stop(): void;
  health(): Health;
  /** Returns undefined until Slack has answered `auth.test`. */
  identity(): SlackIdentity | undefined;
  /** Records the outcome of a Web API call. */
  observe(call: { readonly error?: unknown }): void;
}

/**
 * Tracks whether Slack can be reached and accepts the bot token. The bot is not ready before the first answer and
 * while the token is refused. It stays ready during a later outage: requests are persisted until Slack answers again.
 */
export function createSlackStatus({ client, wait, onFault }: SlackStatusOptions): SlackStatus {
  const stopping = new AbortController();
  let identity: SlackIdentity | undefined;
  let credentialError: string | null = null;
  let lastFailure: string | null = null;
  let isRetrying = false;

  const isHealthy = () => identity !== undefined && credentialError === null;

  async function callAuthTest(): Promise<void> {
    const { bot_id, user_id, team_id, enterprise_id } = await client.auth.test();
    identity = { botId: bot_id, botUserId: user_id, teamId: team_id, enterpriseId: enterprise_id };
    credentialError = null;
    lastFailure = null;
  }

  /** Retries `auth.test` until it succeeds. Only one run at a time; never rejects. */
  async function retryAuthTest(latest: unknown): Promise<void> {
    if (isRetrying) return;
    isRetrying = true;
    let error = latest;
    for (let failures = 1; !isHealthy() && !stopping.signal.aborted; failures += 1) {
      await wait(backOffMs(failures, error), stopping.signal);
      if (stopping.signal.aborted) break;
      error = await callAuthTest().catch((failed: unknown) => {
        onFault('Slack auth.test failed', failed);
        return failed;
      });
    }
    isRetrying = false;
  }

  return {
    async start() {
      try {
        await callAuthTest();
      } catch (error) {
        if (credentialErrorCode(error)) throw error;
        onFault('Slack auth.test failed', error);
        void retryAuthTest(error);
      }
    },
    stop: () => stopping.abort(),
    identity: () => identity,
    health() {
      if (credentialError)
        return { ready: false, detail: `the app or its token is refused (${credentialError})` };
      if (!identity)
        return { ready: false, detail: lastFailure ? `not reached (${lastFailure})` : 'not reached yet' };
      return { ready: true, detail: lastFailure ? `the last call failed (${lastFailure})` : 'ok' };
    },
    observe({ error }) {
      if (error === undefined) {
        lastFailure = null;
        return;
      }
      lastFailure = failureReason(error);
      const errorCode = credentialErrorCode(error);
      if (!errorCode) return;
      credentialError = errorCode;
      if (identity) void retryAuthTest(error);
    },
  };
}
