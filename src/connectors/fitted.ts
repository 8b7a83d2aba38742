import type { z } from 'zod';
import { good, type Outcome, problem } from './outcome.ts';

/** A field that does not fit: where it stands, and what was expected there; never the value that was there. */
export interface OddField {
  /** Such as "basicInfo.crmId" or "subscriptions.*.soldToContact"; `*` stands for a place in a list. */
  readonly field: string;
  /** Such as "expected string". */
  readonly detail: string;
}

export interface Fitted<T> {
  readonly outcome: Outcome<T>;
  /** Side fields that were left out. */
  readonly odd: readonly OddField[];
}

type Path = readonly PropertyKey[];

/**
 * The value in our shape, or where it does not fit. A field at or below one of the `side` paths never makes the whole
 * unreadable: it is left out, or where its record cannot do without it, the record is. All other fields decide.
 */
export function fitted<T>(schema: z.ZodType<T>, json: unknown, side: readonly string[] = []): Fitted<T> {
  const odd = new Map<string, OddField>();
  for (let rest = json; ; ) {
    const parsed = schema.safeParse(rest);
    if (parsed.success) return { outcome: good(parsed.data), odd: [...odd.values()] };
    const { issues } = parsed.error;
    const deciding = issues.find(({ path }) => depthOf(path, side) === null);
    if (deciding) return { outcome: misfit(deciding), odd: [] };
    if (odd.size === 0) rest = structuredClone(rest);
    // From the end, so that the places of earlier entries of a list stay the same.
    const removed = issues.toReversed().filter(({ path }) => remove(rest, path, depthOf(path, side) ?? 0));
    for (const issue of removed) {
      const field = nameOf(issue.path);
      if (!odd.has(field)) odd.set(field, { field, detail: expectation(issue) });
    }
    const [first] = issues;
    if (first && removed.length === 0) return { outcome: misfit(first), odd: [] };
  }
}

function misfit(issue: z.core.$ZodIssue): Outcome<never> {
  const path = issue.path.map(String).join('.') || 'answer';
  return problem('bad-shape', `${path}: ${expectation(issue)}`);
}

/** How many steps of the path the side path that it lies at or below takes up; null: it decides. */
function depthOf(path: Path, side: readonly string[]): number | null {
  const depths = side
    .map((each) => each.split('.'))
    .filter((steps) => steps.every((step, at) => (step === '*' ? at < path.length : step === path[at])))
    .map(({ length }) => length);
  return depths.length === 0 ? null : Math.min(...depths);
}

/** Takes out what stands at the path, or the nearest record around it that is not above `depth`. */
function remove(json: unknown, path: Path, depth: number): boolean {
  for (let length = path.length; length >= depth; length -= 1) {
    const holder = path.slice(0, length - 1).reduce<unknown>(childOf, json);
    const last = path[length - 1];
    if (last === undefined || childOf(holder, last) === undefined) continue;
    if (Array.isArray(holder)) holder.splice(Number(last), 1);
    else delete (holder as Record<PropertyKey, unknown>)[last];
    return true;
  }
  return false;
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
