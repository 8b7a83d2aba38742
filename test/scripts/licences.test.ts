import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type LockFile, licenceProblems } from '../../scripts/dependencies/licences.ts';

function problemsOf(license: string | undefined, dev = false): string[] {
  return licenceProblems({ packages: { 'node_modules/a': { ...(license ? { license } : {}), dev } } });
}

describe('The check of licences', () => {
  it.each(['MIT', 'ISC', 'MIT OR GPL-3.0', '(GPL-3.0 OR Apache-2.0)', 'Apache-2.0 AND MIT'])(
    'accepts %s',
    (license) => {
      expect(problemsOf(license)).toEqual([]);
    },
  );

  it.each(['GPL-3.0', 'MIT AND GPL-3.0', 'GPL-2.0 OR GPL-3.0', 'MPL-2.0', 'SEE LICENSE IN LICENSE'])(
    'refuses %s',
    (license) => {
      expect(problemsOf(license)).toEqual([`a: licence ${license}`]);
    },
  );

  it('refuses a package without a licence', () => {
    expect(problemsOf(undefined)).toEqual(['a: licence unknown']);
  });

  it('accepts MPL-2.0 for what is not distributed', () => {
    expect(problemsOf('MPL-2.0', true)).toEqual([]);
    expect(problemsOf('GPL-3.0', true)).toHaveLength(1);
  });

  it('accepts every package of the lock file', () => {
    expect(licenceProblems(JSON.parse(readFileSync('package-lock.json', 'utf8')) as LockFile)).toEqual([]);
  });
});
