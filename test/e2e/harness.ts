import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { botSettingsFor } from '../../scripts/sandbox/bot-settings.ts';
import type { LocalSlack, Message } from '../../scripts/sandbox/slack/local-slack.ts';
import { startLocalSlack } from '../../scripts/sandbox/slack/local-slack.ts';
import type { SampleCustomer } from '../../scripts/sandbox/upstreams/sample-customer.ts';
import type { Upstreams } from '../../scripts/sandbox/upstreams/upstreams.ts';
import { startUpstreams } from '../../scripts/sandbox/upstreams/upstreams.ts';
import type { Bot } from '../../src/app.ts';
import { startBot } from '../../src/app.ts';
import { parseConfig } from '../../src/config.ts';
import { createLog } from '../../src/log.ts';
import { createMetrics } from '../../src/metrics.ts';
import type { Wait } from '../../src/slack/web-api/back-off.ts';
import { openStore } from '../../src/store/open-store.ts';
import {
  advanceClock,
  realTimeMs,
  resetClock,
  setClock,
  skipOnTestClock,
  waitOnTestClock,
} from './test-clock.ts';
import { createTestDatabase } from './test-database.ts';

/** The whole application between a local Slack and stand-ins, in one process, over real HTTP. */
export interface TestApp {
  readonly slack: LocalSlack;
  readonly upstreams: Upstreams;
  readonly bot: Bot;
  /** Path of the SQLite file; empty on PostgreSQL. */
  readonly database: string;
  /** Runs statements on the database, beside the bot. */
  executeSql(sql: string): Promise<void>;
  /** All log lines so far. */
  readonly logLines: string[];
  /** Base URL of /healthz, /readyz and /metrics. */
  readonly operatorUrl: string;
  /** Moves the clock of everything in this test file forwards, then runs the bot's due work. */
  advance(ms: number): Promise<void>;
  /** Moves the clock to a moment (ISO 8601, UTC), then runs the bot's due work. */
  advanceTo(moment: string): Promise<void>;
  /** Stops the bot and starts it again on the same database; `meanwhile` runs while it is down. */
  restart(meanwhile?: () => Promise<void>): Promise<void>;
  close(): Promise<void>;
}

export interface TestAppOptions {
  /** Today's date (YYYY-MM-DD) for the sample customers, the bot and the whole test file until `close`. */
  readonly today?: string;
  /** Moment of the start (ISO 8601, UTC) instead of noon in the tenant's zone. Requires `today`. */
  readonly startsAt?: string;
  readonly settings?: Record<string, string>;
  /** The sample customers by default. */
  readonly customers?: readonly SampleCustomer[];
  readonly delivery?: 'http' | 'socket';
  /** Enterprise Grid organisation of the workspace. */
  readonly enterpriseId?: string;
  /** How the bot waits for Slack to confirm a user's identity; real time by default. */
  readonly wait?: Wait;
  /** Milliseconds after which the bot gives up a call to Slack; as in production by default. */
  readonly slackTimeoutMs?: number;
  /** Whether /metrics includes those of the process, which are collected until the process ends. */
  readonly processMetrics?: boolean;
  /** Starts another copy of that bot, with its Slack, stand-ins and database. Close it before the other. */
  readonly copyOf?: TestApp;
  /** Runs before the bot starts for the first time. */
  readonly prepare?: (slack: LocalSlack) => void;
}

export async function startTestApp(options: TestAppOptions = {}): Promise<TestApp> {
  const {
    today,
    startsAt = `${today}T20:00:00Z`,
    settings = {},
    delivery = 'http',
    wait,
    slackTimeoutMs,
    processMetrics = false,
    copyOf,
    prepare,
  } = options;
  if (today) setClock(startsAt);
  const surroundings = (copyOf && surroundingsOf.get(copyOf)) ?? (await createSurroundings(options));
  const { slack, upstreams, database } = surroundings;
  const logged: string[] = [];
  const now = () => new Date(Date.now());
  const start = async () => {
    const raw = {
      ...botSettingsFor({ slack, upstreams, database: database.file, port: 0, delivery }),
      DATABASE_URL: database.url,
      DATABASE_POOL_SIZE: '4',
      LOG_LEVEL: 'debug',
      ...settings,
    };
    const log = createLog({ level: 'debug', destination: createLogSink(logged) });
    const bot = await startBot(parseConfig(raw), {
      log,
      metrics: createMetrics({ ofProcess: processMetrics, now }),
      now,
      waitToRetry: skipOnTestClock,
      operatorCacheMs: 0,
      openStore: (location, storeOptions) => openStore(location, { ...storeOptions, isTimeSimulated: true }),
      formRetryDelayMs: 50,
      ...(wait ? { wait } : {}),
      ...(slackTimeoutMs ? { slackTimeouts: { interactive: slackTimeoutMs, outbox: slackTimeoutMs } } : {}),
    });
    slack.deliverTo = delivery === 'http' ? `http://127.0.0.1:${bot.port}/slack/events` : null;
    return bot;
  };
  const clean = async () => {
    if (!copyOf) await surroundings.close();
    if (running.size === 0) resetClock();
  };
  prepare?.(slack);
  let bot = await start().catch(async (error: unknown) => {
    await clean();
    throw error;
  });
  const testApp: TestApp = {
    slack,
    upstreams,
    database: database.file,
    executeSql: (sql) => database.execute(sql),
    logLines: logged,
    get bot() {
      return bot;
    },
    get operatorUrl() {
      return `http://127.0.0.1:${bot.opsPort}`;
    },
    async advance(ms) {
      advanceClock(ms);
      await bot.runDueWork();
    },
    async advanceTo(moment) {
      setClock(moment);
      await bot.runDueWork();
    },
    async restart(meanwhile) {
      running.delete(testApp);
      await bot.stop();
      await meanwhile?.();
      bot = await start();
      running.add(testApp);
    },
    async close() {
      running.delete(testApp);
      await bot.stop();
      await clean();
    },
  };
  running.add(testApp);
  surroundingsOf.set(testApp, surroundings);
  return testApp;
}

