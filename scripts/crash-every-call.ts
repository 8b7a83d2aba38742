import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ScriptedHandoff } from './crash-every-call/scripted-handoff.ts';
import { countPendingWork } from './pending-work.ts';
import { reuseBuild } from './reuse-build.ts';
import { botSettingsFor } from './sandbox/bot-settings.ts';
import { MOVED_CLOCK_URL } from './sandbox/clock/movable-clock.ts';
import type { LocalSlack } from './sandbox/slack/local-slack.ts';
import { startLocalSlack } from './sandbox/slack/local-slack.ts';
import type { Upstreams } from './sandbox/upstreams/upstreams.ts';
import { startUpstreams } from './sandbox/upstreams/upstreams.ts';

/**
 * Stops the real process at every statement of the database and every call of Slack in turn, from the moment a handoff
 * is submitted until it is done: just before the call, and just after it. Each life must end with exactly one post, in
 * its last state, and with each person told once. STOPS=20 npm run crash-every-call for a short run, EVERY=5 for every fifth call, FROM=100 to
 * begin there.
 */
const MAX_CRASHES = Number(process.env['STOPS'] ?? 2_000);
const CALL_STEP = Number(process.env['EVERY'] ?? 1);
const FIRST_CALL = Number(process.env['FROM'] ?? 1);
const WORKER_COUNT = 4;
const FIRST_PORT = 3_991;
/** So much later it is when a stopped process comes back: whatever it held has lapsed by then. */
const RESTART_CLOCK_STEP_MS = 30_000;
const NO_CRASH = 1_000_000_000;
const CRASH_MOMENTS = ['before', 'after'] as const;

const CRASH_AT_CALL_URL = new URL('./crash-every-call/crash-at-call.js', import.meta.url).href;

interface WorkerParts {
  readonly slack: LocalSlack;
  readonly upstreams: Upstreams;
  readonly folder: string;
  /** The built bot. */
  readonly entry: string;
  readonly port: number;
  readonly clock: { ahead: number };
}

/** One workspace, one database and one bot, for one life after another. */
class CrashWorker {
  readonly #parts: WorkerParts;
  #bot: ChildProcess | null = null;

  private constructor(parts: WorkerParts) {
    this.#parts = parts;
  }

  get slack(): LocalSlack {
    return this.#parts.slack;
  }

  static async open(port: number): Promise<CrashWorker> {
    const clock = { ahead: 0 };
    const now = () => Date.now() + clock.ahead;
    const [slack, upstreams, folder] = await Promise.all([
      startLocalSlack({ now, signingNow: now }),
      startUpstreams(),
      mkdtemp(join(tmpdir(), 'reseller-check-stops-')),
    ]);
    slack.deliverTo = `http://127.0.0.1:${port}/slack/events`;
    return new CrashWorker({ slack, upstreams, folder, entry: await reuseBuild(folder), port, clock });
  }

  isUp(): boolean {
    return this.#bot !== null && this.#bot.exitCode === null && this.#bot.signalCode === null;
  }

