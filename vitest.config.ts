import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // No module keeps state (see the architecture test), so files may share one module graph. That halves the run.
    isolate: false,
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 20_000,
    slowTestThreshold: 5_000,
    reporters: ['default', './scripts/slowest-tests-reporter.js'],
  },
});
