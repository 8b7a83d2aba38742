import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { settingsFor } from '../../scripts/sandbox/settings.ts';
import type { LocalSlack, Message } from '../../scripts/sandbox/slack/local-slack.ts';
import { startLocalSlack } from '../../scripts/sandbox/slack/local-slack.ts';
import type { Customer } from '../../scripts/sandbox/upstreams/customer.ts';
import type { Upstreams } from '../../scripts/sandbox/upstreams/upstreams.ts';
import { startUpstreams } from '../../scripts/sandbox/upstreams/upstreams.ts';
import type { Bot } from '../../src/app.ts';
import { startBot } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { createLog } from '../../src/log.ts';
import { createMetrics } from '../../src/metrics.ts';
import type { Wait } from '../../src/slack/back-off.ts';
import { clockTo, realTime, resetClock, skip, waitFor } from './clock.ts';

/** The whole application between a local Slack and stand-ins, in one process, over real HTTP. */
export interface Whole {
  readonly slack: LocalSlack;
  readonly upstreams: Upstreams;
  readonly bot: Bot;
  readonly database: string;
  /** Every log line so far. */
  readonly logged: string[];
  /** The operator's address: /healthz, /readyz, /metrics. */
  readonly address: string;
  /** Moves the clock of all that runs in this test file, forwards; then the bot does what has fallen due. */
  pass(ms: number): Promise<void>;
  /** The same, to that moment: ISO 8601, UTC. */
  passTo(moment: string): Promise<void>;
  /** Stops the bot and starts it again on the same database; `meanwhile` happens while it is down. */
  restart(meanwhile?: () => Promise<void>): Promise<void>;
  close(): Promise<void>;
}

export interface WholeOptions {
  /** YYYY-MM-DD; the sample customers and the bot believe it, and so does the whole test file until `close`. */
  readonly today?: string;
  /** ISO 8601, UTC: the moment at which it starts, instead of noon in the tenant's zone. Wants `today`. */
  readonly startsAt?: string;
  readonly settings?: Record<string, string>;
  /** The sample customers unless told. */
  readonly customers?: readonly Customer[];
  readonly delivery?: 'http' | 'socket';
  /** The workspace belongs to that Enterprise Grid organisation. */
  readonly enterpriseId?: string;
  /** How the bot waits for Slack to say who asks; real time unless given. */
  readonly wait?: Wait;
  /** Milliseconds after which the bot gives up a call to Slack; as in production unless given. */
  readonly slackTimeoutMs?: number;
  /** Happens before the bot starts for the first time. */
  readonly prepare?: (slack: LocalSlack) => void;
}

export async function startWhole(options: WholeOptions = {}): Promise<Whole> {
  const {
    today,
    startsAt = `${today}T20:00:00Z`,
    settings = {},
    delivery = 'http',
    customers,
    enterpriseId = null,
    wait,
    slackTimeoutMs,
    prepare,
  } = options;
  if (today) clockTo(startsAt);
  const folder = await mkdtemp(join(tmpdir(), 'reseller-check-test-'));
  const database = join(folder, 'cases.db');
  const clock = () => Date.now();
  const [slack, upstreams] = await Promise.all([
    startLocalSlack({ now: clock, signingNow: clock, wait: waitFor, enterpriseId }),
    startUpstreams({ ...(today ? { today } : {}), ...(customers ? { customers } : {}) }),
  ]);
  const logged: string[] = [];
  const now = () => new Date(Date.now());
  const start = async () => {
    const raw = {
      ...settingsFor({ slack, upstreams, database, port: 0, delivery }),
      LOG_LEVEL: 'debug',
      ...settings,
    };
    const log = createLog({ level: 'debug', destination: collecting(logged) });
    const bot = await startBot(readConfig(raw), {
      log,
      metrics: createMetrics(),
      now,
      operatorCacheMs: 0,
      formRetryMs: 50,
      ...(wait ? { wait } : {}),
      ...(slackTimeoutMs ? { slackTimeouts: { interactive: slackTimeoutMs, outbox: slackTimeoutMs } } : {}),
    });
    slack.deliverTo = delivery === 'http' ? `http://127.0.0.1:${bot.port}/slack/events` : null;
    return bot;
  };
  const clean = async () => {
    await Promise.all([slack.close(), upstreams.close()]);
    await rm(folder, { recursive: true, force: true });
    if (running.size === 0) resetClock();
  };
  prepare?.(slack);
  let bot = await start().catch(async (error: unknown) => {
    await clean();
    throw error;
  });
  const whole: Whole = {
    slack,
    upstreams,
    database,
    logged,
    get bot() {
      return bot;
    },
    get address() {
      return `http://127.0.0.1:${bot.opsPort}`;
    },
    async pass(ms) {
      skip(ms);
      await bot.sweep();
    },
    async passTo(moment) {
      clockTo(moment);
      await bot.sweep();
    },
    async restart(meanwhile) {
      running.delete(whole);
      await bot.stop();
      await meanwhile?.();
      bot = await start();
      running.add(whole);
    },
    async close() {
      running.delete(whole);
      await bot.stop();
      await clean();
    },
  };
  running.add(whole);
  return whole;
}

