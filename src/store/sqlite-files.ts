import { chmodSync, closeSync, mkdirSync, openSync, type Stats, statSync } from 'node:fs';
import { dirname, resolve, sep } from 'node:path';
import { StoreFailed } from './store-error.ts';

const OWNER_ONLY = 0o600;
const FOLDER_OWNER_ONLY = 0o700;
const ALL_PERMISSIONS = 0o777;
const STICKY = 0o1000;

/**
 * Creates the database file and its folder when needed, and removes the permissions of other users from both. SQLite
 * gives its write-ahead log the permissions of the file.
 */
export function prepareFiles(file: string): void {
  const folder = dirname(resolve(file));
  try {
    const made = mkdirSync(folder, { recursive: true, mode: FOLDER_OWNER_ONLY });
    if (made !== undefined) chmodSync(folder, FOLDER_OWNER_ONLY);
    else if (isOurs(folder)) restrict(folder, FOLDER_OWNER_ONLY);
  } catch (cause) {
    throw new StoreFailed('no-folder', { cause });
  }
  if (found(file) === null) makeFile(file);
  for (const each of [file, `${file}-wal`, `${file}-shm`]) restrict(each, OWNER_ONLY);
}

/** Ignores errors: SQLite reports them when it opens the file. */
function makeFile(file: string): void {
  try {
    closeSync(openSync(file, 'wx', OWNER_ONLY));
    chmodSync(file, OWNER_ONLY);
  } catch {}
}

/** Returns false for folders that others use too: a sticky one such as `/tmp`, or one that contains the working directory. */
function isOurs(folder: string): boolean {
  const stats = found(folder);
  if (stats === null || (stats.mode & STICKY) !== 0) return false;
  return !`${process.cwd()}${sep}`.startsWith(folder === sep ? sep : `${folder}${sep}`);
}

/** Removes permissions and never adds any. Leaves files of other users alone. */
function restrict(path: string, to: number): void {
  const stats = found(path);
  if (stats === null || (stats.mode & ALL_PERMISSIONS & ~to) === 0) return;
  try {
    chmodSync(path, stats.mode & to);
  } catch {}
}

function found(path: string): Stats | null {
  return statSync(path, { throwIfNoEntry: false }) ?? null;
}

/** Time between two looks at whether the file is still the one that was opened. */
const LOOK_MS = 1_000;

/**
 * Returns a function that throws `StoreFailed` when the file has been deleted or replaced since: anything written then
 * would be lost.
 */
export function watchFile(file: string, monotonic = () => performance.now()): () => void {
  if (file === ':memory:') return () => undefined;
  const opened = statSync(file);
  let lookedAt = monotonic();
  let isThere = true;
  return () => {
    const at = monotonic();
    // Once it is gone, every call looks, because it may have been put back.
    if (!isThere || at - lookedAt >= LOOK_MS) {
      const stats = found(file);
      isThere = stats !== null && stats.ino === opened.ino && stats.dev === opened.dev;
      lookedAt = at;
    }
    if (!isThere) throw new StoreFailed('replaced');
  };
}
