/** A field of a schema, such as `view.callback_id`; keys that a person chose do not look like this. */
const FIELD = /^[a-z][A-Za-z_]{0,40}$/;
const MOST = 5;

/** A zod issue, as far as it is read. Its message is not: it may quote what was there. */
interface Issue {
  readonly code?: unknown;
  readonly path?: unknown;
  readonly expected?: unknown;
  readonly values?: unknown;
  readonly format?: unknown;
}

/**
 * What did not fit a schema, such as `actions.0.action_id: expected string`: where, and what was expected there, never
 * what was there. Undefined for what carries no issues.
 */
export function describeIssues(issues: unknown): string[] | undefined {
  if (!Array.isArray(issues)) return undefined;
  return issues.slice(0, MOST).map((issue: Issue) => `${placeOf(issue)}: ${expectation(issue)}`);
}

function placeOf({ path }: Issue): string {
  if (!Array.isArray(path) || path.length === 0) return 'the whole';
  return path
    .map((part) => (typeof part === 'number' || FIELD.test(String(part)) ? String(part) : '?'))
    .join('.');
}

/** The words of a schema are ours: they are in the code. */
function expectation({ code, expected, values, format }: Issue): string {
  if (typeof expected === 'string') return `expected ${expected}`;
  if (Array.isArray(values)) return `expected ${values.slice(0, MOST).map(String).join(' or ')}`;
  if (typeof format === 'string') return `expected ${format}`;
  return typeof code === 'string' ? code : 'does not fit';
}
