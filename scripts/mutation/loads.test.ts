import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const TEST_FILES = (process.env['MUTATION_TESTS'] ?? '')
  .split(',')
  .filter((file) => !file.startsWith('scripts/'));
const IMPORT = /\sfrom '(\.[^']+)'/g;

/** Stryker doesn't count a test file that cannot be loaded as a failed test, so this test loads the imports of all test files. */
describe('the imports of the tests', () => {
  it.each(TEST_FILES)('load: %s', async (file) => {
    const paths = [...readFileSync(file, 'utf8').matchAll(IMPORT)].map(([, path = '']) =>
      resolve(dirname(file), path),
    );
    for (const path of paths) expect(await import(path)).toBeDefined();
  });
});
