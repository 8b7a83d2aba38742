import { type ChildProcess, fork } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { BREAKAGES, type Breakage } from './simulate/breakages.ts';
import { bundleSimulation } from './simulate/bundle.ts';
import type { RunReport } from './simulate/run-seed.ts';
import type { SeedsRequest, WorkerReport } from './simulate/worker.ts';

const USAGE = `npm run simulate -- [options]
  --seeds N        how many seeds to run; 1,000 by default, or SEEDS from the environment
  --from N         the first seed; 1 by default
  --seed N         only this seed
  --postgres       on the PostgreSQL server that TEST_POSTGRES_URL names, instead of SQLite in memory
  --verbose        prints every line of the log
  --break NAME     disables a protection, and succeeds if its invariant fails within 1,000 runs; "all" tries each of:
                   ${BREAKAGES.map(({ name }) => name).join(', ')}`;
/** Seeds that a worker runs before it asks for more. */
const BATCH_SIZE = 10;
/** A run allocates many short-lived objects: with a larger young generation, garbage is collected less often. */
const WORKER_OPTIONS = ['--enable-source-maps', '--max-semi-space-size=64', '--single-threaded-gc'];
const POSTGRES_URL = process.env['TEST_POSTGRES_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres';
const MAX_SEEDS_PER_BREAKAGE = 1_000;
const MAX_PRINTED_FAILURES = 10;
/** With at least this many runs, each outcome in `MUST_HAPPEN` must have occurred; otherwise the simulation fails. */
const MIN_RUNS_FOR_OUTCOMES = 100;
const MUST_HAPPEN = ['verdict direct', 'verdict reseller', 'verdict unknown', 'step-done', 'handoff posted'];
/** Seeds that run a second time, to check that a seed reproduces its log. */
const REPLAY_COUNT = 10;

interface SeedsOptions {
  readonly seeds: readonly number[];
  readonly isVerbose?: boolean;
  readonly breakage?: Breakage;
  /** Returns true to start no more seeds. */
  onReport(report: WorkerReport): boolean;
}

/** Runs the whole bot in virtual time, one run for each seed. */
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
  if (values.seed !== undefined) return runSeeds(Number(values.seed), 1, values.verbose);
  return runSeeds(Number(values.from), Number(values.seeds), values.verbose);
}

async function runSeeds(from: number, count: number, isVerbose: boolean): Promise<boolean> {
  const startedAt = performance.now();
  const reports = new Map<number, WorkerReport>();
  const seeds = Array.from({ length: count }, (_, index) => from + index);
  let failedCount = 0;
  await forEachSeed({
    // The first ones run again at the end, in a process that has run others in the meantime.
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
  const totals = totalOccurrences([...reports.values()]);
  printOccurrences(totals);
  const missing = reports.size < MIN_RUNS_FOR_OUTCOMES ? [] : MUST_HAPPEN.filter((name) => !totals.has(name));
  for (const name of missing) console.log(`no run had: ${name}`);
  const seconds = (performance.now() - startedAt) / 1000;
  const sum = (of: (report: WorkerReport) => number) =>
    [...reports.values()].reduce((total, report) => total + of(report), 0);
  const cpuMs = sum((report) => report.cpuMs) / reports.size;
  const { size } = reports;
  console.log(
    `${size} runs, ${failedCount} failed, ${sum((report) => report.eventCount)} events, ${seconds.toFixed(0)} s, ${(size / seconds).toFixed(1)} runs/s, ${cpuMs.toFixed(0)} ms of processor time each`,
  );
  return failedCount === 0 && missing.length === 0 && reports.size === count;
}

/** Returns what happened in the runs, and how often. */
function totalOccurrences(reports: readonly RunReport[]): ReadonlyMap<string, number> {
  const totals = new Map<string, number>();
  for (const { occurrences } of reports)
    for (const [name, count] of Object.entries(occurrences))
      totals.set(name, (totals.get(name) ?? 0) + count);
  return totals;
}

function printOccurrences(totals: ReadonlyMap<string, number>): void {
  const sorted = [...totals].sort(([, one], [, other]) => other - one);
  console.log(sorted.map(([name, count]) => `${name} ${count}`).join(', '));
}

/** Returns the violations of a seed's second run: those of the first were reported. */
function differsFrom({ hash }: RunReport, second: RunReport): RunReport {
  const detail = `the log hash was ${hash}, and is ${second.hash}`;
  return {
    ...second,
    violations: hash === second.hash ? [] : [{ invariant: 'the seed reproduces its log', detail }],
  };
}

function printFailure({ seed, violations }: RunReport): void {
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
    let found: RunReport | undefined;
    let done = 0;
    await forEachSeed({
      seeds: Array.from({ length: MAX_SEEDS_PER_BREAKAGE }, (_, index) => index + 1),
      breakage,
      onReport(report) {
        done += 1;
        if (report.violations.some(({ invariant }) => invariant === breakage.invariant)) found ??= report;
        return found !== undefined;
      },
    });
    const outcome = found ? `seen after ${done} runs, seed ${found.seed}` : `NOT SEEN in ${done} runs`;
    console.log(`${breakage.name}: "${breakage.invariant}" ${outcome}`);
    allFound &&= found !== undefined;
  }
  return allFound;
}

/** Runs the seeds in as many processes as there are cores. Rejects when one of them ends early. */
async function forEachSeed({ seeds, isVerbose = false, breakage, onReport }: SeedsOptions): Promise<void> {
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
        else worker.send({ seeds: batch, isVerbose } satisfies SeedsRequest);
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
