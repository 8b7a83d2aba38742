import { describeIssues } from './describe-issues.ts';
import { scrub } from './scrub.ts';

/** The errors whose messages are our own words alone. Any other message may quote customer data. */
const OURS: ReadonlySet<string> = new Set([
  'SeveralFound',
  'RetryLater',
  'NoAccess',
  'NotTaken',
  'ConfigProblems',
  'UnreadableRow',
  'IncompleteResponse',
  'UntrustedResponseUrl',
  'StoreFailed',
]);

const WORD = /^[\w.:-]{1,80}$/;
const FRAME = /^\s+at (?:.*\()?((?:file:\/\/|node:)?[\w@./+-]+:\d+)(?::\d+)?\)?$/;
const FRAMES = 8;
const CAUSES = 3;

/** An error as the log shows it: what it is and where, and what it says only when the words are ours. */
export function describeError(error: unknown, depth = 0): Record<string, unknown> {
  if (!(error instanceof Error)) return { name: typeof error };
  const {
    code,
    status,
    statusCode,
    system,
    kind,
    retryAfter,
    skewSeconds,
    unlogged,
    issues,
    data,
    original,
  } = error as Error & Unread;
  const cause = error.cause ?? original;

  return withoutGaps({
    name: word(error.name),
    code: word(code),
    status: word(statusCode ?? status),
    system: word(system),
    kind: word(kind),
    retryAfter: word(retryAfter),
    skewSeconds: word(skewSeconds),
    unlogged: word(unlogged || undefined),
    slack: word((data as Unread | null | undefined)?.['error']),
    issues: /^\$?ZodError$/.test(error.name) ? describeIssues(issues)?.map(scrub) : undefined,
    message: ownWords(error as Error & Unread),
    at: framesOf(error),
    cause: cause !== undefined && depth < CAUSES ? describeError(cause, depth + 1) : undefined,
  });
}

/** Fields that this or that library puts on its errors. */
type Unread = Readonly<Record<string, unknown>>;

function word(value: unknown): unknown {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string') return undefined;
  return WORD.test(value) ? scrub(value) : '[withheld]';
}

/** A sentence for a person marks the values that came from outside: those are left out. */
function ownWords(error: Error & Unread): string | undefined {
  if (OURS.has(error.name)) return scrub(error.message);
  if (error.name !== 'UserError' || !Array.isArray(error['sentence'])) return undefined;
  const pieces = error['sentence'] as readonly Partial<Record<'kind' | 'text', unknown>>[];
  return scrub(pieces.map(({ kind, text }) => (kind === 'text' ? String(text) : '…')).join(''));
}

/** `file:line` of the innermost calls. The message, which a stack begins with, is passed over. */
function framesOf(error: Error): readonly string[] {
  const stack = error.stack ?? '';
  const start = error.message ? stack.indexOf(error.message) : -1;
  return stack
    .slice(start < 0 ? 0 : start + error.message.length)
    .split('\n')
    .flatMap((line) => FRAME.exec(line)?.[1] ?? [])
    .slice(0, FRAMES)
    .map((frame) => scrub(placed(frame)));
}

/** The path from our own folders on; where the machine keeps them is of no use. */
function placed(frame: string): string {
  return (
    /(?:^|\/)((?:node_modules|src|dist|test|scripts)\/.*)$/.exec(frame)?.[1] ?? frame.replace(/^.*\//, '')
  );
}

function withoutGaps(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
