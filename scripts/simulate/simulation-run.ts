import { tenantDate } from '../../src/domain/dates.ts';
import { StoreError } from '../../src/store/store-error.ts';
import { SAMPLE_ENTRIES } from '../sandbox/upstreams/customers.ts';
import { createRandom, type Random } from './random.ts';
import { createRunPlan, type RunPlan } from './run-plan.ts';
import { Scheduler, type SimulatedProcess } from './scheduler.ts';
import type { RunStoreCall, SharedDatabase } from './shared-database.ts';

/** A failure of an invariant. */
export interface Violation {
  /** Name of the invariant. */
  readonly invariant: string;
  /** Ids and times; no text that somebody typed. */
  readonly detail: string;
}

export interface SimulationRunOptions {
  readonly seed: number;
  readonly database: SharedDatabase;
  /** Called with every line of the run's log. */
  readonly onLogLine?: (line: string) => void;
}

/** Epoch milliseconds of the first day that a run may start on, a Monday. */
const FIRST_DAY = Date.UTC(2026, 2, 2);
const DAY_MS = 24 * 60 * 60_000;

/** Customers whose cases are handed off to Sales or have a guarded step. */
const BUSY_CUSTOMERS = [
  'A-S00900001 sign-in',
  'A-S00900051 direct-renewal',
  'A-S00900003 enable-login',
  'A-S00900004 enable-login',
  'A-S00900005 enable-login',
  'A-S00900006 enable-login',
];

/** Customers whose login a guard allows. */
const GUARDED_CUSTOMERS = ['A-S00900005 enable-login', 'A-S00900006 enable-login'];

/** What the first actions lead to: a handoff to Sales, or a guarded step that is ticked long after its check. */
type Goal = 'handoff' | 'guard';

/** The state that all parts of one simulated run share. */
export class SimulationRun {
  readonly seed: number;
  readonly random: Random;
  readonly plan: RunPlan;
  readonly scheduler: Scheduler;
  readonly database: SharedDatabase;
  /** Slack, the upstream systems and the people; never crashes. */
  readonly outside: SimulatedProcess = { name: 'outside', isAlive: true, clockSkewMs: 0 };
  readonly violations: Violation[] = [];
  /** Lines that the bot logged. */
  readonly botLogLines: string[] = [];
  /** What people ask about: few customers, so that several people work on one case. */
  readonly customers: readonly string[];
  /** Milliseconds that the clock of the machine is ahead of the true time. */
  machineSkewMs = 0;
  /** Null when actions are random from the start. */
  readonly goal: Goal | null;
  /** Posts that an administrator deleted, as `metadataIdOf` names them. */
  readonly deletedPosts: string[] = [];
  /** Called when a copy has crashed. */
  onCrash: (copy: SimulatedProcess) => void = () => undefined;
  readonly #startsAt: number;
  readonly #onLogLine: SimulationRunOptions['onLogLine'];
  #hash = 0x811c9dc5;
  #callsUntilCrash: number[];
  /** Times at which something outside the copies happens. */
  #scheduledOutside: number[] = [];

  constructor({ seed, database, onLogLine }: SimulationRunOptions) {
    this.seed = seed;
    this.random = createRandom(seed);
    this.plan = createRunPlan(this.random);
    this.database = database;
    this.scheduler = new Scheduler(this.outside, this.random, (error) => this.recordError(error));
    this.#startsAt = FIRST_DAY + this.random.whole(14) * DAY_MS + this.random.whole(DAY_MS);
    this.goal = this.random.pickWeighted<Goal | null>([
      [60, 'handoff'],
      [15, 'guard'],
      [25, null],
    ]);
    const busyCustomers = this.goal === 'guard' ? GUARDED_CUSTOMERS : BUSY_CUSTOMERS;
    this.customers = Array.from({ length: 1 + this.random.whole(3) }, () =>
      this.goal !== null || this.random.chance(0.5)
        ? this.random.pick(busyCustomers)
        : this.random.pick(SAMPLE_ENTRIES).text,
    );
    this.#onLogLine = onLogLine;
    this.#callsUntilCrash = Array.from({ length: this.plan.crashCount }, () => 1 + this.random.whole(400));
  }