type Surroundings = Awaited<ReturnType<typeof createSurroundings>>;
const surroundingsOf = new WeakMap<TestApp, Surroundings>();

async function createSurroundings(options: TestAppOptions) {
  const { today, customers, enterpriseId = null } = options;
  const folder = await mkdtemp(join(tmpdir(), 'reseller-check-test-'));
  const database = await createTestDatabase(folder);
  const clock = () => Date.now();
  const [slack, upstreams] = await Promise.all([
    startLocalSlack({ now: clock, signingNow: clock, wait: waitOnTestClock, enterpriseId }),
    startUpstreams({ ...(today ? { today } : {}), ...(customers ? { customers } : {}) }),
  ]);
  const close = async () => {
    await Promise.all([slack.close(), upstreams.close()]);
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  };
  return { slack, upstreams, database, close };
}

function createLogSink(lines: string[]): Writable {
  return new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
}

/** Milliseconds by which the clock moves at a time while all applications of a test file are idle. */
const CLOCK_STEP_MS = 500;
const POLL_MS = 5;
const running = new Set<TestApp>();
let isRunningDueTimers = false;

/**
 * Moves the clock when nothing else can happen: every application of this test file is idle. What has fallen due by
 * then is done without waiting. Returns the milliseconds skipped.
 */
function advanceClockWhenIdle(): number {
  if (isRunningDueTimers || running.size === 0 || ![...running].every(({ bot }) => bot.isIdle())) return 0;
  advanceClock(CLOCK_STEP_MS);
  isRunningDueTimers = true;
  void Promise.allSettled([...running].map(({ bot }) => bot.runDueWork())).then(() => {
    isRunningDueTimers = false;
  });
  return CLOCK_STEP_MS;
}

/**
 * Waits until `look` finds something; fails with what was awaited. Skips at most `ms` of the applications' time, and
 * waits at most as long for work that is going on.
 */
export async function waitUntil<T>(
  what: string,
  look: () => T | null | undefined | false | Promise<T | null | undefined | false>,
  ms = 10_000,
): Promise<T> {
  const deadline = realTimeMs() + ms;
  for (let left = ms; ; ) {
    const found = await look();
    if (found) return found;
    if (realTimeMs() > deadline) throw new Error(`timed out waiting for ${what}`);
    if (left > 0) left -= advanceClockWhenIdle();
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** Waits: on the test clock while all applications are idle, otherwise in real time. */
export async function letTimePass(ms: number): Promise<void> {
  const end = performance.now() + ms;
  while (performance.now() < end) {
    advanceClockWhenIdle();
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** Returns the visible text of a message, one line for each text object. */
export function visibleText(message: { text?: string; blocks?: unknown }): string {
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

/** Returns the metadata of a card. */
export function cardMetadata(message: Message): CardMetadata {
  const { event_payload } = message.metadata as unknown as { event_payload: CardMetadata };
  return event_payload;
}

/** Returns the cards in a channel, oldest first. */
export function cardsIn(slack: LocalSlack, channel: string): Message[] {
  return slack.messages(channel).filter(({ metadata }) => metadata?.['event_type'] === 'reseller_case');
}

/** Runs a check as Ana in the support channel and returns its card. */
export async function checkAsAna({ slack }: TestApp, text: string): Promise<Message> {
  const before = cardsIn(slack, 'CSUPPORT').length;
  await slack.command({ user: 'UANA', channel: 'CSUPPORT', command: '/reseller-check', text });
  return waitUntil(`a card for ${text}`, () => cardsIn(slack, 'CSUPPORT')[before]);
}
