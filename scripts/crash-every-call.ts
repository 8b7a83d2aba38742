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
 * Crashes the built bot at every SQLite statement and every Slack call in turn, from the submission of a handoff
 * until it is done: just before the call, and just after it. Each run must end with exactly one post, in its last
 * state, and with each person notified once. `MAX_CRASHES=20 npm run crash-every-call` is a short run; `CALL_STEP=5`
 * takes every fifth call, `FIRST_CALL=100` begins at the hundredth.
 */
const MAX_CRASHES = Number(process.env['MAX_CRASHES'] ?? 2_000);
const CALL_STEP = Number(process.env['CALL_STEP'] ?? 1);
const FIRST_CALL = Number(process.env['FIRST_CALL'] ?? 1);
const WORKER_COUNT = 4;
const FIRST_PORT = 3_991;
/** How far the clock moves before a crashed bot starts again: longer than a lease lasts. */
const RESTART_CLOCK_STEP_MS = 30_000;
const NO_CRASH = 1_000_000_000;
const CRASH_MOMENTS = ['before', 'after'] as const;
type CrashMoment = (typeof CRASH_MOMENTS)[number];

const CRASH_AT_CALL_URL = new URL('./crash-every-call/crash-at-call.js', import.meta.url).href;

interface WorkerOptions {
  readonly slack: LocalSlack;
  readonly upstreams: Upstreams;
  readonly folder: string;
  /** The built bot. */
  readonly entry: string;
  readonly port: number;
  readonly clock: { offsetMs: number };
}

/** A workspace, a database and a bot, which are used for one run after another. */
class CrashWorker {
  readonly #options: WorkerOptions;
  #bot: ChildProcess | null = null;

  private constructor(options: WorkerOptions) {
    this.#options = options;
  }

  get slack(): LocalSlack {
    return this.#options.slack;
  }

  static async open(port: number): Promise<CrashWorker> {
    const clock = { offsetMs: 0 };
    const now = () => Date.now() + clock.offsetMs;
    const [slack, upstreams, folder] = await Promise.all([
      startLocalSlack({ now, signingNow: now }),
      startUpstreams(),
      mkdtemp(join(tmpdir(), 'reseller-check-crash-every-call-')),
    ]);
    slack.deliverTo = `http://127.0.0.1:${port}/slack/events`;
    return new CrashWorker({ slack, upstreams, folder, entry: await reuseBuild(folder), port, clock });
  }

  isUp(): boolean {
    return this.#bot !== null && this.#bot.exitCode === null && this.#bot.signalCode === null;
  }