  /** Starts it when it is not running: later, when it was stopped. */
  async ensureUp(): Promise<void> {
    if (this.isUp()) return;
    if (this.#bot) this.#parts.clock.ahead += RESTART_CLOCK_STEP_MS;
    const { slack } = this;
    const settings = botSettingsFor({
      slack,
      upstreams: this.#parts.upstreams,
      database: join(this.#parts.folder, 'cases.db'),
      port: this.#parts.port,
    });
    const preload = [MOVED_CLOCK_URL, CRASH_AT_CALL_URL].flatMap((url) => ['--import', url]);
    this.#bot = spawn(process.execPath, [...preload, this.#parts.entry], {
      cwd: tmpdir(),
      env: {
        PATH: process.env['PATH'] ?? '',
        LOG_LEVEL: 'fatal',
        ...settings,
        CLOCK_AHEAD_MS: String(this.#parts.clock.ahead),
      },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    const readyz = `http://127.0.0.1:${this.#parts.port}/readyz`;
    await this.#until('it to be ready', () =>
      fetch(readyz).then(
        ({ ok }) => ok,
        () => false,
      ),
    );
  }

  /** The process dies at the nth call from now on. */
  async stopAt(stopAt: number, when: (typeof CRASH_MOMENTS)[number]): Promise<void> {
    await this.#told({ stopAt, when }, (message) => 'armed' in message);
  }

  /** How many calls it has made since, or null when it died. */
  async made(): Promise<number | null> {
    if (!this.isUp()) return null;
    const told = await this.#told({ howMany: true }, (message) => 'made' in message);
    return (told as { made: number }).made;
  }

  /** Until nothing is left to be done or said. */
  settled(): Promise<void> {
    return this.#until(
      'nothing to be pending',
      async () => (await countPendingWork(join(this.#parts.folder, 'cases.db'))) === 0,
    );
  }

  async close(): Promise<void> {
    this.#bot?.kill('SIGKILL');
    await Promise.all([this.slack.close(), this.#parts.upstreams.close()]);
    await rm(this.#parts.folder, { recursive: true, force: true });
  }

  async #until(what: string, look: () => Promise<boolean>): Promise<void> {
    const deadline = performance.now() + 60_000;
    for (;;) {
      if (await look()) return;
      if (!this.isUp()) throw new Error('the bot is not running');
      if (performance.now() > deadline) throw new Error(`timed out waiting for ${what}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  #told(message: object, isAnswer: (answer: object) => boolean): Promise<object> {
    const bot = this.#bot;
    return new Promise((resolve, reject) => {
      const onMessage = (answer: unknown) => {
        if (typeof answer !== 'object' || answer === null || !isAnswer(answer)) return;
        bot?.off('message', onMessage);
        resolve(answer);
      };
      bot?.on('message', onMessage);
      bot?.once('exit', () => reject(new Error('the bot is not running')));
      bot?.send(message, (error) => {
        if (error) reject(error);
      });
    });
  }
}

interface CrashPoint {
  readonly at: number;
  readonly when: (typeof CRASH_MOMENTS)[number];
}

/** Lives one handoff with that stop in it. Answers whether the stop came before the end, and what went wrong. */
async function runHandoffWithCrash(
  lane: CrashWorker,
  stop: CrashPoint,
): Promise<{ readonly stopped: boolean; readonly wrong: string[] }> {
  await lane.ensureUp();
  const simulation = new ScriptedHandoff(lane.slack, { channel: 'CSALES', team: 'sales' });
  await simulation.prepare();
  await lane.settled();
  await lane.stopAt(stop.at, stop.when);
  let stopped = false;
  for (const deed of simulation.userActions()) {
    let taken = false;
    const deadline = performance.now() + 60_000;
    while (!deed.isResultVisible()) {
      if (performance.now() > deadline) return { stopped, wrong: [`${deed.name} was never seen`] };
      if (!lane.isUp()) {
        stopped = true;
        await lane.ensureUp();
      }
      if (!taken) taken = await deed.attempt().catch(() => false);
      await new Promise((resolve) => setTimeout(resolve, 15));
    }
  }
  if (!lane.isUp()) {
    stopped = true;
    await lane.ensureUp();
  }
  const calls = await lane.made().catch(() => null);
  // One that was not reached must not come in the next life.
  if (calls !== null) await lane.stopAt(NO_CRASH, stop.when).catch(() => undefined);
  await lane.settled().catch(async () => {
    stopped = true;
    await lane.ensureUp();
    await lane.settled();
  });
  return { stopped: stopped || calls === null, wrong: problemsIn(simulation) };
}

function problemsIn(simulation: ScriptedHandoff): string[] {
  const [posts, state] = [simulation.posts().length, simulation.state()];
  const told = { engineer: simulation.notes('UANA'), seller: simulation.notes('UROBIN') };
  const twice = told.engineer.length - new Set(told.engineer).size;
  return [
    ...(posts === 1 ? [] : [`${posts} posts`]),
    ...(state === 'done' ? [] : [`ended as ${state}`]),
    // The claim, the question and the outcome.
    ...(told.engineer.length === 3 ? [] : [`the engineer was told ${told.engineer.length} things`]),
    ...(twice === 0 ? [] : ['the engineer was told something twice']),
    ...(told.seller.length === 0 ? [] : ['the seller was told what they did themselves']),
  ];
}

async function main(): Promise<void> {
  const lanes = await Promise.all(
    Array.from({ length: WORKER_COUNT }, (_, index) => CrashWorker.open(FIRST_PORT + index)),
  );
  const failures: string[] = [];
  const ended = { before: Number.POSITIVE_INFINITY, after: Number.POSITIVE_INFINITY };
  let lived = 0;
  let stops = 0;
  let next = 0;
  const take = (): CrashPoint | null => {
    for (;;) {
      const index = next;
      next += 1;
      const stop = {
        at: FIRST_CALL + Math.floor(index / 2) * CALL_STEP,
        when: CRASH_MOMENTS[index % 2] ?? 'before',
      };
      if (index >= MAX_CRASHES || (stop.at > ended.before && stop.at > ended.after)) return null;
      if (stop.at <= ended[stop.when]) return stop;
    }
  };
  await Promise.all(
    lanes.map(async (lane) => {
      for (let stop = take(); stop; stop = take()) {
        const { stopped, wrong } = await runHandoffWithCrash(lane, stop).catch((error: unknown) => ({
          stopped: true,
          wrong: [String(error)],
        }));
        lived += 1;
        if (stopped) stops += 1;
        else ended[stop.when] = Math.min(ended[stop.when], stop.at);
        for (const each of wrong) failures.push(`${stop.when} call ${stop.at}: ${each}`);
        if (lived % 50 === 0) console.log(`${lived} lives, ${failures.length} failures`);
      }
    }),
  );
  await Promise.all(lanes.map((lane) => lane.close()));
  console.log(
    [
      `lives: ${lived}, of which stopped: ${stops}`,
      `calls in a whole life: ${Math.min(ended.before, ended.after) - 1}`,
      ...failures.slice(0, 40),
      `${failures.length === 0 && stops > 0 ? '1 passed, 0 failed' : '0 passed, 1 failed'}`,
    ].join('\n'),
  );
  process.exit(failures.length === 0 && stops > 0 ? 0 : 1);
}

await main();
