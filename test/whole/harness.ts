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
    prepare,
  } = options;
  const moveBack = moveClock();
  if (today) clockTo(startsAt);
  const folder = await mkdtemp(join(tmpdir(), 'reseller-check-test-'));
  const database = join(folder, 'cases.db');
  const clock = () => Date.now();
  const [slack, upstreams] = await Promise.all([
    startLocalSlack({ now: clock, signingNow: clock }),
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
    const bot = await startBot(readConfig(raw), { log, metrics: createMetrics(), now, operatorCacheMs: 0 });
    slack.deliverTo = delivery === 'http' ? `http://127.0.0.1:${bot.port}/slack/events` : null;
    return bot;
  };
  const clean = async () => {
    await Promise.all([slack.close(), upstreams.close()]);
    await rm(folder, { recursive: true, force: true });
    moveBack();
  };
  prepare?.(slack);
  let bot = await start().catch(async (error: unknown) => {
    await clean();
    throw error;
  });
  return {
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
      clockTo(new Date(Date.now() + ms).toISOString());
      await bot.sweep();
    },
    async passTo(moment) {
      clockTo(moment);
      await bot.sweep();
    },
    async restart(meanwhile) {
      await bot.stop();
      await meanwhile?.();
      bot = await start();
    },
    async close() {
      await bot.stop();
      await clean();
    },
  };
}

const realNow = Date.now;

/**
 * Makes it that moment for all that runs in this test file: Bolt, the bot and the local Slack compare times that they
 * stamped for one another.
 */
export function clockTo(moment: string): void {
  const offset = Date.parse(moment) - realNow();
  Date.now = () => realNow() + offset;
}

/** Returns how to undo whatever the clock is moved by meanwhile. */
function moveClock(): () => void {
  const before = Date.now;
  return () => {
    Date.now = before;
  };
}

function collecting(lines: string[]): Writable {
  return new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
}

/** Waits until `look` finds something; fails after `ms` with what was awaited. */
export async function until<T>(
  what: string,
  look: () => T | null | undefined | false,
  ms = 10_000,
): Promise<T> {
  const deadline = Date.now() + ms;
  for (;;) {
    const found = look();
    if (found) return found;
    if (Date.now() > deadline) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
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
