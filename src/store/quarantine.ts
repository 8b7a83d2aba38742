import type { ExpressionBuilder, Kysely } from 'kysely';
import { UnreadableRow } from '../errors.ts';
import { repeatInBatchesUntilDone } from './batching.ts';
import type { StoreContext } from './store-context.ts';
import type { Tables } from './tables.ts';

/** Records rows that cannot be read, and reports each once. The rows stay where they are. */
export async function recordUnreadableRows(
  context: StoreContext,
  rows: readonly UnreadableRow[],
): Promise<void> {
  if (rows.length === 0) return;
  const recorded = await context
    .db()
    .insertInto('quarantined_rows')
    .values(rows.map((row) => quarantineEntry(context, row)))
    .onConflict((conflict) => conflict.columns(['source', 'key']).doNothing())
    .returning(['source', 'key'])
    .execute();
  for (const row of rows) {
    if (recorded.some(({ source, key }) => source === row.source && key === row.key))
      context.onQuarantined(row);
  }
}

/** Records the row that `read` finds unreadable, then rethrows its error. */
export async function recordingUnreadableRow<T>(context: StoreContext, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof UnreadableRow) await recordUnreadableRows(context, [error]);
    throw error;
  }
}

/**
 * Moves rows of a queue to the quarantine, where they are kept but never claimed, and reports each. With a version, only rows
 * that have not been enqueued again since.
 */
export async function quarantineRows(
  context: StoreContext,
  rows: readonly UnreadableRow[],
  version?: number,
): Promise<void> {
  if (rows.length === 0) return;
  const moved = await context.transaction(async (trx) => {
    const quarantined: UnreadableRow[] = [];
    for (const row of rows) if (await quarantineRow(trx, context, { row, version })) quarantined.push(row);
    return quarantined;
  });
  for (const row of moved) context.onQuarantined(row);
}

/** Returns false when the row no longer exists in that version. */
async function quarantineRow(
  db: Kysely<Tables>,
  context: StoreContext,
  { row, version }: { readonly row: UnreadableRow; readonly version: number | undefined },
): Promise<boolean> {
  const removed = await db
    .deleteFrom('queue_items')
    .where('queue', '=', row.source)
    .where('key', '=', row.key)
    .$if(version !== undefined, (query) => query.where('version', '=', version ?? 0))
    .returningAll()
    .executeTakeFirst();
  if (!removed) return false;
  const entry = {
    ...quarantineEntry(context, row),
    subject_id: removed.subject_id,
    row_json: JSON.stringify(removed),
  };
  await db
    .insertInto('quarantined_rows')
    .values(entry)
    .onConflict((conflict) => conflict.columns(['source', 'key']).doUpdateSet(entry))
    .execute();
  return true;
}

function quarantineEntry({ now }: StoreContext, { source, key, reason }: UnreadableRow) {
  return { source, key, reason, at: now().toISOString(), subject_id: null, row_json: null };
}

/** Erases the contents of rows quarantined before that moment; their keys and reasons stay. */
export async function eraseQuarantinedRows({ db }: Pick<StoreContext, 'db'>, before: Date): Promise<void> {
  const isExpired = (row: ExpressionBuilder<Tables, 'quarantined_rows'>) =>
    row.and([row('row_json', 'is not', null), row('at', '<', before.toISOString())]);
  await repeatInBatchesUntilDone((size) =>
    db()
      .updateTable('quarantined_rows')
      .set({ row_json: null })
      .where('key', 'in', (from) =>
        from.selectFrom('quarantined_rows').select('key').where(isExpired).limit(size),
      )
      .where(isExpired)
      .returning('key')
      .execute(),
  );
}
