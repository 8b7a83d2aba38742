import { defineConfig } from 'vitest/config';

/** The tests that `scripts/mutation-test.ts` names, and nothing else. */
export default defineConfig({
  test: {
    include: (process.env['MUTATION_TESTS'] ?? '').split(','),
    // Measuring the coverage slows the tests down, and a failure in the first run would end the mutation test.
    testTimeout: 60_000,
  },
});
