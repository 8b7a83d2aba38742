import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Tables } from './tables.ts';

/** Returns the secret of this database. Creates it when the database is opened for the first time. */
export async function getOrCreateFingerprintSalt(kysely: Kysely<Tables>): Promise<Buffer> {
  const candidate = { name: 'fingerprint-salt', value: randomBytes(32).toString('hex') };
  await kysely
    .insertInto('database_settings')
    .values(candidate)
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute();
  const { value } = await kysely
    .selectFrom('database_settings')
    .select('value')
    .where('name', '=', candidate.name)
    .executeTakeFirstOrThrow();
  return Buffer.from(value, 'hex');
}

/** Writes the time, which fails when the database is read-only. */
export async function writeHeartbeat(kysely: Kysely<Tables>, at: Date): Promise<void> {
  await kysely
    .insertInto('database_settings')
    .values({ name: 'heartbeat', value: at.toISOString() })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value: at.toISOString() }))
    .execute();
}
