import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Store } from '../../src/ports/store.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { reuseBuild } from '../reuse-build.ts';
import type { BotProcess } from '../sandbox/bot-process.ts';
import { startBotProcess } from '../sandbox/bot-process.ts';
import { botSettingsFor } from '../sandbox/bot-settings.ts';
import { freePort } from '../sandbox/free-port.ts';
import type { InteractionResult, LocalSlack, Message } from '../sandbox/slack/local-slack.ts';
import { startLocalSlack } from '../sandbox/slack/local-slack.ts';
import { SELLER_ACCOUNT_NUMBERS } from '../sandbox/upstreams/partners.ts';
import type { SampleCustomer } from '../sandbox/upstreams/sample-customer.ts';
import type { Upstreams } from '../sandbox/upstreams/upstreams.ts';
import { startUpstreams } from '../sandbox/upstreams/upstreams.ts';

const PROBES = ['./lag-probe.js', '../heap-probe.js'].map((path) => new URL(path, import.meta.url).href);
const SUPPORT_CHANNEL = 'CSUPPORT';
const READY_TIMEOUT_MS = 30_000;

/** Returns the subscription number of a customer; every second one bought through a reseller. */
export function subscriptionNumberAt(index: number): string {
  return `A-S0080${1000 + index}`;
}

export function expectedVerdictAt(index: number): string {
  return `${subscriptionNumberAt(index)}=${index % 2 ? 'reseller' : 'direct'}`;
}

function customersFor(count: number): SampleCustomer[] {
  return Array.from({ length: count }, (_, index) => ({
    name: `Customer ${index}`,
    number: `A0080${1000 + index}`,
    domain: `customer-${index}.example`,
    crm: { opportunities: [{ name: `Customer ${index} - New`, closed: -100 }] },
    subscriptions: [
      {
        number: subscriptionNumberAt(index),
        ...(index % 2 ? { owner: SELLER_ACCOUNT_NUMBERS.bramblegate } : {}),
      },
    ],
    ...(index % 2 ? { channel: 'Reseller' } : {}),
  }));
}

export function userIdAt(index: number): string {
  return `UPERSON${index}`;
}

/** Measurements of the bot's process. */
export interface ProcessMeasurements {
  /** Longest delay of the event loop since the last reset, in milliseconds. */
  readonly lagMs: number;
  /** CPU time of the process since it was started, in milliseconds. */
  readonly cpuMs: number;
  /** Resident memory in megabytes. */
  readonly memoryMb: number;
}

/** A local Slack with many people, stand-ins that answer late, and the built bot in a process of its own. */
export class LoadEnvironment {
  readonly slack: LocalSlack;
  readonly people: number;
  readonly upstreams: Upstreams;
  readonly #folder: string;
  readonly #entry: string;
  /** Port of the bot. */
  readonly port: number;
  #bot: BotProcess | null = null;
  readonly #copies: BotProcess[] = [];

  private constructor(parts: {
    slack: LocalSlack;
    upstreams: Upstreams;
    folder: string;
    entry: string;
    port: number;
    people: number;
  }) {
    this.slack = parts.slack;
    this.people = parts.people;
    this.upstreams = parts.upstreams;
    this.#folder = parts.folder;
    this.#entry = parts.entry;
    this.port = parts.port;
  }

  static async open({ people, latencyMs }: { people: number; latencyMs: number }): Promise<LoadEnvironment> {
    const [slack, upstreams, folder, port] = await Promise.all([
      startLocalSlack(),
      startUpstreams({ customers: customersFor(people) }),
      mkdtemp(join(tmpdir(), 'reseller-check-load-')),
      freePort(),
    ]);
    slack.deliverTo = `http://127.0.0.1:${port}/slack/events`;
    const users = Array.from({ length: people }, (_, index) => userIdAt(index));
    for (const id of users) slack.addUser({ id, name: id.toLowerCase(), realName: id });
    for (const id of users) slack.invite(SUPPORT_CHANNEL, id);
    slack.addUserGroup({ id: 'SSUPPORT', handle: 'support', users });
    const { zuora, salesforce, zendesk } = upstreams;
    for (const system of [zuora, salesforce, zendesk])
      system.setFault('slow', { path: /./, seconds: latencyMs / 1000 });
    return new LoadEnvironment({ slack, upstreams, folder, entry: await reuseBuild(folder), port, people });
  }

