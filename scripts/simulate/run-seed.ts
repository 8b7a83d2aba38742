import { GUARD_TTL_MS } from '../../src/domain/step-progress.ts';
import { AcknowledgedRequests } from './acknowledged-requests.ts';
import { Copies } from './copies.ts';
import { Deliveries } from './deliveries.ts';
import { createEnvironment, type Environment } from './environment.ts';
import { endInjectedFaults, injectFault } from './injected-faults.ts';
import { checkInvariants, type Occurrences } from './invariants.ts';
import { createFetch } from './network.ts';
import { GOAL_ACTION_COUNTS, PEOPLE, performRandomAction } from './people.ts';
import { SimulationRun, type SimulationRunOptions, type Violation } from './simulation-run.ts';
import { useVirtualGlobals } from './virtual-globals.ts';

export interface RunReport {
  readonly seed: number;
  readonly violations: readonly Violation[];
  /** Equal for equal runs. */
  readonly hash: string;
  readonly eventCount: number;
  readonly occurrences: Occurrences;
}

/** A run with more events than this is stuck. */
const MAX_EVENTS = 12_000;
const HOUR_MS = 60 * 60_000;
/** A shorter jump saves nothing. */
const MIN_JUMP_MS = 1_000;

/** Runs one seed and checks every invariant. */
export async function runSeed(options: SimulationRunOptions): Promise<RunReport> {
  const run = new SimulationRun(options);
  await options.database.clear(run.scheduler);
  const driver = new RunDriver(run);
  let occurrences: Occurrences = {};
  const onRejection = (error: unknown) => run.recordError(error);
  process.on('unhandledRejection', onRejection);
  try {
    await driver.runActions();
    occurrences = await driver.finish();
  } finally {
    process.off('unhandledRejection', onRejection);
  }
  const { violations, hash } = run;
  return { seed: options.seed, violations, hash, eventCount: run.scheduler.eventCount, occurrences };
}

/** Starts the copies, runs the actions of people and the faults, and lets the bot finish. */
class RunDriver {
  readonly #run: SimulationRun;
  readonly #copies: Copies;
  readonly #deliveries: Deliveries;
  readonly #acknowledged: AcknowledgedRequests;
  readonly #environment: Environment;

  constructor(run: SimulationRun) {
    const { scheduler, random, outside } = run;
    this.#run = run;
    scheduler.current = outside;
    useVirtualGlobals({
      scheduler,
      random,
      wallClock: () => run.wallClock(),
      fetch: (input, init) => fetchInRun(input, init),
      isPollIdle: () =>
        run.database.queueTimes().nextDue > run.queueClock() && this.#copies.isIdle(scheduler.current),
    });
    this.#deliveries = new Deliveries(
      run,
      () => this.#copies,
      (body, answer) => this.#acknowledged.record(body, answer),
    );
    this.#environment = createEnvironment(run, this.#deliveries.send);
    this.#acknowledged = new AcknowledgedRequests(run, this.#environment.config);
    const fetchInRun = createFetch(run, this.#environment.routes);
    this.#copies = new Copies(run, this.#environment.config);
  }

  /** Performs the actions of people while faults happen. */
  async runActions(): Promise<void> {
    const { plan } = this.#run;
    for (let count = 0; count < plan.copyCount; count += 1) this.#copies.start();
    await this.#runFor(2_000);
    for (let done = 0; done < plan.actionCount; done += 1) {
      if (this.#run.random.chance(plan.faultProbability))
        this.#run.scheduleOutside(0, () => injectFault(this.#run, this.#environment, this.#copies));
      this.#run.scheduleOutside(0, () => performRandomAction(this.#run, this.#environment.slack, done));
      await this.#runFor(this.#pauseAfter(done));
    }
  }

  /** Ends all faults, waits until the copies have nothing left to do, and checks the invariants. */
  async finish(): Promise<Occurrences> {
    const run = this.#run;
    run.plan.endFaults();
    endInjectedFaults(run, this.#environment);
    run.log('the faults end', run.outside);
    await this.#runFor(this.#run.random.pick([0, 1, 3]) * 24 * HOUR_MS);
    for (let round = 0; round < 50 && !(await this.#isFinished()); round += 1)
      await this.#runFor(HOUR_MS / 20);
    if (!(await this.#isFinished()))
      run.violate('all work done', 'work is left hours after the faults ended');
    return checkInvariants(run, this.#environment, this.#acknowledged.commands);
  }

  #pauseAfter(action: number): number {
    const { goal, random } = this.#run;
    if (action < (goal === 'guard' ? GOAL_ACTION_COUNTS.guard - 2 : 4)) return 4_000;
    if (goal === 'guard' && action === GOAL_ACTION_COUNTS.guard - 2)
      return random.between(GUARD_TTL_MS, 2 * GUARD_TTL_MS);
    return this.#pauseMs();
  }

  #pauseMs(): number {
    const { random } = this.#run;
    const { slack } = this.#environment;
    const isFormOpen = PEOPLE.some((user) => slack.views(user).length > 0);
    if (isFormOpen && random.chance(0.9)) return random.between(300, 5_000);
    return random.pickWeighted([
      [10, random.between(0, 100)],
      [50, random.between(300, 5_000)],
      [25, random.between(3_000, 60_000)],
      [12, random.between(0.5 * HOUR_MS, 30 * HOUR_MS)],
      [8, random.between(60_000, 30 * 60_000)],
    ]);
  }

  async #runFor(ms: number): Promise<void> {
    const { scheduler } = this.#run;
    const end = scheduler.now + ms;
    for (;;) {
      if (scheduler.eventCount > MAX_EVENTS) return;
      const jumpTarget = this.#isOnlyPolling() ? Math.min(end, this.#nextWorkAt()) : 0;
      if (jumpTarget > scheduler.now + MIN_JUMP_MS) {
        scheduler.jumpTo(jumpTarget);
        if (jumpTarget === end) return;
      }
      if (scheduler.nextTime() > end) break;
      await scheduler.step();
    }
    scheduler.jumpTo(end);
  }

  /** True when the copies do nothing but poll. */
  #isOnlyPolling(): boolean {
    return this.#run.scheduler.workInFlight === 0 && this.#deliveries.pending === 0 && this.#copies.isIdle();
  }

  /** Returns when the next row of a queue falls due or something happens outside. */
  #nextWorkAt(): number {
    const { scheduler, database } = this.#run;
    const skewMs = database.hasOwnClock ? 0 : this.#run.machineSkewMs;
    const dueInMs = database.queueTimes().nextDue - this.#run.trueTime() - skewMs;
    return Math.min(scheduler.now + dueInMs, this.#run.nextOutsideTime());
  }

  /** True when nothing is left to do but timers. */
  async #isFinished(): Promise<boolean> {
    const [row] = await this.#run.database.select(
      "select count(*) as pending from queue_items where done_at is null and queue <> 'timers' and due_at = ''",
    );
    return this.#isOnlyPolling() && Number(row?.['pending']) === 0;
  }
}
