import type { WebClient } from '@slack/web-api';
import type { Health } from '../ports.ts';
import type { Wait } from './back-off.ts';
import { backOffMs } from './back-off.ts';
import { credentialRefusal, reasonOf } from './slack-error.ts';

/** The app's own bot user and workspace, as `auth.test` tells them. */
export interface SlackIdentity {
  readonly botId: string | undefined;
  readonly botUserId: string | undefined;
  readonly teamId: string | undefined;
  /** Of an Enterprise Grid; undefined for a workspace by itself. */
  readonly enterpriseId: string | undefined;
}

export interface SlackStatusOptions {
  readonly client: WebClient;
  readonly wait: Wait;
  onFault(what: string, error: unknown): void;
}

export interface SlackStatus {
  /** Asks Slack who we are. Rejects when it refuses the token; when it cannot be reached, goes on trying. */
  start(): Promise<void>;
  stop(): void;
  health(): Health;
  /** Undefined until Slack has answered for the first time. */
  identity(): SlackIdentity | undefined;
  /** Takes note of how a call to Slack ended. */
  observe(call: { readonly error?: unknown }): void;
}

/**
 * Knows whether Slack can be reached and accepts the bot token. The bot is not ready before the first answer and
 * while the token is refused. A later outage does not make it unready: what arrives is kept until Slack answers.
 */
export function createSlackStatus({ client, wait, onFault }: SlackStatusOptions): SlackStatus {
  const stopping = new AbortController();
  let identity: SlackIdentity | undefined;
  let refusal: string | null = null;
  let trouble: string | null = null;
  let trying = false;

  const healthy = () => identity !== undefined && refusal === null;

  async function ask(): Promise<void> {
    const { bot_id, user_id, team_id, enterprise_id } = await client.auth.test();
    identity = { botId: bot_id, botUserId: user_id, teamId: team_id, enterpriseId: enterprise_id };
    refusal = null;
    trouble = null;
  }

  /** Asks until Slack answers; runs once at a time and never rejects. */
  async function keepAsking(latest: unknown): Promise<void> {
    if (trying) return;
    trying = true;
    let error = latest;
    for (let failures = 1; !healthy() && !stopping.signal.aborted; failures += 1) {
      await wait(backOffMs(failures, error), stopping.signal);
      if (stopping.signal.aborted) break;
      error = await ask().catch((failed: unknown) => {
        onFault('Slack does not answer for the bot token', failed);
        return failed;
      });
    }
    trying = false;
  }

  return {
    async start() {
      try {
        await ask();
      } catch (error) {
        if (credentialRefusal(error)) throw error;
        onFault('Slack does not answer for the bot token', error);
        void keepAsking(error);
      }
    },
    stop: () => stopping.abort(),
    identity: () => identity,
    health() {
      if (refusal) return { ready: false, detail: `the bot token is refused (${refusal})` };
      if (!identity)
        return { ready: false, detail: trouble ? `not reached (${trouble})` : 'not reached yet' };
      return { ready: true, detail: trouble ? `the last call failed (${trouble})` : 'ok' };
    },
    observe({ error }) {
      if (error === undefined) {
        trouble = null;
        return;
      }
      trouble = reasonOf(error);
      const refused = credentialRefusal(error);
      if (!refused) return;
      refusal = refused;
      if (identity) void keepAsking(error);
    },
  };
}
