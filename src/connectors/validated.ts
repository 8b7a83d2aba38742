import type { z } from 'zod';
import { problem, success, type UpstreamResult } from './upstream-result.ts';

/** A field that does not match the schema: its path and what was expected, never its value. */
export interface InvalidField {
  /** Path such as "basicInfo.crmId" or "subscriptions.*.soldToContact"; `*` stands for an index. */
  readonly field: string;
  /** What was expected, such as "expected string". */
  readonly detail: string;
}

export interface ValidationResult<T> {
  readonly result: UpstreamResult<T>;
  /** Optional fields that were removed because they were invalid. */
  readonly removedFields: readonly InvalidField[];
}

type Path = readonly PropertyKey[];

/**
 * Validates `json` against the schema. `optionalFields` lists paths of fields that may be invalid: such a field, or one below
 * it, is removed and the rest is validated again. If its record requires the field, the record is removed. Any other invalid
 * field results in the problem `invalid-response`.
 */
export function validated<T>(
  schema: z.ZodType<T>,
  json: unknown,
  optionalFields: readonly string[] = [],
): ValidationResult<T> {
  const removed = new Map<string, InvalidField>();
  for (let remaining = json; ; ) {
    const parsed = schema.safeParse(remaining);
    if (parsed.success) return { result: success(parsed.data), removedFields: [...removed.values()] };
    const { issues } = parsed.error;
    const requiredIssue = issues.find(({ path }) => optionalDepth(path, optionalFields) === null);
    if (requiredIssue) return { result: invalidResponse(requiredIssue), removedFields: [] };
    if (removed.size === 0) remaining = structuredClone(remaining);
    const resolved = removeInvalidFields(remaining, issues, optionalFields);
    const [first] = issues;
    if (first && resolved.length === 0) return { result: invalidResponse(first), removedFields: [] };
    for (const { path, detail } of resolved) {
      const field = fieldPathOf(path);
      if (!removed.has(field)) removed.set(field, { field, detail });
    }
  }
}

/** Removes the fields that the issues name. Returns the issues that this resolves. */
function removeInvalidFields(
  json: unknown,
  issues: readonly z.core.$ZodIssue[],
  optionalFields: readonly string[],
) {
  const removedPaths: Path[] = [];
  const resolved: { readonly path: Path; readonly detail: string }[] = [];
  // Starts with the last issue, because removing a list entry shifts the entries after it.
  for (const issue of issues.toReversed()) {
    const { path } = issue;
    const isAlreadyRemoved = removedPaths.some((removedParent) =>
      removedParent.every((step, index) => step === path[index]),
    );
    const removedPath = isAlreadyRemoved
      ? null
      : removeAtPath(json, path, optionalDepth(path, optionalFields) ?? 0);
    if (removedPath) removedPaths.push(removedPath);
    if (isAlreadyRemoved || removedPath) resolved.push({ path, detail: describeExpectation(issue) });
  }
  return resolved;
}

function invalidResponse(issue: z.core.$ZodIssue): UpstreamResult<never> {
  const path = issue.path.map(String).join('.') || 'response';
  return problem('invalid-response', `${path}: ${describeExpectation(issue)}`);
}

/** Returns the length of the shortest optional path that contains `path`; null when none does. */
function optionalDepth(path: Path, optionalFields: readonly string[]): number | null {
  const depths = optionalFields
    .map((fieldPath) => fieldPath.split('.'))
    .filter((steps) =>
      steps.every((step, index) => (step === '*' ? index < path.length : step === path[index])),
    )
    .map(({ length }) => length);
  return depths.length === 0 ? null : Math.min(...depths);
}

/**
 * Removes the value at the path or, if it does not exist, its nearest parent that is at least `minDepth` steps deep.
 * Returns the path of the removed value; null when nothing was removed.
 */
function removeAtPath(json: unknown, path: Path, minDepth: number): Path | null {
  for (let length = path.length; length >= minDepth; length -= 1) {
    const parent = path.slice(0, length - 1).reduce<unknown>(childValue, json);
    const last = path[length - 1];
    if (last === undefined || childValue(parent, last) === undefined) continue;
    if (Array.isArray(parent)) parent.splice(Number(last), 1);
    else delete (parent as Record<PropertyKey, unknown>)[last];
    return path.slice(0, length);
  }
  return null;
}

function childValue(value: unknown, key: PropertyKey): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Record<PropertyKey, unknown>)[key]
    : undefined;
}

function fieldPathOf(path: Path): string {
  return path.map((step) => (typeof step === 'number' ? '*' : String(step))).join('.');
}

function describeExpectation(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type') return `expected ${issue.expected}`;
  if (issue.code === 'invalid_value') return 'expected one of the known values';
  if (issue.code === 'invalid_format') return `expected ${issue.format}`;
  return issue.code === 'custom' ? issue.message : issue.code;
}