function collecting(lines: string[]): Writable {
  return new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
}

/** How far the clock is moved at a time while the applications of a test file wait for it. */
const SKIP_MS = 500;
const POLL_MS = 5;
const running = new Set<Whole>();
let sweeping = false;

/**
 * Moves the clock when nothing else can happen: every application of this test file is idle. What has fallen due by
 * then is done without waiting. Returns the milliseconds skipped.
 */
function skipWhenIdle(): number {
  if (sweeping || running.size === 0 || ![...running].every(({ bot }) => bot.isIdle())) return 0;
  skip(SKIP_MS);
  sweeping = true;
  void Promise.allSettled([...running].map(({ bot }) => bot.sweep())).then(() => {
    sweeping = false;
  });
  return SKIP_MS;
}

/**
 * Waits until `look` finds something; fails with what was awaited. Skips at most `ms` of the applications' time, and
 * waits at most as long for work that is going on.
 */
export async function until<T>(
  what: string,
  look: () => T | null | undefined | false | Promise<T | null | undefined | false>,
  ms = 10_000,
): Promise<T> {
  const deadline = realTime() + ms;
  for (let left = ms; ; ) {
    const found = await look();
    if (found) return found;
    if (realTime() > deadline) throw new Error(`waited in vain for ${what}`);
    if (left > 0) left -= skipWhenIdle();
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** Lets time pass: on the clock where the applications are idle, else really. */
export async function letPass(ms: number): Promise<void> {
  const end = performance.now() + ms;
  while (performance.now() < end) {
    skipWhenIdle();
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** Everything a person reads on a message, block by block. */
export function words(message: { text?: string; blocks?: unknown }): string {
  return [message.text ?? '', ...textsIn(message.blocks)].join('\n');
}

function textsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'text' && typeof inner === 'string' ? [inner] : textsIn(inner),
  );
}

export interface CardMetadata {
  readonly case_id: string;
  readonly verdict: string;
  readonly subscriptions: string;
  readonly topic: string;
  readonly policy: string;
  readonly scenario: string;
}

/** The metadata of a card. */
export function caseOf(message: Message): CardMetadata {
  const { event_payload } = message.metadata as unknown as { event_payload: CardMetadata };
  return event_payload;
}

/** The cards in a channel, oldest first. */
export function cardsIn(slack: LocalSlack, channel: string): Message[] {
  return slack.messages(channel).filter(({ metadata }) => metadata?.['event_type'] === 'reseller_case');
}

/** Ana types a command in the support channel and gets a card. */
export async function check({ slack }: Whole, text: string): Promise<Message> {
  const before = cardsIn(slack, 'CSUPPORT').length;
  await slack.command({ user: 'UANA', channel: 'CSUPPORT', command: '/reseller-check', text });
  return until(`a card for ${text}`, () => cardsIn(slack, 'CSUPPORT')[before]);
}
