import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Sources, TOP_LEVEL, unexpectedTopLevelNames, violationsIn } from './architecture/checker.ts';
import { namesExportedTwice } from './architecture/exported-names.ts';
import { importCycles } from './architecture/import-cycles.ts';

/** Reads the text files below our folders and at the top. */
function readRepository(): Sources {
  const folders = ['src', 'test', 'scripts', 'docs', '.ci'].filter((folder) => existsSync(folder));
  const below = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => posix.join(entry.parentPath, entry.name)),
  );
  const top = TOP_LEVEL.filter(
    (name) => /\.(md|ya?ml|json|example)$|^Dockerfile$/.test(name) && existsSync(name),
  );
  return Object.fromEntries([...below, ...top].map((path) => [path, readFileSync(path, 'utf8')]));
}

function sourcesBelow(sources: Sources, folders: readonly string[]): Sources {
  return Object.fromEntries(
    Object.entries(sources).filter(
      ([path]) => /\.(ts|js)$/.test(path) && folders.some((folder) => path.startsWith(folder)),
    ),
  );
}

describe('the repository', () => {
  const sources = readRepository();

  it('keeps to the import table, and to the rules about names, time and settings', () => {
    expect(violationsIn(sources)).toEqual([]);
  });

  it('has no import cycle in src and the sandbox', () => {
    const code = sourcesBelow(sources, ['src/', 'scripts/sandbox/']);

    expect(importCycles(code)).toEqual([]);
  });

  it('exports each name of src from one file only', () => {
    expect(namesExportedTwice(sourcesBelow(sources, ['src/']))).toEqual({});
  });

  it('is read completely', () => {
    expect(Object.keys(sources)).toEqual(
      expect.arrayContaining(['src/ports/ports.ts', 'src/domain/connector-result.ts', 'package.json']),
    );
  });

  it('has no unexpected file at the top', () => {
    expect(unexpectedTopLevelNames(readdirSync('.'), readFileSync('.gitignore', 'utf8'))).toEqual([]);
  });
});

