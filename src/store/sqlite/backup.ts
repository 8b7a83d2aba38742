import { closeSync, openSync, rmSync } from 'node:fs';
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { mapSqliteErrors } from './sqlite-errors.ts';
import { loadSqliteModule } from './sqlite-module.ts';

/** Readable by this user only, as the database. */
const FILE_MODE = 0o600;

/**
 * Writes a consistent copy of the database to a new file, even while a bot is using it, and checks the copy. Leaves no file
 * when it fails. Throws `StoreError`, and errors of the file system such as `EEXIST`.
 */
export async function backUpSqliteDatabase(file: string, target: string): Promise<void> {
  const { DatabaseSync } = await loadSqliteModule();
  closeSync(openSync(target, 'wx', FILE_MODE));
  try {
    mapSqliteErrors(() => {
      copyDatabase(new DatabaseSync(file, { readOnly: true }), target);
      checkCopy(new DatabaseSync(target, { readOnly: true }));
    });
  } catch (error) {
    rmSync(target);
    throw error;
  }
}

function copyDatabase(source: DatabaseSyncInstance, target: string): void {
  try {
    source.prepare('vacuum into ?').run(target);
  } finally {
    source.close();
  }
}

function checkCopy(copy: DatabaseSyncInstance): void {
  try {
    const problems = copy.prepare('pragma quick_check').all();
    if (JSON.stringify(problems) !== '[{"quick_check":"ok"}]') throw new Error('The copy is corrupt.');
  } finally {
    copy.close();
  }
}
