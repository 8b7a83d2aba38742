import type { ExpressionBuilder, Kysely } from 'kysely';
import type { RowSource } from '../errors.ts';
import { UnreadableRow } from '../errors.ts';
import { repeatInBatchesUntilDone } from './batching.ts';
import type { StoreContext } from './kysely-store.ts';
import type { Tables } from './tables.ts';

/** Thrown while a stored row is read. The message is the reason, such as "bad-time". */
export class InvalidStoredValue extends Error {
  override readonly name = 'BadRow';
}

/** Parses a column that holds a JSON object. Throws when it holds anything else. */
export function parseStoredObject(text: string | null): Record<string, unknown> {
  const value: unknown = JSON.parse(text ?? 'null');
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new InvalidStoredValue('not-an-object');
  return value as Record<string, unknown>;
}

/** Throws when a stored moment is not ISO 8601. */
export function parseStoredTimestamp(text: string): string {
  if (Number.isNaN(Date.parse(text))) throw new InvalidStoredValue('bad-time');
  return text;
}

/** Throws when a stored word is not one of those known. */
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
  if (name === 'BadRow') return String(message);
  return name === 'SyntaxError' ? 'bad-json' : 'bad-shape';
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

/** Records rows that cannot be read, and reports each once. The rows stay where they are. */
export async function recordUnreadableRows(
  context: StoreContext,
  rows: readonly UnreadableRow[],
): Promise<void> {
  if (rows.length === 0) return;
  const recorded = await context
    .db()
    .insertInto('set_aside')
    .values(rows.map((row) => quarantineEntry(context, row)))
    .onConflict((conflict) => conflict.columns(['source', 'key']).doNothing())
    .returning(['source', 'key'])
    .execute();
  for (const row of rows) {
    if (recorded.some(({ source, key }) => source === row.source && key === row.key))
      context.onQuarantined(row);
  }
}

/** Records the row that `read` finds unreadable, then throws its error again. */
export async function recordingUnreadableRow<T>(context: StoreContext, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof UnreadableRow) await recordUnreadableRows(context, [error]);
    throw error;
  }
}

type QueueTable = 'inbox' | 'outbox' | 'timers';

/** Moves rows from a queue to `set_aside`, where they are kept and not taken again, and reports each. */
export async function quarantineRows(
  context: StoreContext,
  queue: QueueTable,
  rows: readonly UnreadableRow[],
): Promise<void> {
  if (rows.length === 0) return;
  const moved = await context
    .db()
    .transaction()
    .execute(async (transaction) => {
      const quarantined: UnreadableRow[] = [];
      for (const row of rows)
        if (await quarantineRow(transaction, context, { queue, row })) quarantined.push(row);
      return quarantined;
    });
  for (const row of moved) context.onQuarantined(row);
}

/** Erases the contents of rows set aside before that moment; their keys and reasons stay. */
export async function eraseQuarantinedRows({ db }: Pick<StoreContext, 'db'>, before: Date): Promise<void> {
  const isExpired = (row: ExpressionBuilder<Tables, 'set_aside'>) =>
    row.and([row('row', 'is not', null), row('at', '<', before.toISOString())]);
  await repeatInBatchesUntilDone((size) =>
    db()
      .updateTable('set_aside')
      .set({ row: null })
      .where('key', 'in', (from) => from.selectFrom('set_aside').select('key').where(isExpired).limit(size))
      .where(isExpired)
      .returning('key')
      .execute(),
  );
}

/** Returns false when the row no longer exists. */
async function quarantineRow(
  db: Kysely<Tables>,
  context: StoreContext,
  { queue, row }: { readonly queue: QueueTable; readonly row: UnreadableRow },
): Promise<boolean> {
  const removed = await deleteQueueRow(db, queue, row.key);
  if (!removed) return false;
  const subjectId = 'about' in removed ? (removed.about as string | null) : null;
  const entry = { ...quarantineEntry(context, row), about: subjectId, row: JSON.stringify(removed) };
  await db
    .insertInto('set_aside')
    .values(entry)
    .onConflict((conflict) => conflict.columns(['source', 'key']).doUpdateSet(entry))
    .execute();
  return true;
}

function deleteQueueRow(db: Kysely<Tables>, queue: QueueTable, key: string): Promise<object | undefined> {
  switch (queue) {
    case 'inbox':
      return db.deleteFrom('inbox').where('key', '=', key).returningAll().executeTakeFirst();
    case 'outbox':
      return db.deleteFrom('outbox').where('key', '=', key).returningAll().executeTakeFirst();
    case 'timers':
      return db.deleteFrom('timers').where('key', '=', key).returningAll().executeTakeFirst();
  }
}

function quarantineEntry({ now }: StoreContext, { source, key, reason }: UnreadableRow): Tables['set_aside'] {
  return { source, key, reason, at: now().toISOString(), about: null, row: null };
}
