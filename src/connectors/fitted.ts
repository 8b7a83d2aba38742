import type { z } from 'zod';
import { good, type Outcome, problem } from './outcome.ts';

/** The value in our shape, or where it does not fit: path and expectation, never the value that was there. */
export function fitted<T>(schema: z.ZodType<T>, json: unknown): Outcome<T> {
  const parsed = schema.safeParse(json);
  if (parsed.success) return good(parsed.data);
  const issue = parsed.error.issues[0];
  const path = issue?.path.map(String).join('.') || 'answer';
  return problem('bad-shape', `${path}: ${issue ? expectation(issue) : 'does not fit'}`);
}

function expectation(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type') return `expected ${issue.expected}`;
  if (issue.code === 'invalid_value') return 'expected one of the known values';
  if (issue.code === 'invalid_format') return `expected ${issue.format}`;
  return issue.code === 'custom' ? issue.message : issue.code;
}
