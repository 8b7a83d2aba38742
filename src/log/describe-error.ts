import { describeZodIssues } from './describe-zod-issues.ts';
import { scrub } from './scrub.ts';

/** Names of errors whose messages are written by us. Any other message may quote customer data. */
const ERRORS_WITH_SAFE_MESSAGE: ReadonlySet<string> = new Set([
  'ChoiceRequiredError',
  'RetryLater',
  'SlackAuthError',
  'PermanentSlackError',
  'ConfigError',
  'UnreadableRow',
  'IncompleteResponse',
  'UntrustedResponseUrl',
  'StoreError',
]);

const SAFE_WORD = /^[\w.:-]{1,80}$/;
const STACK_FRAME = /^\s+at (?:.*\()?((?:file:\/\/|node:)?[\w@./+-]+:\d+)(?::\d+)?\)?$/;
const MAX_FRAMES = 8;
const MAX_CAUSES = 3;

/** Returns the loggable parts of an error: name, codes, stack frames, and the message if it cannot contain customer data. */
export function describeError(error: unknown, depth = 0): Record<string, unknown> {
  if (!(error instanceof Error)) return { name: typeof error };
  const {
    code,
    port,
    status,
    statusCode,
    system,
    kind,
    retryAfter,
    skewSeconds,
    suppressedCount,
    issues,
    data,
    original,
  } = error as Error & ErrorFields;
  const cause = error.cause ?? original;

  return withoutUndefined({
    name: safeWord(error.name),
    code: safeWord(code),
    // Such as the port that EADDRINUSE is about.
    port: safeWord(port),
    status: safeWord(statusCode ?? status),
    system: safeWord(system),
    kind: safeWord(kind),
    retryAfter: safeWord(retryAfter),
    skewSeconds: safeWord(skewSeconds),
    unlogged: safeWord(suppressedCount || undefined),
    slack: safeWord((data as ErrorFields | null | undefined)?.['error']),
    issues: /^\$?ZodError$/.test(error.name) ? describeZodIssues(issues)?.map(scrub) : undefined,
    message: safeMessage(error as Error & ErrorFields),
    at: stackFrames(error),
    cause: cause !== undefined && depth < MAX_CAUSES ? describeError(cause, depth + 1) : undefined,
  });
}

/** Additional fields of libraries' errors. */
type ErrorFields = Readonly<Record<string, unknown>>;

function safeWord(value: unknown): unknown {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string') return undefined;
  return SAFE_WORD.test(value) ? scrub(value) : '[withheld]';
}

/** Returns the message if it is safe to log. Of a `UserError`, values from outside are replaced by "…". */
function safeMessage(error: Error & ErrorFields): string | undefined {
  if (ERRORS_WITH_SAFE_MESSAGE.has(error.name)) return scrub(error.message);
  if (error.name !== 'UserError' || !Array.isArray(error['sentence'])) return undefined;
  const pieces = error['sentence'] as readonly Partial<Record<'kind' | 'text', unknown>>[];
  return scrub(pieces.map(({ kind, text }) => (kind === 'text' ? String(text) : '…')).join(''));
}

/** Returns `file:line` of the innermost calls. Skips the message at the start of the stack, which may quote customer data. */
function stackFrames(error: Error): readonly string[] {
  const stack = error.stack ?? '';
  const start = error.message ? stack.indexOf(error.message) : -1;
  return stack
    .slice(start < 0 ? 0 : start + error.message.length)
    .split('\n')
    .flatMap((line) => STACK_FRAME.exec(line)?.[1] ?? [])
    .slice(0, MAX_FRAMES)
    .map((frame) => scrub(projectPath(frame)));
}

/** Returns the path relative to the project, or the file name alone for other files. */
function projectPath(frame: string): string {
  return (
    /(?:^|\/)((?:node_modules|src|dist|test|scripts)\/.*)$/s.exec(frame)?.[1] ?? frame.replace(/^.*\//, '')
  );
}

function withoutUndefined(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
