import { existsSync } from 'node:fs';
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { SqliteDatabase } from 'kysely';
import { Kysely, SqliteDialect } from 'kysely';
import type { Handoff } from '../domain/handoff.ts';
import type { Cases } from '../ports.ts';
import { readingCases } from './cases.ts';
import { ofCase } from './handoff-queries.ts';
import { sqliteDriver } from './sqlite-driver.ts';
import { rememberingStatements } from './sqlite-file.ts';
import { translated } from './sqlite-trouble.ts';
import { StoreFailed } from './store-error.ts';
import type { Tables } from './tables.ts';

const WAIT_MS = 1_000;

export interface OpenedCases extends Pick<Cases, 'find' | 'ids'> {
  /** The handoffs of a case, oldest first. */
  handoffsOf(caseId: string): Promise<readonly Handoff[]>;
  close(): Promise<void>;
}

/**
 * The cases of a database that a bot may be using, with no right to write: nothing is made, migrated or kept. Null
 * when there is no such file. Throws `StoreFailed`.
 */
export async function openForReading(file: string): Promise<OpenedCases | null> {
  if (!existsSync(file)) return null;
  const { DatabaseSync } = await sqliteDriver();
  const database = translated(() => new DatabaseSync(file, { readOnly: true, timeout: WAIT_MS }));
  const kysely = new Kysely<Tables>({ dialect: new SqliteDialect({ database: readable(database) }) });
  const { find, ids } = readingCases(() => kysely);
  return { find, ids, handoffsOf: (caseId) => ofCase(kysely, caseId), close: () => kysely.destroy() };
}

function readable(database: DatabaseSyncInstance): SqliteDatabase {
  const { prepare, close } = rememberingStatements(database);
  return { close, prepare: (sql) => translated(() => withTables(() => prepare(sql))) };
}

/** Nothing is migrated here, so the tables may be missing. */
function withTables<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw isMissing(error) ? new StoreFailed('outdated', { cause: error }) : error;
  }
}

/** By its words, not by its class: the driver's errors may be made in another realm than ours. */
function isMissing(error: unknown): boolean {
  if (typeof error !== 'object' || error === null || !('message' in error)) return false;
  return /no such (table|column)/.test(String(error.message));
}
