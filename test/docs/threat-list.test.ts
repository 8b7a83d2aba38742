import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const document = readFileSync('docs/security.md', 'utf8');
const scripts = (JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> })
  .scripts;

const [threatSections = ''] = document.split('\n## Changes that no test notices');
const threats = threatSections
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| Threat'))
  .map((line) => line.split(' | '))
  .map(([threat = '', , tests = '']) => [threat.slice(2), tests] as const);

/** Every `file`: "name", "name" of a cell. */
function namedTests(cell: string): { file: string; names: string[] }[] {
  return [...cell.matchAll(/`(test\/[^`]+)`: ((?:"(?:[^"\\]|\\.)*"(?:, )?)+)/g)].map(
    ([, file = '', names = '']) => ({
      file,
      names: [...names.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, name = '']) => name.replaceAll('\\"', '"')),
    }),
  );
}

describe('The list of threats', () => {
  it('covers all groups of threats', () => {
    expect(threats.length).toBeGreaterThan(30);
  });

  it.each(threats)('names existing tests or commands: %s', (_, cell) => {
    const commands = [...cell.matchAll(/`npm run ([\w:-]+)/g)].map(([, name = '']) => name);
    const tests = namedTests(cell);

    expect(tests.length + commands.length).toBeGreaterThan(0);
    expect(cell.match(/`test\//g)?.length ?? 0).toBe(tests.length);
    expect(commands.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
    for (const { file, names } of tests) {
      expect(existsSync(file), file).toBe(true);
      const source = readFileSync(file, 'utf8').replaceAll(/^\s*\/\/.*$/gm, '');
      expect(source, file).not.toMatch(/\.(?:skip|skipIf|runIf|todo|fails|only)\b/);
      expect(
        names.filter((name) => !hasTest(source, name)),
        file,
      ).toEqual([]);
    }
  });
});

function hasTest(source: string, name: string): boolean {
  const titles = [...source.matchAll(/(?<=[\s(])(['"`])((?:(?!\1)[^\\\n]|\\.)+)\1,/g)].map(
    ([, , title = '']) => title.replaceAll(/\\(['"])/g, '$1'),
  );
  return titles.includes(name);
}
