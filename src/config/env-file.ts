import { readFileSync } from 'node:fs';

/** The content of an environment file. Problems and warnings never quote a key or a value, because either may be a secret. */
export interface EnvFile {
  readonly values: Readonly<Record<string, string>>;
  /** Lines that are not valid, one sentence each. */
  readonly problems: readonly string[];
  /** Lines that are valid but may be misread, one sentence each. */
  readonly warnings: readonly string[];
}

const LINE_PATTERN = /^\s*(?:export\s+)?([^=]*?)\s*=\s*(.*?)\s*$/s;
const KEY_PATTERN = /^[A-Z0-9_]+$/;
const QUOTED_VALUE_PATTERN = /^(["'`])(.*?)\1\s*(?:#.*)?$/s;
/** Variables that Node reads at startup, before this file is read. */
const NODE_STARTUP_VARIABLES = ['NODE_EXTRA_CA_CERTS', 'NODE_OPTIONS'];

type ParsedLine =
  | { readonly key: string; readonly value: string; readonly isCut: boolean }
  | { readonly fault: string };

/**
 * Parses `KEY=value` lines. Every line is a comment, blank, a setting, or a problem. Node 20's own parser merges a
 * whitespace-only line or an indented comment into the next key, and the parsers of Node and dotenv skip invalid lines, so
 * that a setting is lost silently. A value ends at the end of its line, or at a `#` outside quotes.
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
    const location = `.env, line ${index + 1}`;
    const parsed = parseLine(line);
    if ('fault' in parsed) {
      problems.push(`${location}: ${parsed.fault}`);
      continue;
    }
    const earlierLine = lineOf.get(parsed.key);
    if (earlierLine !== undefined)
      problems.push(`${location}: repeats the key of line ${earlierLine}. Keep one of the two.`);
    if (parsed.isCut)
      warnings.push(
        `${location}: the value ends before the #. Put the value in quotes if the # is part of it.`,
      );
    lineOf.set(parsed.key, index + 1);
    values[parsed.key] = parsed.value;
  }
  return { values, problems, warnings };
}

function parseLine(line: string): ParsedLine {
  const [, key, rawValue = ''] = LINE_PATTERN.exec(line) ?? [];
  if (key === undefined) return { fault: 'is neither a comment nor KEY=value.' };
  if (!KEY_PATTERN.test(key)) return { fault: 'has a key with other characters than A to Z, 0 to 9 and _.' };
  if (NODE_STARTUP_VARIABLES.includes(key))
    return { fault: `sets ${key}, which Node reads before this file. Set it in the environment.` };
  if (/^["'`]/.test(rawValue)) {
    const quoted = QUOTED_VALUE_PATTERN.exec(rawValue);
    return quoted
      ? { key, value: quoted[2] ?? '', isCut: false }
      : { fault: 'has an opening quote without a closing quote at the end of the value.' };
  }
  const value = rawValue.replace(/#.*$/s, '').trimEnd();
  return { key, value, isCut: rawValue.includes('#') };
}

/**
 * Adds the file's settings to `env`. A variable that already has a non-empty value keeps it. When the file has problems,
 * returns them and adds nothing. A missing file counts as empty.
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
