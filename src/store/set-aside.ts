import type { ExpressionBuilder, Kysely } from 'kysely';
import type { RowSource } from '../errors.ts';
import { UnreadableRow } from '../errors.ts';
import type { Desk } from './kysely-store.ts';
import { repeatInBatches } from './pages.ts';
import type { Tables } from './tables.ts';

/** Thrown while a stored row is read. The message is the reason, such as "bad-time". */
export class BadRow extends Error {
  override readonly name = 'BadRow';
}

/** Parses a column that holds a JSON object. Throws when it holds anything else. */
export function storedObject(text: string | null): Record<string, unknown> {
  const value: unknown = JSON.parse(text ?? 'null');
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new BadRow('not-an-object');
  return value as Record<string, unknown>;
}

/** Throws when a stored moment is not ISO 8601. */
export function storedMoment(text: string): string {
  if (Number.isNaN(Date.parse(text))) throw new BadRow('bad-time');
  return text;
}

/** Throws when a stored word is not one of those known. */
export function storedWord<T extends string>(known: readonly T[], word: string): T {
  const found = known.find((one) => one === word);
  if (found === undefined) throw new BadRow('unknown-kind');
  return found;
}

/** Reads one row. Throws `UnreadableRow` with a reason of our own: the message of a parser would quote the row. */
export function readRow<T>(source: RowSource, key: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof UnreadableRow ? error : new UnreadableRow(source, key, reasonOf(error));
  }
}

/** Compares names, because an error may come from another realm. */
function reasonOf(error: unknown): string {
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
  const sorted: { read: T[]; unreadable: UnreadableRow[] } = { read: [], unreadable: [] };
  for (const row of rows) {
    try {
      sorted.read.push(read(row));
    } catch (error) {
      if (!(error instanceof UnreadableRow)) throw error;
      sorted.unreadable.push(error);
    }
  }
  return sorted;
}

/** Records rows that cannot be read, and reports each once. The rows stay where they are. */
export async function noteUnreadable(desk: Desk, rows: readonly UnreadableRow[]): Promise<void> {
  if (rows.length === 0) return;
  const noted = await desk
    .db()
    .insertInto('set_aside')
    .values(rows.map((row) => noteOf(desk, row)))
    .onConflict((conflict) => conflict.columns(['source', 'key']).doNothing())
    .returning(['source', 'key'])
    .execute();
  for (const row of rows) {
    if (noted.some(({ source, key }) => source === row.source && key === row.key)) desk.onSetAside(row);
  }
}

/** Records the row that `read` finds unreadable, then throws its error again. */
export async function notingUnreadable<T>(desk: Desk, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof UnreadableRow) await noteUnreadable(desk, [error]);
    throw error;
  }
}

type Queue = 'inbox' | 'outbox' | 'timers';

/** Moves rows from a queue to `set_aside`, where they are kept and not taken again, and reports each. */
export async function setAsideRows(desk: Desk, queue: Queue, rows: readonly UnreadableRow[]): Promise<void> {
  if (rows.length === 0) return;
  const moved = await desk
    .db()
    .transaction()
    .execute(async (transaction) => {
      const there: UnreadableRow[] = [];
      for (const row of rows) if (await move(transaction, desk, { queue, row })) there.push(row);
      return there;
    });
  for (const row of moved) desk.onSetAside(row);
}

/** Erases the contents of rows set aside before that moment; their keys and reasons stay. */
export async function eraseSetAside({ db }: Pick<Desk, 'db'>, before: Date): Promise<void> {
  const old = (row: ExpressionBuilder<Tables, 'set_aside'>) =>
    row.and([row('row', 'is not', null), row('at', '<', before.toISOString())]);
  await repeatInBatches((size) =>
    db()
      .updateTable('set_aside')
      .set({ row: null })
      .where('key', 'in', (from) => from.selectFrom('set_aside').select('key').where(old).limit(size))
      .where(old)
      .returning('key')
      .execute(),
  );
}

/** Returns false when the row no longer exists. */
async function move(
  db: Kysely<Tables>,
  desk: Desk,
  { queue, row }: { readonly queue: Queue; readonly row: UnreadableRow },
): Promise<boolean> {
  const removed = await remove(db, queue, row.key);
  if (!removed) return false;
  const about = 'about' in removed ? (removed.about as string | null) : null;
  const note = { ...noteOf(desk, row), about, row: JSON.stringify(removed) };
  await db
    .insertInto('set_aside')
    .values(note)
    .onConflict((conflict) => conflict.columns(['source', 'key']).doUpdateSet(note))
    .execute();
  return true;
}

function remove(db: Kysely<Tables>, queue: Queue, key: string): Promise<object | undefined> {
  switch (queue) {
    case 'inbox':
      return db.deleteFrom('inbox').where('key', '=', key).returningAll().executeTakeFirst();
    case 'outbox':
      return db.deleteFrom('outbox').where('key', '=', key).returningAll().executeTakeFirst();
    case 'timers':
      return db.deleteFrom('timers').where('key', '=', key).returningAll().executeTakeFirst();
  }
}

function noteOf({ now }: Desk, { source, key, reason }: UnreadableRow): Tables['set_aside'] {
  return { source, key, reason, at: now().toISOString(), about: null, row: null };
}