describe('the checker', () => {
  it.each([
    ['src/usecases/x.ts', "import { a } from '../ports/ports.ts';"],
    ['src/usecases/x.ts', "import { a } from './y.ts'; import { b } from '../words/y.ts';"],
    ['src/connectors/zuora/x.ts', "import { a } from '../http.ts'; import { z } from 'zod';"],
    ['src/connectors/zuora/x.ts', "import { a } from './schema.ts'; import { b } from 'node:timers';"],
    ['src/slack/rendering/x.ts', "import { a } from '../ids.ts'; import type { b } from '@slack/types';"],
    ['src/slack/x.ts', "import { z } from 'zod/mini';"],
    [
      'src/policy/select-scenario.ts',
      "import { a } from './table.ts'; import b from '../domain/scenario.ts';",
    ],
    ['src/config.ts', 'const a = process.env;'],
    ['src/log.ts', "import { a } from './log/scrub.ts';"],
    ['src/main.ts', "import { a } from './app.ts'; import b from 'undici'; process.exit(1);"],
    ['src/domain/x.ts', 'const a = new Date(0); const b = Date.parse(text); const now = at; // new Date()'],
    ['src/store/x.ts', 'const a = new Date(); const environment = "process.env";'],
    ['src/app.ts', "import a from '../package.json' with { type: 'json' };"],
    ['scripts/sandbox/main.ts', 'const a = process.env; import b from "../../src/app.ts";'],
  ])('lets %s contain: %s', (path, source) => {
    expect(violationsIn({ [path]: source })).toEqual([]);
  });

  it.each([
    ['src/domain/x.ts', "import { a } from '../ports/ports.ts';"],
    ['src/domain/x.ts', "import type { a } from '../words/y.ts';"],
    ['src/domain/x.ts', "import { z } from 'zod';"],
    ['src/domain/x.ts', "import { a } from 'node:crypto';"],
    ['src/words/x.ts', "import { a } from '../slack/block-kit/mrkdwn.ts';"],
    ['src/policy/x.ts', "import { a } from '../words/y.ts';"],
    ['src/policy/select-scenario.ts', "import a from 'node:fs';"],
    ['src/policy/select-scenario.ts', 'await import(file);'],
    ['src/usecases/x.ts', "import { a } from '../connectors/http.ts';"],
    ['src/usecases/x.ts', "export { a } from '../slack/ids.ts';"],
    ['src/usecases/x.ts', "export * from '../store/sqlite.ts';"],
    ['src/usecases/x.ts', "const a = await import('../store/sqlite.ts');"],
    ['src/usecases/x.ts', "const a = require('../store/sqlite.ts');"],
    ['src/usecases/x.ts', "let a: import('../store/sqlite.ts').Store;"],
    ['src/usecases/x.ts', "import type { Log } from '../log.ts';"],
    ['src/usecases/x.ts', 'await import(file);'],
    ['src/connectors/zuora/x.ts', "import { a } from '../zendesk/client.ts';"],
    ['src/connectors/http.ts', "import { a } from './zuora/client.ts';"],
    ['src/connectors/zuora/x.ts', "import { a } from '@slack/web-api';"],
    ['src/store/x.ts', "import { a } from '../config.ts';"],
    ['src/store/x.ts', "import { a } from 'pg-native';"],
    ['src/slack/x.ts', "import { a } from '../connectors/http.ts';"],
    ['src/slack/x.ts', "import { a } from '../policy/select-scenario.ts';"],
    ['src/slack/x.ts', "import { a } from 'zodiac';"],
    ['src/jobs/x.ts', "import { a } from '../domain/case.ts';"],
    ['src/ports/store.ts', "import { a } from '../errors.ts';"],
    ['src/config.ts', "import { a } from './ports/ports.ts';"],
    ['src/metrics.ts', "import { a } from 'pino';"],
    ['src/app.ts', "import { a } from './main.ts';"],
    ['src/usecases/x.ts', "import a from '../../package.json' with { type: 'json' };"],
    ['src/store/x.ts', "import { a } from '../app.ts';"],
    ['src/app.ts', "import { a } from '../scripts/sandbox/main.ts';"],
    ['src/app.ts', "import { a } from './builders/fake-ports.ts';"],
    ['src/app.ts', "import { a } from './domain/case.js';"],
    ['src/app.ts', "import { a } from 'fs';"],
    ['src/cellar/x.ts', 'export const a = 1;'],
    ['src/constructor/x.ts', 'export const a = 1;'],
    ['src/helpers.ts', 'export const a = 1;'],
    ['src/app.ts', 'const a = process.env.PORT;'],
    ['src/app.ts', "const a = process['env'];"],
    ['src/app.ts', 'const { env } = process;'],
    ['src/app.ts', 'const a = globalThis.process.env;'],
    ['src/app.ts', "import { env } from 'node:process';"],
    ['src/config/x.ts', 'const a = process.env;'],
    ['src/domain/x.ts', 'const a = new Date();'],
    ['src/domain/x.ts', 'const a = Date();'],
    ['src/words/x.ts', 'const a = Date.now();'],
    ['src/usecases/x.ts', 'const a = Math.random();'],
    ['src/usecases/x.ts', 'const now = Date.now;'],
    ['src/usecases/x.ts', 'const a = crypto.randomUUID();'],
    ['test/lib/x.ts', ''],
    ['scripts/common.ts', ''],
    ['src/slack/services/x.ts', ''],
    ['README.md', `Get it from ${['registry', 'example', 'org'].join('.')}.`],
  ])('reports %s that contains: %s', (path, source) => {
    expect(violationsIn({ [path]: source })).not.toEqual([]);
  });

  it('finds unexpected names at the top', () => {
    const names = ['src', 'jest.config.js', 'node_modules', 'npm-debug.log', '.npmrc', 'dist', 'distillery'];

    expect(unexpectedTopLevelNames(names, 'node_modules/\ndist/\n*.log\n')).toEqual([
      'jest.config.js',
      '.npmrc',
      'distillery',
    ]);
  });
});

describe('the search for import cycles', () => {
  it('finds a cycle of type-only imports, dynamic imports and re-exports', () => {
    const sources = {
      'src/a.ts': "import type { B } from './b.ts';",
      'src/b.ts': "export { c } from './x/c.ts'; import './d.ts';",
      'src/x/c.ts': "const a = await import('../a.ts');",
      'src/d.ts': '',
    };

    expect(importCycles(sources)).toEqual([['src/a.ts', 'src/b.ts', 'src/x/c.ts']]);
  });

  it('finds a file that imports itself', () => {
    expect(importCycles({ 'src/a.ts': "import { a } from './a.ts';" })).toEqual([['src/a.ts']]);
  });

  it('does not report a file that is reached in two ways', () => {
    const sources = {
      'src/a.ts': "import './b.ts'; import './c.ts';",
      'src/b.ts': "import './d.ts';",
      'src/c.ts': "import './d.ts'; import './b.ts';",
      'src/d.ts': '',
    };

    expect(importCycles(sources)).toEqual([]);
  });
});

describe('the search for names exported twice', () => {
  it('names the files of a type, a function and a constant', () => {
    const sources = {
      'src/a.ts': 'export interface Preview {} export function say() {} export const MOST = 1, LEAST = 0;',
      'src/b.ts': 'export type Preview = 1; export class say {}; export const MOST = 2; const LEAST = 3;',
    };
    const both = ['src/a.ts', 'src/b.ts'];

    expect(namesExportedTwice(sources)).toEqual({ MOST: both, Preview: both, say: both });
  });

  it('accepts a schema and its type in one file, and a re-export', () => {
    const sources = {
      'src/a.ts': 'export const Note = schema; export type Note = Infer<typeof Note>;',
      'src/b.ts': "export { Note } from './a.ts';",
    };

    expect(namesExportedTwice(sources)).toEqual({});
  });
});
