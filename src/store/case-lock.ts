import type { Kysely, Selectable } from 'kysely';
import type { StoreContext } from './store-context.ts';
import type { Tables } from './tables.ts';

/**
 * Locks a case until the transaction ends, so that nobody else appends to it or erases it. Every transaction that
 * writes events of a case or its handoffs begins with this. Returns undefined for an unknown case.
 */
export function lockCase(
  db: Kysely<Tables>,
  caseId: string,
): Promise<Pick<Selectable<Tables['cases']>, 'erased_at'> | undefined> {
  return db
    .selectFrom('cases')
    .select('erased_at')
    .where('id', '=', caseId)
    .forNoKeyUpdate()
    .executeTakeFirst();
}

/** Runs `write` in a transaction that holds the lock of the case, so that a late write cannot restore erased data. */
export function writeUnlessErased<T>(
  { transaction }: Pick<StoreContext, 'transaction'>,
  caseId: string,
  write: (db: Kysely<Tables>) => Promise<T>,
): Promise<T | 'erased'> {
  return transaction(async (db) => {
    const kase = await lockCase(db, caseId);
    return kase && kase.erased_at !== null ? 'erased' : write(db);
  });
}
