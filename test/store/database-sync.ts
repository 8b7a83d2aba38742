import { loadSqliteModule } from '../../src/store/sqlite/sqlite-module.ts';

/** The same SQLite as the store has: two in one process would undo each other's locks. */
export const { DatabaseSync } = await loadSqliteModule();
