import { chmodSync, closeSync, mkdirSync, openSync, type Stats, statSync } from 'node:fs';
import { dirname, resolve, sep } from 'node:path';
import { StoreFailed } from './store-error.ts';

const OWNER_ONLY = 0o600;
const FOLDER_OWNER_ONLY = 0o700;
const ALL_PERMISSIONS = 0o777;
const STICKY = 0o1000;

/**
 * Makes the database file and its folder when needed, and takes away what others may do with them, whoever made them
 * and whatever the umask is. SQLite gives its write-ahead log the permissions of the file.
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

/** What is not allowed is left for SQLite to say. */
function makeFile(file: string): void {
  try {
    closeSync(openSync(file, 'wx', OWNER_ONLY));
    chmodSync(file, OWNER_ONLY);
  } catch {}
}

/** False of folders that others work in too: a shared one such as `/tmp`, or where the bot itself was started. */
function isOurs(folder: string): boolean {
  const stats = found(folder);
  if (stats === null || (stats.mode & STICKY) !== 0) return false;
  return !`${process.cwd()}${sep}`.startsWith(folder === sep ? sep : `${folder}${sep}`);
}

/** Only takes permissions away. A file of somebody else stays as it is. */
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

/** How often it is looked whether the file is still the one that was opened. */
const LOOK_MS = 1_000;

/**
 * Answers a function that throws `StoreFailed` when the file was deleted or another one put in its place since: what is
 * written then would be lost.
 */
export function watchFile(file: string, monotonic = () => performance.now()): () => void {
  if (file === ':memory:') return () => undefined;
  const opened = statSync(file);
  let lookedAt = monotonic();
  let isThere = true;
  return () => {
    const at = monotonic();
    // Once it is gone, every call looks: it may have been put back.
    if (!isThere || at - lookedAt >= LOOK_MS) {
      const stats = found(file);
      isThere = stats !== null && stats.ino === opened.ino && stats.dev === opened.dev;
      lookedAt = at;
    }
    if (!isThere) throw new StoreFailed('replaced');
  };
}
