import { existsSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { defineConfig } from 'vitest/config';

const SHARED_MEMORY = '/dev/shm';
const ENOUGH_BYTES = 512 * 1024 * 1024;

/** Databases of tests are kept in memory where there is room, because most of a write is waiting for the disk. */
function temporaryFolder(): string {
  if (!existsSync(SHARED_MEMORY)) return tmpdir();
  const { bavail, bsize } = statfsSync(SHARED_MEMORY);
  return bavail * bsize >= ENOUGH_BYTES ? SHARED_MEMORY : tmpdir();
}

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // No module keeps state (see the architecture test), so files may share one module graph. That halves the run.
    isolate: false,
    pool: 'forks',
    maxWorkers: 2,
    env: { TMPDIR: temporaryFolder() },
    testTimeout: 20_000,
    slowTestThreshold: 5_000,
    reporters: ['default', './scripts/slowest-tests-reporter.js'],
  },
});
