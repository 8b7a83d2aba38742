import { DatabaseSync } from '@photostructure/sqlite';

/** How much a bot on this SQLite file has left to do or say, read beside it; `/metrics` repeats itself for a second. */
export function pendingIn(file: string): number {
  const database = new DatabaseSync(file, { readOnly: true, timeout: 1_000 });
  try {
    const count = (table: string) => {
      const row = database.prepare(`select count(*) as pending from ${table} where done_at is null`).get();
      return Number((row as { pending: number }).pending);
    };
    return count('inbox') + count('outbox');
  } finally {
    database.close();
  }
}
