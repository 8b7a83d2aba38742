import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Config } from '../../config.ts';
import { describeDatabase, openReadOnlyStore } from '../../store/open-store.ts';
import { type DoctorFinding, findingsOf } from './report.ts';

/** Permissions of people other than the owner. */
const PERMISSIONS_OF_OTHERS = 0o077;

/** Opens the database for reading. Creates and changes nothing. */
export async function checkDatabase({ database: location }: Config): Promise<DoctorFinding[]> {
  const database = findingsOf('Database');
  const name = describeDatabase(location);
  try {
    const store = await openReadOnlyStore(location);
    if (store === null)
      return location.kind === 'sqlite'
        ? [await checkFolder(location.file)]
        : [database.ok(`${name} can be reached; its tables will be created at the first start.`)];
    const ids = await store.listIds();
    await store.close();
    const finding = database.ok(`${name} can be read; it holds ${ids.length} cases.`);
    return location.kind === 'sqlite' ? [finding, ...(await checkMode(location.file))] : [finding];
  } catch (error) {
    return [
      database.failed(
        `${name} cannot be read (${error instanceof Error ? error.message : 'unknown error'}).`,
        'Restore a backup, or see "Troubleshooting" in docs/operations.md.',
      ),
    ];
  }
}

async function checkFolder(file: string): Promise<DoctorFinding> {
  const database = findingsOf('Database');
  const folder = dirname(resolve(file));
  return (await canCreateFileIn(folder))
    ? database.ok(`${file} will be created at the first start.`)
    : database.failed(
        `${file} cannot be created: its folder is read-only, or cannot be created either.`,
        `Create ${folder} for the user that runs the bot.`,
      );
}

/** The bot creates missing folders, so the first that exists decides. */
async function canCreateFileIn(folder: string): Promise<boolean> {
  try {
    await access(folder, constants.W_OK);
    return (await stat(folder)).isDirectory();
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    return isMissing && canCreateFileIn(dirname(folder));
  }
}

async function checkMode(file: string): Promise<DoctorFinding[]> {
  const { mode } = await stat(file);
  if ((mode & PERMISSIONS_OF_OTHERS) === 0) return [];
  return [
    findingsOf('Database').failed(`Other users of this machine may read ${file}.`, `Run: chmod 600 ${file}.`),
  ];
}

/** Reports what calls go through; checks nothing. */
export function checkProxy({ proxy }: Config): DoctorFinding {
  const { ok } = findingsOf('Proxy');
  return ok(proxy ? 'Outgoing calls go through the configured proxy.' : 'Outgoing calls go out directly.');
}