  /** Date of the start in the zone of the billing tenant, YYYY-MM-DD. */
  get startDate(): string {
    return tenantDate(new Date(this.#startsAt));
  }

  /** Hash of the log so far: equal for equal runs. */
  get hash(): string {
    return (this.#hash >>> 0).toString(16).padStart(8, '0');
  }

  /** True epoch milliseconds. */
  trueTime(): number {
    return this.#startsAt + this.scheduler.now;
  }

  /** Epoch milliseconds by the clock of the running process. */
  wallClock(): number {
    return this.trueTime() + this.scheduler.current.clockSkewMs;
  }

  /** Epoch milliseconds by the clock that due times and leases are measured by. */
  queueClock(): number {
    return this.database.hasOwnClock ? this.trueTime() : this.wallClock();
  }

  /** Adds a line to the log of the run. */
  readonly log = (what: string, who: SimulatedProcess = this.scheduler.current): void => {
    const line = `${this.scheduler.now.toFixed(1)} ${who.name}: ${what}`;
    let hash = this.#hash;
    for (let index = 0; index < line.length; index += 1)
      hash = Math.imul(hash ^ line.charCodeAt(index), 0x01000193);
    this.#hash = hash;
    this.#onLogLine?.(line);
  };

  violate(invariant: string, detail: string): void {
    this.log(`VIOLATION ${invariant}: ${detail}`);
    this.violations.push({ invariant, detail });
  }

  /** Runs something outside the copies later. Virtual time doesn't jump past that moment. */
  scheduleOutside(delayMs: number, action: () => void): void {
    const time = this.scheduler.now + delayMs;
    this.#scheduledOutside.push(time);
    this.scheduler.schedule(this.outside, 'timer', delayMs, () => {
      this.#scheduledOutside = this.#scheduledOutside.filter((each) => each !== time);
      action();
    });
  }

  /** Returns when the next thing outside the copies happens. */
  nextOutsideTime(): number {
    return Math.min(...this.#scheduledOutside, Number.POSITIVE_INFINITY);
  }

  /** Returns whether the process crashes at the call that it makes now, and whether the call still has its effect. */
  crashAt(owner: SimulatedProcess): 'before' | 'after' | null {
    if (owner === this.outside || this.#callsUntilCrash.length === 0 || this.plan.hasFaultsEnded) return null;
    this.#callsUntilCrash[0] = (this.#callsUntilCrash[0] ?? 0) - 1;
    if ((this.#callsUntilCrash[0] ?? 0) > 0) return null;
    this.#callsUntilCrash.shift();
    return this.random.chance(0.5) ? 'before' : 'after';
  }

  /** Ends a copy at once: what it has not committed or sent never happens. */
  crash(copy: SimulatedProcess, where: string): void {
    if (!copy.isAlive) return;
    this.log(`crashes ${where}`, copy);
    copy.isAlive = false;
    this.database.releaseEnded(copy);
    this.onCrash(copy);
  }

  readonly runStoreCall: RunStoreCall = <T>(
    owner: SimulatedProcess,
    what: string,
    call: () => T | Promise<T>,
  ) =>
    new Promise<T>((resolve, reject) => {
      this.scheduler.schedule(owner, 'work', this.plan.storeDelayMs(), () => {
        const crash = this.crashAt(owner);
        if (crash === 'before') return this.crash(owner, `before ${what}`);
        if (what !== 'rollback' && this.plan.storeFails()) {
          this.log(`${what} fails`);
          reject(new StoreError('busy'));
          return;
        }
        const finish = (result: T) => {
          this.log(what);
          if (crash === 'after') this.crash(owner, `after ${what}`);
          else resolve(result);
        };
        try {
          const result = call();
          if (result instanceof Promise) result.then(finish, reject);
          else finish(result);
        } catch (error) {
          reject(error);
        }
      });
    });

  /** Records an error that nothing handled. */
  recordError(error: unknown): void {
    this.violate(
      'no unhandled error',
      error instanceof Error ? (error.stack ?? error.message) : String(error),
    );
  }
}
