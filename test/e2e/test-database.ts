import { join } from 'node:path';
import { DatabaseSync } from '../store/database-sync.ts';
import { createPostgresDatabase, runStatement } from '../store/postgres-database.ts';

/** The database of one test application: a file, or PostgreSQL when `TEST_DATABASE` is `postgres`. */
export interface TestDatabase {
  /** For `DATABASE_URL`. */
  readonly url: string;
  /** Path of the SQLite file; empty for PostgreSQL. */
  readonly file: string;
  /** Runs statements beside the application. */
  execute(sql: string): Promise<void>;
  /** Drops the database, unless it is a file. */
  drop(): Promise<void>;
}

export async function createTestDatabase(folder: string): Promise<TestDatabase> {
  if (process.env['TEST_DATABASE'] === 'postgres') {
    const { url, drop } = await createPostgresDatabase();
    return { url, file: '', execute: (sql) => runStatement(url, sql), drop };
  }
  const file = join(folder, 'cases.db');
  return {
    url: `sqlite:${file}`,
    file,
    execute: async (sql) => executeInFile(file, sql),
    drop: async () => {},
  };
}

function executeInFile(file: string, sql: string): void {
  const database = new DatabaseSync(file);
  try {
    database.exec(`pragma busy_timeout = 5000; ${sql}`);
  } finally {
    database.close();
  }
}
