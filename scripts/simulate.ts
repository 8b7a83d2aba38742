import { type ChildProcess, fork } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { BREAKAGES, type Breakage } from './simulate/breakages.ts';
import { bundleSimulation } from './simulate/bundle.ts';
import type { StoryReport } from './simulate/run-story.ts';
import type { StoryRequest, WorkerReport } from './simulate/worker.ts';

const USAGE = `npm run simulate -- [options]
  --seeds N        how many stories; 1,000 by default, or SEEDS from the environment
  --from N         the first seed; 1 by default
  --seed N         only this story
  --postgres       on the PostgreSQL server that TEST_POSTGRES_URL names, instead of SQLite in memory
  --verbose        prints every line of the log
  --break NAME     disables a protection, and succeeds if its invariant fails within 1,000 stories; "all" tries each of:
                   ${BREAKAGES.map(({ name }) => name).join(', ')}`;
/** Stories that a worker runs before it asks for more. */
const BATCH_SIZE = 10;
/** A story makes much short-lived garbage: with a larger nursery, the collector runs less often. */
const WORKER_OPTIONS = ['--enable-source-maps', '--max-semi-space-size=64', '--single-threaded-gc'];
const POSTGRES_URL = process.env['TEST_POSTGRES_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres';
const MAX_SEEDS_PER_BREAKAGE = 1_000;
const MAX_PRINTED_FAILURES = 10;
/** What stories are about: a run of this many in which one of these never happens has tested nothing. */
const MANY_STORIES = 100;
const MUST_HAPPEN = ['verdict direct', 'verdict reseller', 'verdict unknown', 'step-done', 'handoff posted'];
/** How many stories are told twice, to see that a seed always tells the same one. */
const REPLAY_COUNT = 10;

interface RunOptions {
  readonly seeds: readonly number[];
  readonly isVerbose?: boolean;
  readonly breakage?: Breakage;
  /** Returns true to start no more stories. */
  onReport(report: WorkerReport): boolean;
}

/** Runs the whole bot in virtual time, one story for each seed. */
async function main(): Promise<boolean> {
  const { values } = parseArgs({
    options: {
      seeds: { type: 'string', default: process.env['SEEDS'] ?? '1000' },
      from: { type: 'string', default: '1' },
      seed: { type: 'string' },
      postgres: { type: 'boolean', default: false },
      verbose: { type: 'boolean', default: false },
      break: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return true;
  }
  if (values.postgres) process.env['SIMULATE_POSTGRES'] = POSTGRES_URL;
  if (values.break !== undefined) return tryBreakages(values.break);
  if (values.seed !== undefined) return runStories(Number(values.seed), 1, values.verbose);
  return runStories(Number(values.from), Number(values.seeds), values.verbose);
}

async function runStories(from: number, count: number, isVerbose: boolean): Promise<boolean> {
  const startedAt = performance.now();
  const reports = new Map<number, WorkerReport>();
  const seeds = Array.from({ length: count }, (_, index) => from + index);
  let failedCount = 0;
  await forEachStory({
    // The first ones are told again at the end, by a process that has told others in the meantime.
    seeds: isVerbose ? seeds : [...seeds, ...seeds.slice(0, REPLAY_COUNT)],
    isVerbose,
    onReport(report) {
      const earlier = reports.get(report.seed);
      const failed = earlier ? differsFrom(earlier, report) : report;
      reports.set(report.seed, report);
      if (failed.violations.length > 0) failedCount += 1;
      if (failed.violations.length > 0 && failedCount <= MAX_PRINTED_FAILURES) printFailure(failed);
      return false;
    },
  });
  if (isVerbose) for (const { seed, hash } of reports.values()) console.log(`seed ${seed}: log hash ${hash}`);
  const totals = totalContents([...reports.values()]);
  printContents(totals);
  const missing = reports.size < MANY_STORIES ? [] : MUST_HAPPEN.filter((name) => !totals.has(name));
  for (const name of missing) console.log(`no story had: ${name}`);
  const seconds = (performance.now() - startedAt) / 1000;
  const sum = (of: (report: WorkerReport) => number) =>
    [...reports.values()].reduce((total, report) => total + of(report), 0);
  const cpuMs = sum((report) => report.cpuMs) / reports.size;
  const { size } = reports;
  console.log(
    `${size} stories, ${failedCount} failed, ${sum((report) => report.eventCount)} events, ${seconds.toFixed(0)} s, ${(size / seconds).toFixed(1)} stories/s, ${cpuMs.toFixed(0)} ms of processor time each`,
  );
  return failedCount === 0 && missing.length === 0 && reports.size === count;
}

/** Returns what happened in the stories, and how often. */
function totalContents(reports: readonly StoryReport[]): ReadonlyMap<string, number> {
  const totals = new Map<string, number>();
  for (const { contents } of reports)
    for (const [name, count] of Object.entries(contents)) totals.set(name, (totals.get(name) ?? 0) + count);
  return totals;
}

function printContents(totals: ReadonlyMap<string, number>): void {
  const sorted = [...totals].sort(([, one], [, other]) => other - one);
  console.log(sorted.map(([name, count]) => `${name} ${count}`).join(', '));
}

/** Returns the violations of a seed's second story: those of the first were reported. */
function differsFrom({ hash }: StoryReport, second: StoryReport): StoryReport {
  const detail = `the log hash was ${hash}, and is ${second.hash}`;
  return { ...second, violations: hash === second.hash ? [] : [{ invariant: 'replays exactly', detail }] };
}

function printFailure({ seed, violations }: StoryReport): void {
  const onPostgres = process.env['SIMULATE_POSTGRES'] ? ' --postgres' : '';
  console.log(`seed ${seed} failed; replay: npm run simulate -- --seed ${seed} --verbose${onPostgres}`);
  for (const { invariant, detail } of violations.slice(0, 5)) console.log(`  ${invariant}: ${detail}`);
}

/** Returns true when each protection's invariant fails without it. */
async function tryBreakages(wanted: string): Promise<boolean> {
  const breakages = BREAKAGES.filter(({ name }) => wanted === 'all' || name === wanted);
  if (breakages.length === 0) throw new Error(`unknown breakage ${wanted}\n${USAGE}`);
  let allFound = true;
  for (const breakage of breakages) {
    let found: StoryReport | undefined;
    let done = 0;
    await forEachStory({
      seeds: Array.from({ length: MAX_SEEDS_PER_BREAKAGE }, (_, index) => index + 1),
      breakage,
      onReport(report) {
        done += 1;
        if (report.violations.some(({ invariant }) => invariant === breakage.invariant)) found ??= report;
        return found !== undefined;
      },
    });
    const outcome = found ? `seen after ${done} stories, seed ${found.seed}` : `NOT SEEN in ${done} stories`;
    console.log(`${breakage.name}: "${breakage.invariant}" ${outcome}`);
    allFound &&= found !== undefined;
  }
  return allFound;
}

/** Runs the stories in as many processes as there are cores. Rejects when one of them ends early. */
async function forEachStory({ seeds, isVerbose = false, breakage, onReport }: RunOptions): Promise<void> {
  const file = await bundleSimulation(breakage);
  let next = 0;
  let isEnough = false;
  const nextBatch = (): readonly number[] => {
    const batch = isEnough ? [] : seeds.slice(next, next + BATCH_SIZE);
    next += batch.length;
    return batch;
  };
  const runWorker = () =>
    new Promise<void>((resolve, reject) => {
      const worker: ChildProcess = fork(file, [], { execArgv: WORKER_OPTIONS });
      worker.on('error', reject).on('exit', (code) => {
        if (code === 0 || code === null) resolve();
        else reject(new Error(`a worker ended with code ${code}`));
      });
      worker.on('message', (message: WorkerReport | 'ready') => {
        if (message !== 'ready') {
          isEnough ||= onReport(message);
          return;
        }
        const batch = nextBatch();
        if (batch.length === 0) worker.send('end');
        else worker.send({ seeds: batch, isVerbose } satisfies StoryRequest);
      });
    });
  try {
    const workers = Math.min(availableParallelism(), Math.ceil(seeds.length / BATCH_SIZE));
    await Promise.all(Array.from({ length: workers }, runWorker));
  } finally {
    await Promise.all([rm(file, { force: true }), rm(`${file}.map`, { force: true })]);
  }
}

process.exit((await main()) ? 0 : 1);
