import { randomUUID } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { Kysely } from 'kysely';
import type { Bot } from '../../src/app.ts';
import { startBot } from '../../src/app.ts';
import type { Config } from '../../src/config.ts';
import { exchangeByFetch } from '../../src/connectors/http-exchange.ts';
import { createLog } from '../../src/log.ts';
import { createMetrics } from '../../src/metrics.ts';
import type { Store } from '../../src/ports/store.ts';
import { createProcessClock } from '../../src/store/database-clock.ts';
import { createKyselyStore } from '../../src/store/kysely-store.ts';
import { FUTURE_LEASE_TOLERANCE_MS } from '../../src/store/lease-queue.ts';
import type { Tables } from '../../src/store/tables.ts';
import type { SimulatedProcess } from './scheduler.ts';
import type { SimulationRun } from './simulation-run.ts';

const LEASE_MS = 15_000;
/** How far the clock of a copy may be ahead of the machine's clock, or behind it. */
export const MAX_COPY_CLOCK_OFFSET_MS = 3_000;

/** One running copy of the bot. */
export interface Copy {
  readonly process: SimulatedProcess;
  /** Null until it has started. */
  bot: Bot | null;
  /** Takes Slack's requests; null while it does not listen. */
  slackEvents: RequestListener | null;
  isStopping: boolean;
}

/** The copies of the bot in a run. A copy that has ended is replaced by a new one. */
export class Copies {
  readonly all: Copy[] = [];
  readonly #run: SimulationRun;
  readonly #config: Config;
  #startCount = 0;

  constructor(run: SimulationRun, config: Config) {
    this.#run = run;
    this.#config = config;
    run.onCrash = (crashed) => this.#replace(crashed);
  }

  get listening(): Copy[] {
    return this.all.filter(({ slackEvents, process }) => slackEvents !== null && process.isAlive);
  }

  /** True when every copy, or only the given one, has started and isn't stopping, processing a request or delivering a message. */
  isIdle(only?: SimulatedProcess): boolean {
    return this.all.every(
      ({ process, bot, isStopping }) =>
        (only && process !== only) || (bot !== null && !isStopping && bot.isIdle()),
    );
  }

  start(delayMs = 0): void {
    const { scheduler, plan, random } = this.#run;
    this.#startCount += 1;
    const process: SimulatedProcess = {
      name: `copy ${this.#startCount}`,
      isAlive: true,
      clockSkewMs: this.#run.machineSkewMs,
    };
    if (!plan.hasFaultsEnded && random.chance(0.3))
      process.clockSkewMs += random.between(-MAX_COPY_CLOCK_OFFSET_MS, MAX_COPY_CLOCK_OFFSET_MS);
    const copy: Copy = { process, bot: null, slackEvents: null, isStopping: false };
    this.all.push(copy);
    scheduler.schedule(process, 'work', delayMs, () => void this.#startBot(copy));
  }

  /** Stops a copy as an operator would, and starts another one. */
  restart(copy: Copy): void {
    const { scheduler } = this.#run;
    copy.isStopping = true;
    scheduler.schedule(copy.process, 'work', 0, () => {
      this.#run.log('stops');
      const stopped = copy.bot?.stop() ?? Promise.resolve();
      // An error while stopping is a violation. The process ends anyway, as after `stopOnSignals`.
      void stopped
        .catch((error: unknown) => this.#run.recordError(error))
        .then(() => {
          this.#end(copy.process);
        });
    });
  }

  async #startBot(copy: Copy): Promise<void> {
    const run = this.#run;
    run.log('starts');
    try {
      copy.bot = await startBot(this.#config, {
        log: createLog({ level: 'info', destination: { write: (line) => this.#keepLogLine(copy, line) } }),
        metrics: createMetrics({ ofProcess: false }),
        now: () => new Date(),
        exchange: exchangeByFetch,
        openStore: async (_location, { now, onQuarantined }) => {
          const store = await createKyselyStore({
            kysely: new Kysely<Tables>({ dialect: run.database.dialect(copy.process, run.runStoreCall) }),
            now,
            ...(run.database.hasOwnClock
              ? { clock: createProcessClock(() => new Date(run.trueTime())) }
              : {}),
            leaseMs: LEASE_MS,
            leaseOwner: randomUUID(),
            ...(onQuarantined ? { onQuarantined } : {}),
          });
          return withoutIdleCalls(store, run);
        },
        async startHttpServers({ slackEvents }) {
          copy.slackEvents = slackEvents;
          const close = async () => {
            copy.slackEvents = null;
          };
          return { port: 3000, opsPort: 3000, close };
        },
      });
      run.log('is ready');
    } catch (error) {
      run.log(`could not start: ${error instanceof Error ? error.name : 'unknown'}`);
      this.#end(copy.process);
    }
  }

  #keepLogLine(copy: Copy, line: string): void {
    this.#run.botLogLines.push(line);
    if (/"level":"(warn|error)"/.test(line)) this.#run.log(`logs ${line.trim()}`, copy.process);
  }

  #end(process: SimulatedProcess): void {
    process.isAlive = false;
    this.#run.database.releaseEnded(process);
    this.#replace(process);
  }

  #replace(ended: SimulatedProcess): void {
    const index = this.all.findIndex(({ process }) => process === ended);
    if (index < 0) return;
    this.all.splice(index, 1);
    this.start(this.#run.random.between(100, 20_000));
  }
}

/** Returns a store that skips claims and lease releases that would find nothing. */
function withoutIdleCalls(store: Store, run: SimulationRun): Store {
  const skipEmpty = <Kind extends string, Item>(
    name: string,
    queue: {
      claim(limit: number, kind?: Kind): Promise<readonly Item[]>;
      releaseFutureLeases(): Promise<number>;
    },
  ) => ({
    claim: async (limit: number, kind?: Kind) =>
      run.database.queueTimes().hasDue(name, kind, run.queueClock()) ? queue.claim(limit, kind) : [],
    releaseFutureLeases: async () =>
      run.database.queueTimes().hasLeaseAfter(run.queueClock() + FUTURE_LEASE_TOLERANCE_MS)
        ? queue.releaseFutureLeases()
        : 0,
  });
  const { inbox, outbox, timers } = store;
  return {
    ...store,
    inbox: { ...inbox, ...skipEmpty('inbox', inbox) },
    outbox: { ...outbox, ...skipEmpty('outbox', outbox) },
    timers: { ...timers, ...skipEmpty('timers', timers) },
  };
}
