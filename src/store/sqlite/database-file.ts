import { chmodSync, closeSync, mkdirSync, openSync, type Stats, statSync } from 'node:fs';
import { dirname, resolve, sep } from 'node:path';
import { StoreError } from '../store-error.ts';

const FILE_MODE = 0o600;
const FOLDER_MODE = 0o700;
const PERMISSION_BITS = 0o777;
const STICKY_BIT = 0o1000;

/**
 * Creates the database file and its folder when needed, and removes the permissions of other users from both. SQLite
 * gives its write-ahead log the permissions of the file.
 */
export function prepareDatabaseFile(file: string): void {
  const folder = dirname(resolve(file));
  try {
    const created = mkdirSync(folder, { recursive: true, mode: FOLDER_MODE });
    if (created !== undefined) chmodSync(folder, FOLDER_MODE);
    else if (isExclusiveFolder(folder)) removePermissions(folder, FOLDER_MODE);
  } catch (cause) {
    throw new StoreError('no-folder', { cause });
  }
  if (statOrNull(file) === null) createFile(file);
  for (const path of [file, `${file}-wal`, `${file}-shm`]) removePermissions(path, FILE_MODE);
}

/** Ignores errors: SQLite reports them when it opens the file. */
function createFile(file: string): void {
  try {
    closeSync(openSync(file, 'wx', FILE_MODE));
    chmodSync(file, FILE_MODE);
  } catch {}
}

/** Returns false for folders that others use too: a sticky one such as `/tmp`, or one that contains the working directory. */
function isExclusiveFolder(folder: string): boolean {
  const stats = statOrNull(folder);
  if (stats === null || (stats.mode & STICKY_BIT) !== 0) return false;
  return !`${process.cwd()}${sep}`.startsWith(folder === sep ? sep : `${folder}${sep}`);
}

/** Removes permissions and never adds any. Leaves files of other users alone. */
function removePermissions(path: string, allowedMode: number): void {
  const stats = statOrNull(path);
  if (stats === null || (stats.mode & PERMISSION_BITS & ~allowedMode) === 0) return;
  try {
    chmodSync(path, stats.mode & allowedMode);
  } catch {}
}

function statOrNull(path: string): Stats | null {
  return statSync(path, { throwIfNoEntry: false }) ?? null;
}

/** Time between two checks that the file is still the one that was opened, in milliseconds. */
const FILE_CHECK_INTERVAL_MS = 1_000;

/**
 * Returns a function that throws `StoreError` when the file has been deleted or replaced since: anything written then
 * would be lost.
 */
export function createReplacedFileCheck(file: string, monotonic = () => performance.now()): () => void {
  if (file === ':memory:') return () => undefined;
  const opened = statSync(file);
  let checkedAt = monotonic();
  let isUnchanged = true;
  return () => {
    const at = monotonic();
    // Once the file is missing, every call checks again, because it may have been restored.
    if (!isUnchanged || at - checkedAt >= FILE_CHECK_INTERVAL_MS) {
      const stats = statOrNull(file);
      isUnchanged = stats !== null && stats.ino === opened.ino && stats.dev === opened.dev;
      checkedAt = at;
    }
    if (!isUnchanged) throw new StoreError('replaced');
  };
}