  get #database(): string {
    return join(this.#folder, 'cases.db');
  }

  /** Starts the bot; `extra` replaces settings of the sandbox. */
  async start(extra: Readonly<Record<string, string>> = {}): Promise<void> {
    this.#bot = await this.#startBot(this.port, extra);
  }

  /** Starts another copy of the bot, which needs a shared database. Returns its port. */
  async startCopy(extra: Readonly<Record<string, string>>): Promise<number> {
    const port = await freePort();
    this.#copies.push(await this.#startBot(port, extra));
    return port;
  }

  async #startBot(port: number, extra: Readonly<Record<string, string>>): Promise<BotProcess> {
    const settings = botSettingsFor({
      slack: this.slack,
      upstreams: this.upstreams,
      database: this.#database,
      port,
    });
    const bot = startBotProcess({
      settings: { ...settings, LOG_LEVEL: 'error', CHECKS_PER_PERSON: '100000/10m', ...extra },
      entry: this.#entry,
      preload: PROBES,
    });
    await answersReady(bot, port);
    return bot;
  }

  /** Process ids of the bot and its copies. */
  get pids(): readonly number[] {
    return [this.#bot, ...this.#copies].flatMap((bot) => bot?.process.pid ?? []);
  }

  async stop(): Promise<void> {
    await this.#bot?.stop();
    this.#bot = null;
  }

  /** Fills the database while the bot is not running. */
  async seed(fill: (store: Store) => Promise<void>): Promise<void> {
    const store = await openSqliteStore({ file: this.#database, now: () => new Date() });
    await fill(store);
    await store.close();
  }

  async measureProcess(lag: 'read' | 'reset' = 'read'): Promise<ProcessMeasurements> {
    const answer = await this.#bot?.tell({ lag }, (message) => 'lagMs' in message);
    return answer as ProcessMeasurements;
  }

  /** Collects garbage in the bot's process, and returns what it still holds on the heap and in buffers, in megabytes. */
  async measureLiveMemory(): Promise<number> {
    const answer = await this.#bot?.tell({ heap: 'read' }, (message) => 'liveBytes' in message);
    return (answer as { readonly liveBytes: number }).liveBytes / 2 ** 20;
  }

  requestCheck(index: number, by = index): Promise<InteractionResult> {
    // Subscriptions repeat, and each check is to get a card of its own.
    const text = `${subscriptionNumberAt(index % this.people)} new`;
    const user = userIdAt(by % this.people);
    return this.slack.command({ user, channel: SUPPORT_CHANNEL, command: '/reseller-check', text });
  }

  cards(): Message[] {
    return this.slack
      .messages(SUPPORT_CHANNEL)
      .filter(({ metadata }) => metadata?.['event_type'] === 'reseller_case');
  }

  /** Requests that were acknowledged and are not done. */
  async pending(): Promise<number> {
    const text = await (await fetch(`http://127.0.0.1:${this.port}/metrics`)).text();
    return Number(/^reseller_check_inbox_pending (\d+)$/m.exec(text)?.[1]);
  }

  async close(): Promise<void> {
    await Promise.all([this.#bot, ...this.#copies].map(async (bot) => bot?.kill()));
    await Promise.all([this.slack.close(), this.upstreams.close()]);
    await rm(this.#folder, { recursive: true, force: true });
  }
}

async function answersReady(bot: BotProcess, port: number): Promise<void> {
  const deadline = performance.now() + READY_TIMEOUT_MS;
  while (!(await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => null))?.ok) {
    if (!bot.isUp()) throw new Error('the bot is not running');
    if (performance.now() > deadline) throw new Error('the bot is not ready');
    await sleep(20);
  }
}

/** The `case_id` in a card's metadata. */
export function caseIdFromMetadata(card: Message): string {
  const { event_payload } = card.metadata as unknown as { event_payload: { case_id: string } };
  return event_payload.case_id;
}

/** The `subscriptions` in a card's metadata, such as "A-S00000001=direct". */
export function subscriptionsOf(card: Message): string {
  const { event_payload } = card.metadata as unknown as { event_payload: { subscriptions: string } };
  return event_payload.subscriptions;
}
