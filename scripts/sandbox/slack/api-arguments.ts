import type { Json } from './shape-checks.ts';
import { isObject } from './shape-checks.ts';
import { errorWithProblems } from './slack-error.ts';

/** Arguments that the Web API client sends as JSON inside a form. */
const JSON_ARGUMENTS = ['blocks', 'attachments', 'metadata', 'view'];

/** Reads the body of a call. JSON that cannot be read stays text, for the method to refuse. */
export function readArguments(body: string, contentType: string): Json {
  const given = contentType.includes('application/json')
    ? readJson(body)
    : Object.fromEntries(new URLSearchParams(body));
  if (!isObject(given)) return {};
  for (const key of JSON_ARGUMENTS) {
    const value = given[key];
    if (typeof value === 'string' && value !== '') given[key] = readJson(value);
  }
  return given;
}

/** A text that the method cannot do without. */
export function requireText(args: Json, name: string): string {
  const value = args[name];
  if (typeof value === 'string' && value !== '') return value;
  throw errorWithProblems('invalid_arguments', [`missing required field: ${name}`]);
}

/** True for true, `true` and `1`, since forms know no booleans. */
export function isTruthyArgument(value: unknown): boolean {
  return value === true || value === 'true' || value === '1' || value === 1;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
