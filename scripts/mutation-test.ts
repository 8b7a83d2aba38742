import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Stryker is kept out of `package.json`: it is large, and only this command needs it. */
const PACKAGES = ['@stryker-mutator/core@9.6.1', '@stryker-mutator/vitest-runner@9.6.1'];
const FOLDER = resolve('node_modules/.cache/stryker');
const CONFIG_FILE = join(FOLDER, 'stryker.config.json');
const REPORT_FILE = join(FOLDER, 'report.json');
const LOADS_TEST = 'scripts/mutation/loads.test.ts';
/** Share of the changes that the tests must notice, in percent. */
const MIN_SCORE = 90;

interface Group {
  readonly mutate: readonly string[];
  readonly tests: readonly string[];
}

interface Mutant {
  readonly status: string;
  readonly mutatorName: string;
  readonly replacement?: string;
  readonly location: { readonly start: { readonly line: number } };
}

interface Report {
  readonly files: Readonly<Record<string, { readonly mutants: readonly Mutant[] }>>;
}

/**
 * Changes the code that decides verdicts, guards and scenarios, one small change at a time, and runs its tests after each.
 * Prints the changes that no test noticed, the score of each file and the total score. `npm run mutation -- verdict` runs one
 * group. Takes ten to twenty minutes on two cores. Exit code 1 when the total score is below `MIN_SCORE`.
 */
function main(): void {
  const groups = JSON.parse(readFileSync('scripts/mutation/groups.json', 'utf8')) as Record<string, Group>;
  const wanted = process.argv.slice(2);
  install();
  const files: (readonly [file: string, mutants: readonly Mutant[]])[] = [];
  for (const [name, group] of Object.entries(groups)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    console.log(`\n== ${name}`);
    files.push(...Object.entries(mutate(group).files).map(([file, found]) => [file, found.mutants] as const));
  }
  console.log('\nChanges that no test noticed');
  for (const [file, mutants] of files) for (const missed of mutants.filter(isMissed)) print(file, missed);
  console.log('');
  for (const [file, mutants] of files) console.log(`${file}: ${formatScore(mutants)}`);
  const mutants = files.flatMap(([, found]) => found);
  console.log(`\nMutation score: ${formatScore(mutants)}`);
  process.exitCode = scoreOf(mutants) >= MIN_SCORE ? 0 : 1;
}

function print(file: string, { location, mutatorName, replacement = '' }: Mutant): void {
  console.log(`${file}:${location.start.line}: ${mutatorName} ${JSON.stringify(replacement.slice(0, 80))}`);
}

function install(): void {
  if (existsSync(join(FOLDER, 'node_modules/@stryker-mutator/vitest-runner'))) return;
  // The runner uses this project's vitest, which it finds in a parent folder.
  run('npm', [
    'install',
    '--silent',
    '--no-audit',
    '--no-fund',
    '--no-save',
    '--legacy-peer-deps',
    '--prefix',
    FOLDER,
    ...PACKAGES,
  ]);
}

function mutate({ mutate: files, tests }: Group): Report {
  const modules = join(FOLDER, 'node_modules/@stryker-mutator');
  const config = {
    mutate: files,
    testRunner: 'vitest',
    plugins: [join(modules, 'vitest-runner/dist/src/index.js')],
    vitest: { configFile: 'scripts/mutation/vitest.config.ts', related: false },
    coverageAnalysis: 'perTest',
    // Stryker cannot read a configuration with TypeScript 7, which has no API for it.
    tsconfigFile: 'no-tsconfig.json',
    concurrency: 2,
    timeoutMS: 20_000,
    reporters: ['json', 'progress-append-only'],
    jsonReporter: { fileName: REPORT_FILE },
    tempDirName: join(FOLDER, 'sandbox'),
    ignorePatterns: ['dist', 'docs', 'scripts/sandbox/pictures'],
  };
  writeFileSync(CONFIG_FILE, JSON.stringify(config));
  rmSync(REPORT_FILE, { force: true });
  run(process.execPath, [join(modules, 'core/bin/stryker.js'), 'run', CONFIG_FILE], {
    MUTATION_TESTS: [...tests, LOADS_TEST].join(','),
  });
  return JSON.parse(readFileSync(REPORT_FILE, 'utf8')) as Report;
}

function run(command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): void {
  const { status } = spawnSync(command, args, { stdio: 'inherit', env: { ...process.env, ...env } });
  if (status !== 0) throw new Error(`${command} ended with ${status}.`);
}

function isMissed({ status }: Mutant): boolean {
  return status === 'Survived' || status === 'NoCoverage';
}

function isNoticed({ status }: Mutant): boolean {
  return status === 'Killed' || status === 'Timeout';
}

function scoreOf(mutants: readonly Mutant[]): number {
  const noticed = mutants.filter(isNoticed).length;
  return (100 * noticed) / Math.max(1, noticed + mutants.filter(isMissed).length);
}

function formatScore(mutants: readonly Mutant[]): string {
  return `${scoreOf(mutants).toFixed(1)} % of ${mutants.filter((mutant) => isNoticed(mutant) || isMissed(mutant)).length} changes noticed`;
}

main();
