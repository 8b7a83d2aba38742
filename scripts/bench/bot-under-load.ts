import { setTimeout as sleep } from 'node:timers/promises';
import { LoadEnvironment, subscriptionNumberAt, userIdAt } from '../load-test/load-environment.ts';
import { limitProcessor } from './processor-limit.ts';
import { type Acknowledgements, type CommandFlood, sendCommands } from './signed-commands.ts';

/** The most messages and calls that the local Slack and the stand-ins keep, so that their memory stays small. */
const MAX_KEPT = 2_000;

/** The built bot in a process of its own, with as many customers as people, each asked about once before it repeats. */
export class BotUnderLoad {
  readonly environment: LoadEnvironment;
  /** The addresses of the copies, which are sent to in turn. */
  readonly #origins: string[];
  #sent = 0;
  #cards = 0;
  #readCalls = 0;
  #removeLimits: readonly (() => void)[] = [];

  private constructor(environment: LoadEnvironment) {
    this.environment = environment;
    this.#origins = [originOf(environment.port)];
  }

  /** `latencyMs`: how long each system takes to answer. */
  static async start(
    options: { readonly people: number; readonly latencyMs: number },
    settings: Readonly<Record<string, string>> = {},
  ): Promise<BotUnderLoad> {
    const environment = await LoadEnvironment.open(options);
    await environment.start(settings);
    return new BotUnderLoad(environment);
  }

  /** Starts another copy of the bot, which gets its share of the commands. */
  async addCopy(settings: Readonly<Record<string, string>>): Promise<void> {
    this.#origins.push(originOf(await this.environment.startCopy(settings)));
  }

  /** Limits each copy to a share of one core. Returns false where that isn't possible. */
  limitProcessor(share: number): boolean {
    const limits = this.environment.pids.map((pid) => limitProcessor(pid, share));
    this.#removeLimits = limits.filter((remove) => remove !== null);
    return !limits.includes(null);
  }

  /** Sends checks of the next customers, each in a new case. */
  send(
    flood: Omit<CommandFlood, 'commandAt'>,
    origin = this.#origins[this.#sent % this.#origins.length] ?? '',
  ): Promise<Acknowledgements> {
    const { slack, people } = this.environment;
    return sendCommands(
      { origin, signingSecret: slack.signingSecret },
      {
        ...flood,
        commandAt: () => {
          const index = this.#sent++ % people;
          return { user: userIdAt(index), text: `${subscriptionNumberAt(index)} new` };
        },
      },
    );
  }

  /** Returns how many cards were posted. */
  cards(): number {
    const calls = this.environment.slack.calls as unknown as { method: string }[];
    for (; this.#readCalls < calls.length; this.#readCalls += 1)
      if (calls[this.#readCalls]?.method === 'chat.postMessage') this.#cards += 1;
    if (calls.length > MAX_KEPT) this.#forget();
    return this.#cards;
  }

  /** Resolves when so many cards were posted since the start; rejects after `ms`. */
  async untilCards(count: number, ms = 120_000): Promise<void> {
    const deadline = performance.now() + ms;
    while (this.cards() < count) {
      if (performance.now() > deadline) throw new Error(`${this.cards()} of ${count} cards after ${ms} ms`);
      await sleep(1);
    }
  }

  /** Checks `count` customers, `inFlight` at a time. */
  async check(count: number, inFlight: number): Promise<void> {
    const before = this.cards();
    const sending: Promise<unknown>[] = [];
    for (let sent = 0; sent < count; ) {
      if (sent - (this.cards() - before) < inFlight) {
        sent += 1;
        sending.push(this.send({ connections: 1, until: { count: 1 } }));
      } else await sleep(1);
    }
    await Promise.all(sending);
    await this.untilCards(before + count);
  }

  measureProcess = () => this.environment.measureProcess('reset');

  measureLiveMemory = () => this.environment.measureLiveMemory();

  async close(): Promise<void> {
    await this.environment.close();
    for (const remove of this.#removeLimits) remove();
  }

  #forget(): void {
    const { slack, upstreams } = this.environment;
    slack.forgetCalls();
    this.#readCalls = 0;
    for (const { channel, ts } of slack.messages('CSUPPORT')) slack.deleteMessage(channel, ts);
    for (const { requests } of [upstreams.zuora, upstreams.salesforce, upstreams.zendesk])
      (requests as unknown[]).length = 0;
  }
}

function originOf(port: number): string {
  return `http://127.0.0.1:${port}`;
}
