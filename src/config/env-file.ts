import { readFileSync } from 'node:fs';

/** What an environment file says. No sentence repeats a key or a value: either may be a secret gone astray. */
export interface EnvFile {
  readonly values: Readonly<Record<string, string>>;
  /** Lines that cannot be read as meant, one sentence each. */
  readonly problems: readonly string[];
  /** Lines that may not be read as meant. */
  readonly warnings: readonly string[];
}

const LINE = /^\s*(?:export\s+)?([^=]*?)\s*=\s*(.*?)\s*$/s;
const KEY = /^[A-Z0-9_]+$/;
const QUOTED = /^(["'`])(.*?)\1\s*(?:#.*)?$/s;
/** Node reads these before any file of ours is read. */
const TOO_LATE = ['NODE_EXTRA_CA_CERTS', 'NODE_OPTIONS'];

type Read =
  | { readonly key: string; readonly value: string; readonly isCut: boolean }
  | { readonly fault: string };

/**
 * Reads `KEY=value` lines. Node 20's parser glues a blank-looking line or an indented comment to the next key, and
 * the parsers of Node and of dotenv skip a line that they do not understand, so that a setting vanishes unseen: here
 * every line is a comment, blank, a setting, or a problem. A value ends on its line; `#` outside quotes ends it.
 */
export function parseEnvFile(text: string): EnvFile {
  if (text.includes('\0'))
    return { values: {}, problems: ['.env is not UTF-8 text: save it as UTF-8.'], warnings: [] };
  const lineOf = new Map<string, number>();
  const values: Record<string, string> = {};
  const problems: string[] = [];
  const warnings: string[] = [];
  for (const [index, line] of text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .entries()) {
    if (/^\s*(#|$)/.test(line)) continue;
    const at = `.env, line ${index + 1}`;
    const read = readLine(line);
    if ('fault' in read) {
      problems.push(`${at}: ${read.fault}`);
      continue;
    }
    const earlier = lineOf.get(read.key);
    if (earlier !== undefined)
      problems.push(`${at}: sets what line ${earlier} sets already; keep one of the two.`);
    if (read.isCut)
      warnings.push(`${at}: the value ends before the #. Put it in quotes if the # is part of it.`);
    lineOf.set(read.key, index + 1);
    values[read.key] = read.value;
  }
  return { values, problems, warnings };
}

function readLine(line: string): Read {
  const [, key, given = ''] = LINE.exec(line) ?? [];
  if (key === undefined) return { fault: 'is neither a comment nor KEY=value.' };
  if (!KEY.test(key)) return { fault: 'has a key that is not of the letters A to Z, digits and _ alone.' };
  if (TOO_LATE.includes(key))
    return { fault: `sets ${key}, which Node reads before this file. Set it in the environment.` };
  if (/^["'`]/.test(given)) {
    const quoted = QUOTED.exec(given);
    return quoted
      ? { key, value: quoted[2] ?? '', isCut: false }
      : { fault: 'has a quote that is not closed at the end of its value.' };
  }
  const value = given.replace(/#.*$/s, '').trimEnd();
  return { key, value, isCut: given.includes('#') };
}

/**
 * Adds what the file sets to the environment, which wins; there, an empty value counts as not set. Returns what is
 * wrong with the file, and adds nothing then. A missing file sets nothing.
 */
export function loadEnvFile(
  file: string,
  env: Record<string, string | undefined>,
): Pick<EnvFile, 'problems' | 'warnings'> {
  const read = readEnvFile(file);
  if (read.problems.length > 0) return read;
  for (const [key, value] of Object.entries(read.values)) if (!env[key]?.trim()) env[key] = value;
  return read;
}

function readEnvFile(file: string): EnvFile {
  try {
    return parseEnvFile(readFileSync(file, 'utf8'));
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    const problems = code === 'ENOENT' ? [] : [`.env cannot be read (${code}).`];
    return { values: {}, problems, warnings: [] };
  }
}
