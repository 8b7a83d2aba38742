import { existsSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { defineConfig } from 'vitest/config';
import { filesWithoutPostgres } from './test/postgres-server.ts';

const SHARED_MEMORY = '/dev/shm';
const ENOUGH_BYTES = 512 * 1024 * 1024;

/** Databases of tests are kept in memory where there is room, because most of a write is waiting for the disk. */
function temporaryFolder(): string {
  if (!existsSync(SHARED_MEMORY)) return tmpdir();
  const { bavail, bsize } = statfsSync(SHARED_MEMORY);
  return bavail * bsize >= ENOUGH_BYTES ? SHARED_MEMORY : tmpdir();
}

/** Tests of the built bot and of other processes, those that measure times, and the longest stories. */
const CAMPAIGN_FILES = [
  'test/e2e/acknowledgement.test.ts',
  'test/e2e/handoff-burst.test.ts',
  'test/e2e/handoff-redaction-lifecycle.test.ts',
  'test/e2e/malformed-requests.test.ts',
  'test/e2e/npm-start.test.ts',
  'test/e2e/operations-process.test.ts',
  'test/e2e/proxy.test.ts',
  'test/sandbox/bot-process.test.ts',
  'test/sandbox/malformed-requests.test.ts',
  'test/scripts/slow-patterns.test.ts',
  'test/store/copy-store.test.ts',
  'test/store/sqlite-processes.test.ts',
];

const leftOut = await filesWithoutPostgres();

/** Tests that open the SQLite file themselves, which those of the project `postgres` cannot. */
const SQLITE_FILES = [
  'test/e2e/doctor.test.ts',
  'test/e2e/erasure.test.ts',
  'test/e2e/handoff-scheduled-work.test.ts',
  'test/e2e/logged-failure-reasons.test.ts',
  'test/e2e/request-delivery.test.ts',
  'test/e2e/restore.test.ts',
  'test/e2e/ticket-data-leaks.test.ts',
  'test/e2e/unhandled-requests.test.ts',
];

export default defineConfig({
  test: {
    // No module keeps state (see the architecture test), so files may share one module graph. That halves the run.
    isolate: false,
    pool: 'forks',
    maxWorkers: 2,
    // Without limits, each worker's heap grows to twice this size before it is collected.
    execArgv: ['--max-old-space-size=256', '--max-semi-space-size=8'],
    env: { TMPDIR: temporaryFolder() },
    // Long enough for a busy machine: these limits only end tests that hang.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    slowTestThreshold: 5_000,
    reporters: ['default', './scripts/slowest-tests-reporter.js'],
    projects: [
      {
        extends: true,
        test: { name: 'quick', include: ['test/**/*.test.ts'], exclude: [...CAMPAIGN_FILES, ...leftOut] },
      },
      {
        extends: true,
        test: {
          name: 'postgres',
          include: ['test/e2e/**/*.test.ts'],
          exclude: [...CAMPAIGN_FILES, ...SQLITE_FILES, ...leftOut],
          env: { TEST_DATABASE: 'postgres' },
        },
      },
      {
        extends: true,
        test: { name: 'campaign', include: CAMPAIGN_FILES, exclude: [...leftOut], globalSetup: ['test/build-once.ts'] },
      },
    ],
  },
});
