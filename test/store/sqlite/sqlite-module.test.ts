import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadSqliteModule } from '../../../src/store/sqlite/sqlite-module.ts';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

describe('the SQLite module', () => {
  it("is Node's where it is complete, otherwise the package's", async () => {
    const nodeHasIt = major > 22 || (major === 22 && minor >= 16);
    const expected = nodeHasIt ? await import('node:sqlite') : await import('@photostructure/sqlite');

    expect((await loadSqliteModule()).DatabaseSync).toBe(expected.DatabaseSync);
  });

  it('is an optional dependency', () => {
    const { dependencies, optionalDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      dependencies: Record<string, string>;
      optionalDependencies: Record<string, string>;
    };

    expect(dependencies).not.toHaveProperty(['@photostructure/sqlite']);
    expect(optionalDependencies).toHaveProperty(['@photostructure/sqlite']);
  });
});
