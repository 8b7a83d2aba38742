import type { z } from 'zod';
import { good, type Outcome, problem } from './outcome.ts';

/** A field that does not match the schema. Carries its path and what was expected, never the value. */
export interface InvalidField {
  /** Path such as "basicInfo.crmId" or "subscriptions.*.soldToContact"; `*` stands for an index. */
  readonly field: string;
  /** Such as "expected string". */
  readonly detail: string;
}

export interface Validated<T> {
  readonly outcome: Outcome<T>;
  /** Optional fields that were removed because they were invalid. */
  readonly removed: readonly InvalidField[];
}

type Path = readonly PropertyKey[];

/**
 * Validates `json` against the schema. `optional` lists paths of fields that the caller can do without: when one of
 * them, or a field below it, is invalid, that field is removed and the rest is read. When its record requires the field,
 * the record is removed. Any other invalid field makes the answer unreadable (`bad-shape`).
 */
export function fitted<T>(
  schema: z.ZodType<T>,
  json: unknown,
  optional: readonly string[] = [],
): Validated<T> {
  const removed = new Map<string, InvalidField>();
  for (let rest = json; ; ) {
    const parsed = schema.safeParse(rest);
    if (parsed.success) return { outcome: good(parsed.data), removed: [...removed.values()] };
    const { issues } = parsed.error;
    const fatal = issues.find(({ path }) => optionalDepth(path, optional) === null);
    if (fatal) return { outcome: misfit(fatal), removed: [] };
    if (removed.size === 0) rest = structuredClone(rest);
    const found = removeInvalid(rest, issues, optional);
    const [first] = issues;
    if (first && found.length === 0) return { outcome: misfit(first), removed: [] };
    for (const { path, detail } of found) {
      const field = nameOf(path);
      if (!removed.has(field)) removed.set(field, { field, detail });
    }
  }
}

/** Removes what the issues name. Returns the issues that are settled by this. */
function removeInvalid(json: unknown, issues: readonly z.core.$ZodIssue[], optional: readonly string[]) {
  const removedPaths: Path[] = [];
  const settled: { readonly path: Path; readonly detail: string }[] = [];
  // Last issue first: removing an entry of a list moves only the entries behind it.
  for (const issue of issues.toReversed()) {
    const { path } = issue;
    const isGone = removedPaths.some((each) => each.every((step, at) => step === path[at]));
    const removedPath = isGone ? null : remove(json, path, optionalDepth(path, optional) ?? 0);
    if (removedPath) removedPaths.push(removedPath);
    if (isGone || removedPath) settled.push({ path, detail: expectation(issue) });
  }
  return settled;
}

function misfit(issue: z.core.$ZodIssue): Outcome<never> {
  const path = issue.path.map(String).join('.') || 'answer';
  return problem('bad-shape', `${path}: ${expectation(issue)}`);
}

/** Returns the length of the shortest optional path that contains `path`; null when none does. */
function optionalDepth(path: Path, optional: readonly string[]): number | null {
  const depths = optional
    .map((each) => each.split('.'))
    .filter((steps) => steps.every((step, at) => (step === '*' ? at < path.length : step === path[at])))
    .map(({ length }) => length);
  return depths.length === 0 ? null : Math.min(...depths);
}

/**
 * Removes the value at the path or, when nothing is there, its nearest parent that is at least `minDepth` steps deep.
 * Returns the path of what it removed; null when there was nothing to remove.
 */
function remove(json: unknown, path: Path, minDepth: number): Path | null {
  for (let length = path.length; length >= minDepth; length -= 1) {
    const parent = path.slice(0, length - 1).reduce<unknown>(childOf, json);
    const last = path[length - 1];
    if (last === undefined || childOf(parent, last) === undefined) continue;
    if (Array.isArray(parent)) parent.splice(Number(last), 1);
    else delete (parent as Record<PropertyKey, unknown>)[last];
    return path.slice(0, length);
  }
  return null;
}

function childOf(value: unknown, key: PropertyKey): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Record<PropertyKey, unknown>)[key]
    : undefined;
}

function nameOf(path: Path): string {
  return path.map((step) => (typeof step === 'number' ? '*' : String(step))).join('.');
}

function expectation(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type') return `expected ${issue.expected}`;
  if (issue.code === 'invalid_value') return 'expected one of the known values';
  if (issue.code === 'invalid_format') return `expected ${issue.format}`;
  return issue.code === 'custom' ? issue.message : issue.code;
}