  /** Starts the bot unless it is running; after a crash, on a later clock. */
  async ensureUp(): Promise<void> {
    if (this.isUp()) return;
    if (this.#bot) this.#options.clock.offsetMs += RESTART_CLOCK_STEP_MS;
    const { slack } = this;
    const settings = botSettingsFor({
      slack,
      upstreams: this.#options.upstreams,
      database: join(this.#options.folder, 'cases.db'),
      port: this.#options.port,
    });
    const preload = [MOVED_CLOCK_URL, CRASH_AT_CALL_URL].flatMap((url) => ['--import', url]);
    this.#bot = spawn(process.execPath, [...preload, this.#options.entry], {
      cwd: tmpdir(),
      env: {
        PATH: process.env['PATH'] ?? '',
        LOG_LEVEL: 'fatal',
        ...settings,
        CLOCK_OFFSET_MS: String(this.#options.clock.offsetMs),
      },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    const readyz = `http://127.0.0.1:${this.#options.port}/readyz`;
    await this.#until('the bot to be ready', () =>
      fetch(readyz).then(
        ({ ok }) => ok,
        () => false,
      ),
    );
  }

  /** Makes the process crash at the nth call from now on. */
  async crashAt(crashAtCall: number, moment: CrashMoment): Promise<void> {
    await this.#sendAndAwaitReply({ crashAtCall, moment }, (message) => 'armed' in message);
  }

  /** Returns how many calls the bot has made since `crashAt`, or null when it crashed. */
  async callCount(): Promise<number | null> {
    if (!this.isUp()) return null;
    const reply = await this.#sendAndAwaitReply({ countCalls: true }, (message) => 'callCount' in message);
    return (reply as { callCount: number }).callCount;
  }

  /** Waits until no request, message or timer is pending. */
  drain(): Promise<void> {
    return this.#until(
      'nothing to be pending',
      async () => (await countPendingWork(join(this.#options.folder, 'cases.db'))) === 0,
    );
  }

  async close(): Promise<void> {
    this.#bot?.kill('SIGKILL');
    await Promise.all([this.slack.close(), this.#options.upstreams.close()]);
    await rm(this.#options.folder, { recursive: true, force: true });
  }

  async #until(what: string, isTrue: () => Promise<boolean>): Promise<void> {
    const deadline = performance.now() + 60_000;
    for (;;) {
      if (await isTrue()) return;
      if (!this.isUp()) throw new Error('the bot is not running');
      if (performance.now() > deadline) throw new Error(`timed out waiting for ${what}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  #sendAndAwaitReply(message: object, isReply: (reply: object) => boolean): Promise<object> {
    const bot = this.#bot;
    return new Promise((resolve, reject) => {
      const onMessage = (reply: unknown) => {
        if (typeof reply !== 'object' || reply === null || !isReply(reply)) return;
        bot?.off('message', onMessage);
        resolve(reply);
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
  readonly call: number;
  readonly moment: CrashMoment;
}

/** Runs one handoff with a crash at that point. Returns whether the point was reached, and what went wrong. */
async function runHandoffWithCrash(
  worker: CrashWorker,
  point: CrashPoint,
): Promise<{ readonly crashed: boolean; readonly problems: string[] }> {
  await worker.ensureUp();
  const handoff = new ScriptedHandoff(worker.slack, { channel: 'CSALES', team: 'sales' });
  await handoff.prepare();
  await worker.drain();
  await worker.crashAt(point.call, point.moment);
  let crashed = false;
  for (const action of handoff.userActions()) {
    let isAcknowledged = false;
    const deadline = performance.now() + 60_000;
    while (!action.isResultVisible()) {
      if (performance.now() > deadline) return { crashed, problems: [`${action.name} was never visible`] };
      if (!worker.isUp()) {
        crashed = true;
        await worker.ensureUp();
      }
      if (!isAcknowledged) isAcknowledged = await action.attempt().catch(() => false);
      await new Promise((resolve) => setTimeout(resolve, 15));
    }
  }
  if (!worker.isUp()) {
    crashed = true;
    await worker.ensureUp();
  }
  const calls = await worker.callCount().catch(() => null);
  // A crash that was not reached must not happen in the next run.
  if (calls !== null) await worker.crashAt(NO_CRASH, point.moment).catch(() => undefined);
  await worker.drain().catch(async () => {
    crashed = true;
    await worker.ensureUp();
    await worker.drain();
  });
  return { crashed: crashed || calls === null, problems: problemsIn(handoff) };
}

function problemsIn(handoff: ScriptedHandoff): string[] {
  const [posts, state] = [handoff.posts().length, handoff.state()];
  const [toEngineer, toSales] = [handoff.notifications('UANA'), handoff.notifications('UROBIN')];
  const repeated = toEngineer.length - new Set(toEngineer).size;
  return [
    ...(posts === 1 ? [] : [`${posts} posts`]),
    ...(state === 'done' ? [] : [`ended as ${state}`]),
    // The claim, the question and the outcome.
    ...(toEngineer.length === 3 ? [] : [`the engineer got ${toEngineer.length} notifications`]),
    ...(repeated === 0 ? [] : ['the engineer got a notification twice']),
    ...(toSales.length === 0 ? [] : ['Sales got a notification about their own action']),
  ];
}

/** `count` is infinite when `MAX_CRASHES` ended the test before a handoff had fewer calls than the crash point. */
function callCountLine(count: number): string {
  return Number.isFinite(count) ? `calls in one handoff: ${count}` : 'calls in one handoff: not reached';
}

async function main(): Promise<void> {
  const workers = await Promise.all(
    Array.from({ length: WORKER_COUNT }, (_, index) => CrashWorker.open(FIRST_PORT + index)),
  );
  const failures: string[] = [];
  const ended = { before: Number.POSITIVE_INFINITY, after: Number.POSITIVE_INFINITY };
  let runs = 0;
  let crashes = 0;
  let next = 0;
  const nextPoint = (): CrashPoint | null => {
    for (;;) {
      const index = next;
      next += 1;
      const point = {
        call: FIRST_CALL + Math.floor(index / 2) * CALL_STEP,
        moment: CRASH_MOMENTS[index % 2] ?? 'before',
      };
      if (index >= MAX_CRASHES || (point.call > ended.before && point.call > ended.after)) return null;
      if (point.call <= ended[point.moment]) return point;
    }
  };
  await Promise.all(
    workers.map(async (worker) => {
      for (let point = nextPoint(); point; point = nextPoint()) {
        const { crashed, problems } = await runHandoffWithCrash(worker, point).catch((error: unknown) => ({
          crashed: true,
          problems: [String(error)],
        }));
        runs += 1;
        if (crashed) crashes += 1;
        else ended[point.moment] = Math.min(ended[point.moment], point.call);
        for (const problem of problems) failures.push(`${point.moment} call ${point.call}: ${problem}`);
        if (runs % 50 === 0) console.log(`${runs} runs, ${failures.length} failures`);
      }
    }),
  );
  await Promise.all(workers.map((worker) => worker.close()));
  const hasPassed = failures.length === 0 && crashes > 0;
  console.log(
    [
      `runs: ${runs}, of which crashed: ${crashes}`,
      callCountLine(Math.min(ended.before, ended.after) - 1),
      ...failures.slice(0, 40),
      hasPassed
        ? 'Passed: each handoff has one post in its last state, and nobody was notified twice.'
        : 'FAILED',
    ].join('\n'),
  );
  process.exit(hasPassed ? 0 : 1);
}

await main();
