import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import { DAY_MS } from '../domain/dates.ts';
import type { Tables } from './tables.ts';

/** Returns the value of a setting; null: there is none. */
export async function findSetting(kysely: Kysely<Tables>, name: string): Promise<string | null> {
  const row = await kysely
    .selectFrom('database_settings')
    .select('value')
    .where('name', '=', name)
    .executeTakeFirst();
  return row?.value ?? null;
}

/** Writes a setting, replacing its value when there is one. */
export async function writeSetting(kysely: Kysely<Tables>, name: string, value: string): Promise<void> {
  await kysely
    .insertInto('database_settings')
    .values({ name, value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute();
}

const SALT_NAME = 'fingerprint-salt';

/** Returns the secret of this database. Creates it when the database is opened for the first time. */
export async function getOrCreateFingerprintSalt(kysely: Kysely<Tables>): Promise<Buffer> {
  const candidate = { name: SALT_NAME, value: randomBytes(32).toString('hex') };
  await kysely
    .insertInto('database_settings')
    .values(candidate)
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute();
  return getFingerprintSalt(kysely);
}

/** Returns the secret of a database that was opened before. */
export async function getFingerprintSalt(kysely: Kysely<Tables>): Promise<Buffer> {
  const { value } = await kysely
    .selectFrom('database_settings')
    .select('value')
    .where('name', '=', SALT_NAME)
    .executeTakeFirstOrThrow();
  return Buffer.from(value, 'hex');
}

/** Each process that uses the database writes the time under its own name. */
const HEARTBEAT_PREFIX = 'heartbeat:';
/** A running bot writes its heartbeat twice a minute. */
const HEARTBEAT_VALID_MS = 2 * 60_000;
/** Heartbeats of processes that crashed are deleted after this time. */
const HEARTBEAT_KEPT_MS = DAY_MS;

/** Writes the time, which fails when the database is read-only. */
export function writeHeartbeat(kysely: Kysely<Tables>, owner: string, at: Date): Promise<void> {
  return writeSetting(kysely, `${HEARTBEAT_PREFIX}${owner}`, at.toISOString());
}

/** Deletes the heartbeat of a process that stops. */
export async function deleteHeartbeat(kysely: Kysely<Tables>, owner: string): Promise<void> {
  await kysely.deleteFrom('database_settings').where('name', '=', `${HEARTBEAT_PREFIX}${owner}`).execute();
}

/** Deletes the heartbeats of all processes. */
export async function deleteHeartbeats(kysely: Kysely<Tables>): Promise<void> {
  await kysely.deleteFrom('database_settings').where('name', 'like', `${HEARTBEAT_PREFIX}%`).execute();
}

/** Returns the time of the last heartbeat; null: there is none. */
export async function findLastHeartbeat(kysely: Kysely<Tables>): Promise<string | null> {
  const row = await kysely
    .selectFrom('database_settings')
    .select('value')
    .where('name', 'like', `${HEARTBEAT_PREFIX}%`)
    .orderBy('value', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.value ?? null;
}

export async function deleteOldHeartbeats(kysely: Kysely<Tables>, now: Date): Promise<void> {
  await kysely
    .deleteFrom('database_settings')
    .where('name', 'like', `${HEARTBEAT_PREFIX}%`)
    .where('value', '<', new Date(now.getTime() - HEARTBEAT_KEPT_MS).toISOString())
    .execute();
}

/** Returns true while a process uses the database, or has crashed within the last two minutes. */
export async function isDatabaseInUse(kysely: Kysely<Tables>, now: Date): Promise<boolean> {
  const recent = await kysely
    .selectFrom('database_settings')
    .select('name')
    .where('name', 'like', `${HEARTBEAT_PREFIX}%`)
    .where('value', '>', new Date(now.getTime() - HEARTBEAT_VALID_MS).toISOString())
    .executeTakeFirst();
  return recent !== undefined;
}

/** Marks a database that is being filled by `copyStore`. Its value identifies the source. */
const COPY_MARK = 'copy-of';

/** Returns the mark of a `store:copy` that has begun and not finished; null: there is none. */
export function findCopyMark(kysely: Kysely<Tables>): Promise<string | null> {
  return findSetting(kysely, COPY_MARK);
}

export async function writeCopyMark(kysely: Kysely<Tables>, source: string): Promise<void> {
  await kysely.insertInto('database_settings').values({ name: COPY_MARK, value: source }).execute();
}

export async function deleteCopyMark(kysely: Kysely<Tables>): Promise<void> {
  await kysely.deleteFrom('database_settings').where('name', '=', COPY_MARK).execute();
}

/** The settings that belong to a process or to a `store:copy` in progress, not to the data. */
export const TRANSIENT_SETTINGS = { prefix: HEARTBEAT_PREFIX, name: COPY_MARK } as const;
