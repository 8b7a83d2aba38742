import { defineConfig } from 'vitest/config';

/** The tests that `scripts/mutation-test.ts` names, and nothing else. */
export default defineConfig({
  test: {
    include: (process.env['MUTATION_TESTS'] ?? '').split(','),
    // Measuring the coverage slows them down, and the first failing run would end the whole.
    testTimeout: 60_000,
  },
});
