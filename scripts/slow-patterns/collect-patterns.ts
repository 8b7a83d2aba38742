import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parse } from '@swc/core';

const SOURCES = fileURLToPath(new URL('../../src/', import.meta.url));
/** Modules that start something when they are imported. */
const ENTRY_POINTS = ['main.ts', 'doctor.ts', 'command.ts'];

/** A regular expression of the product and a file that uses it. */
export interface ProductPattern {
  readonly pattern: RegExp;
  readonly file: string;
}

/**
 * Returns every regular expression of `src`: the literals, and those that are built while the modules load or a text is
 * redacted.
 */
export async function collectPatterns(): Promise<ProductPattern[]> {
  const found = new Map<string, ProductPattern>();
  const add = (pattern: RegExp, file: string) => {
    if (!found.has(String(pattern))) found.set(String(pattern), { pattern, file });
  };
  const files = (await readdir(SOURCES, { recursive: true })).filter(
    (file) => file.endsWith('.ts') && !ENTRY_POINTS.includes(file),
  );
  for (const file of files) {
    const source = await readFile(join(SOURCES, file), 'utf8');
    for (const pattern of await literalsIn(source)) add(pattern, file);
  }
  const original = globalThis.RegExp;
  globalThis.RegExp = new Proxy(original, {
    construct(target, given: [string, string?]) {
      const pattern = new target(...given);
      const file = callerInSources();
      if (file !== undefined) add(pattern, file);
      return pattern;
    },
  });
  for (const file of files) await import(pathToFileURL(join(SOURCES, file)).href);
  // Builds patterns for its hosts. Imported here, because a module that was loaded before has already built its patterns.
  const { redact } = await import('../../src/domain/redact.ts');
  redact('text', { maxLength: 500, refusedHosts: ['federal-support.gitlab.com'], ownIds: [] });
  globalThis.RegExp = original;
  return [...found.values()];
}

/** Returns the file of `src` that called the function which calls this one; undefined when a package did. */
function callerInSources(): string | undefined {
  const caller = new Error().stack?.split('\n')[3] ?? '';
  const at = caller.indexOf(SOURCES);
  return at === -1 ? undefined : /^[^:]*/.exec(caller.slice(at + SOURCES.length))?.[0];
}

async function literalsIn(source: string): Promise<RegExp[]> {
  const patterns: RegExp[] = [];
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    const { type, pattern, flags } = value as { type?: unknown; pattern?: unknown; flags?: unknown };
    if (type === 'RegExpLiteral') patterns.push(new RegExp(String(pattern), String(flags)));
    Object.values(value).forEach(visit);
  };
  visit(await parse(source, { syntax: 'typescript', target: 'es2022' }));
  return patterns;
}
