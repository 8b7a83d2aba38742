import type { RowSource } from '../errors.ts';
import { UnreadableRow } from '../errors.ts';

/** Thrown while a stored row is read. The message is the reason, such as "invalid-timestamp". */
export class InvalidStoredValue extends Error {
  override readonly name = 'InvalidStoredValue';
}

/** Parses a column that holds a JSON object. Throws when it holds anything else. */
export function parseStoredObject(text: string | null): Record<string, unknown> {
  const value: unknown = JSON.parse(text ?? 'null');
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new InvalidStoredValue('not-an-object');
  return value as Record<string, unknown>;
}

/** Returns a stored timestamp. Throws when it is not ISO 8601. */
export function parseStoredTimestamp(text: string): string {
  if (Number.isNaN(Date.parse(text))) throw new InvalidStoredValue('invalid-timestamp');
  return text;
}

/** Returns a stored literal. Throws when it is not one of those allowed. */
export function parseStoredLiteral<T extends string>(allowed: readonly T[], value: string): T {
  const found = allowed.find((one) => one === value);
  if (found === undefined) throw new InvalidStoredValue('unknown-kind');
  return found;
}

/** Reads one row. Throws `UnreadableRow` with a reason of our own: the message of a parser would quote the row. */
export function readRow<T>(source: RowSource, key: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof UnreadableRow ? error : new UnreadableRow(source, key, unreadableReason(error));
  }
}

/** Compares names, because an error may come from another realm. */
function unreadableReason(error: unknown): string {
  const { name, message } = error as { readonly name?: unknown; readonly message?: unknown };
  if (name === 'InvalidStoredValue') return String(message);
  return name === 'SyntaxError' ? 'invalid-json' : 'invalid-shape';
}

export interface ReadRows<T> {
  readonly read: readonly T[];
  readonly unreadable: readonly UnreadableRow[];
}

/** Reads every row and collects those that cannot be read. */
export function readRows<R, T>(rows: readonly R[], read: (row: R) => T): ReadRows<T> {
  const result: { read: T[]; unreadable: UnreadableRow[] } = { read: [], unreadable: [] };
  for (const row of rows) {
    try {
      result.read.push(read(row));
    } catch (error) {
      if (!(error instanceof UnreadableRow)) throw error;
      result.unreadable.push(error);
    }
  }
  return result;
}
