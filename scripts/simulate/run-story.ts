import { GUARD_TTL_MS } from '../../src/domain/step-progress.ts';
import { AcknowledgedRequests } from './acknowledged-requests.ts';
import { Copies } from './copies.ts';
import { Deliveries } from './deliveries.ts';
import { disturb, endDisturbances } from './disturbances.ts';
import { type Contents, checkInvariants } from './invariants.ts';
import { createFetch } from './network.ts';
import { actAsSomebody, OPENING_LENGTHS, PEOPLE } from './people.ts';
import { Story, type StoryOptions, type Violation } from './story.ts';
import { createSurroundings, type Surroundings } from './surroundings.ts';
import { enterWorld } from './virtual-globals.ts';

export interface StoryReport {
  readonly seed: number;
  readonly violations: readonly Violation[];
  /** Equal for equal stories. */
  readonly hash: string;
  readonly eventCount: number;
  readonly contents: Contents;
}

/** A story that does not come to rest within so many events is stuck. */
const MAX_EVENTS = 12_000;
const HOUR_MS = 60 * 60_000;
/** A jump over less time than this saves nothing. */
const MIN_JUMP_MS = 1_000;

/** Runs one story from its seed and checks every invariant. */
export async function runStory(options: StoryOptions): Promise<StoryReport> {
  const story = new Story(options);
  await options.database.clear(story.scheduler);
  const run = new StoryRun(story);
  let contents: Contents = {};
  const onRejection = (error: unknown) => story.recordError(error);
  process.on('unhandledRejection', onRejection);
  try {
    await run.play();
    contents = await run.settle();
  } finally {
    process.off('unhandledRejection', onRejection);
  }
  const { violations, hash } = story;
  return { seed: options.seed, violations, hash, eventCount: story.scheduler.eventCount, contents };
}

class StoryRun {
  readonly #story: Story;
  readonly #copies: Copies;
  readonly #deliveries: Deliveries;
  readonly #acknowledged: AcknowledgedRequests;
  readonly #surroundings: Surroundings;

  constructor(story: Story) {
    const { scheduler, random, outside } = story;
    this.#story = story;
    scheduler.current = outside;
    enterWorld({
      scheduler,
      random,
      wallClock: () => story.wallClock(),
      fetch: (input, init) => fetchInStory(input, init),
      isPollIdle: () =>
        story.database.queueTimes().nextDue > story.queueClock() && this.#copies.isIdle(scheduler.current),
    });
    this.#deliveries = new Deliveries(
      story,
      () => this.#copies,
      (body, answer) => this.#acknowledged.record(body, answer),
    );
    this.#surroundings = createSurroundings(story, this.#deliveries.send);
    this.#acknowledged = new AcknowledgedRequests(story, this.#surroundings.config);
    const fetchInStory = createFetch(story, this.#surroundings.routes);
    this.#copies = new Copies(story, this.#surroundings.config);
  }

  /** Lets people act while things go wrong. */
  async play(): Promise<void> {
    const { weather } = this.#story;
    for (let count = 0; count < weather.copies; count += 1) this.#copies.start();
    await this.#runFor(2_000);
    for (let done = 0; done < weather.actions; done += 1) {
      if (this.#story.random.chance(weather.disturbance))
        this.#story.at(0, () => disturb(this.#story, this.#surroundings, this.#copies));
      this.#story.at(0, () => actAsSomebody(this.#story, this.#surroundings.slack, done));
      await this.#runFor(this.#pauseAfter(done));
    }
  }

  /** Ends all faults and lets the copies finish what they have. */
  async settle(): Promise<Contents> {
    const story = this.#story;
    story.weather.calm();
    endDisturbances(story, this.#surroundings);
    story.note('the faults end', story.outside);
    await this.#runFor(this.#story.random.pick([0, 1, 3]) * 24 * HOUR_MS);
    for (let round = 0; round < 50 && !(await this.#isSettled()); round += 1)
      await this.#runFor(HOUR_MS / 20);
    if (!(await this.#isSettled()))
      story.violate('comes to rest', 'work is left hours after the faults ended');
    return checkInvariants(story, this.#surroundings, this.#acknowledged.commands);
  }

  #pauseAfter(act: number): number {
    const { opening, random } = this.#story;
    if (act < (opening === 'guard' ? OPENING_LENGTHS.guard - 2 : 4)) return 4_000;
    if (opening === 'guard' && act === OPENING_LENGTHS.guard - 2)
      return random.between(GUARD_TTL_MS, 2 * GUARD_TTL_MS);
    return this.#pauseMs();
  }

  #pauseMs(): number {
    const { random } = this.#story;
    const { slack } = this.#surroundings;
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
    const { scheduler } = this.#story;
    const end = scheduler.now + ms;
    for (;;) {
      if (scheduler.eventCount > MAX_EVENTS) return;
      const wakeAt = this.#isQuiet() ? Math.min(end, this.#nextWake()) : 0;
      if (wakeAt > scheduler.now + MIN_JUMP_MS) {
        scheduler.jumpTo(wakeAt);
        if (wakeAt === end) return;
      }
      if (scheduler.nextTime() > end) break;
      await scheduler.step();
    }
    scheduler.jumpTo(end);
  }

  /** True while nothing happens but polls. */
  #isQuiet(): boolean {
    return (
      this.#story.scheduler.workInFlight === 0 && this.#deliveries.pending === 0 && this.#copies.isIdle()
    );
  }

  /** Returns when the next row of a queue falls due or something happens outside. */
  #nextWake(): number {
    const { scheduler, database } = this.#story;
    const skewMs = database.hasOwnClock ? 0 : this.#story.machineSkewMs;
    const dueInMs = database.queueTimes().nextDue - this.#story.trueTime() - skewMs;
    return Math.min(scheduler.now + dueInMs, this.#story.nextAppointment());
  }

  async #isSettled(): Promise<boolean> {
    const [row] = await this.#story.database.select(
      "select count(*) as pending from queue_items where done_at is null and queue <> 'timers' and due_at = ''",
    );
    return this.#isQuiet() && Number(row?.['pending']) === 0;
  }
}
