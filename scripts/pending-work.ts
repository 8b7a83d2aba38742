import { loadSqliteModule } from '../src/store/sqlite/sqlite-module.ts';

/** Returns how many requests and messages are pending in this SQLite file. Not cached, unlike `/metrics`. */
export async function countPendingWork(file: string): Promise<number> {
  const { DatabaseSync } = await loadSqliteModule();
  const database = new DatabaseSync(file, { readOnly: true, timeout: 1_000 });
  try {
    const row = database
      .prepare("select count(*) as pending from queue_items where queue <> 'timers' and done_at is null")
      .get();
    return Number((row as { pending: number }).pending);
  } finally {
    database.close();
  }
}
