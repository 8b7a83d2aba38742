import { defineConfig } from 'vitest/config';

/** The tests that `scripts/mutation-test.ts` names, and nothing else. */
export default defineConfig({ test: { include: (process.env['MUTATION_TESTS'] ?? '').split(',') } });
