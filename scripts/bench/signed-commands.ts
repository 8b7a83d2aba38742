import { createHmac, randomUUID } from 'node:crypto';
import { Pool } from 'undici';

export interface CommandTarget {
  /** Origin of the program, such as "http://127.0.0.1:3000". */
  readonly origin: string;
  readonly signingSecret: string;
}

export interface CommandFlood {
  /** Connections that each send the next command when the last one is acknowledged. */
  readonly connections: number;
  /** Stops after so many commands, or after so many milliseconds. */
  readonly until: { readonly count: number } | { readonly ms: number };
  /** Returns who sends which text. */
  commandAt(index: number): { readonly user: string; readonly text: string };
}

export interface Acknowledgements {
  /** Milliseconds until each command was acknowledged. */
  readonly times: readonly number[];
  readonly perSecond: number;
}

/** Sends signed `/reseller-check` commands as Slack does. Throws when one is not acknowledged with 200. */
export async function sendCommands(target: CommandTarget, flood: CommandFlood): Promise<Acknowledgements> {
  const pool = new Pool(target.origin, { connections: flood.connections, pipelining: 1 });
  const times: number[] = [];
  const startedAt = performance.now();
  const isOver = (index: number) =>
    'count' in flood.until ? index >= flood.until.count : performance.now() - startedAt >= flood.until.ms;
  let next = 0;
  async function sendOneAfterTheOther(): Promise<void> {
    for (let index = next++; !isOver(index); index = next++) {
      const request = signedCommand(target, flood.commandAt(index));
      const sentAt = performance.now();
      const { statusCode, body } = await pool.request(request);
      await body.dump();
      times.push(performance.now() - sentAt);
      if (statusCode !== 200) throw new Error(`a command was answered with status ${statusCode}`);
    }
  }
  try {
    await Promise.all(Array.from({ length: flood.connections }, sendOneAfterTheOther));
    return { times, perSecond: times.length / ((performance.now() - startedAt) / 1000) };
  } finally {
    await pool.close();
  }
}

function signedCommand(
  { origin, signingSecret }: CommandTarget,
  { user, text }: { readonly user: string; readonly text: string },
) {
  const body = new URLSearchParams({
    command: '/reseller-check',
    team_id: 'T0SANDBOX',
    channel_id: 'CSUPPORT',
    user_id: user,
    text,
    trigger_id: randomUUID(),
    response_url: `${origin}/response`,
  }).toString();
  const timestamp = String(Math.floor(Date.now() / 1000));
  const signature = createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex');
  return {
    path: '/slack/events',
    method: 'POST' as const,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': `v0=${signature}`,
    },
    body,
  };
}
