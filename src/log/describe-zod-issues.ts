/** A field name of a schema. Anything else may be a key that a user chose, and is masked. */
const SCHEMA_FIELD = /^[a-z][A-Za-z_]{0,40}$/;
const MAX_ISSUES = 5;

/** The fields of a zod issue that are logged. Not its message, which may quote the value. */
interface ZodIssueFields {
  readonly code?: unknown;
  readonly path?: unknown;
  readonly expected?: unknown;
  readonly values?: unknown;
  readonly format?: unknown;
}

/**
 * Returns each mismatch as the path and what the schema expects there, such as `actions.0.action_id: expected string`,
 * without the value. Returns undefined when `issues` is not a list.
 */
export function describeZodIssues(issues: unknown): string[] | undefined {
  if (!Array.isArray(issues)) return undefined;
  return issues
    .slice(0, MAX_ISSUES)
    .map((issue: ZodIssueFields) => `${pathOf(issue)}: ${expectationOf(issue)}`);
}

function pathOf({ path }: ZodIssueFields): string {
  if (!Array.isArray(path) || path.length === 0) return '(root)';
  return path
    .map((part) => (typeof part === 'number' || SCHEMA_FIELD.test(String(part)) ? String(part) : '?'))
    .join('.');
}

/** Safe to log: expected types, values and formats come from the code. */
function expectationOf({ code, expected, values, format }: ZodIssueFields): string {
  if (typeof expected === 'string') return `expected ${expected}`;
  if (Array.isArray(values)) return `expected ${values.slice(0, MAX_ISSUES).map(String).join(' or ')}`;
  if (typeof format === 'string') return `expected ${format}`;
  return typeof code === 'string' ? code : 'mismatch';
}
