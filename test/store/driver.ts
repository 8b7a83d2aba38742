import { sqliteDriver } from '../../src/store/sqlite-driver.ts';

/** The same SQLite as the store has: two in one process would undo each other's locks. */
export const { DatabaseSync } = await sqliteDriver();
