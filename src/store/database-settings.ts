import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Tables } from './tables.ts';

/** The secret of this database, made by whoever opened it first. */
export async function getOrCreateFingerprintSalt(kysely: Kysely<Tables>): Promise<Buffer> {
  const candidate = { name: 'fingerprint-salt', value: randomBytes(32).toString('hex') };
  await kysely
    .insertInto('settings')
    .values(candidate)
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute();
  const { value } = await kysely
    .selectFrom('settings')
    .select('value')
    .where('name', '=', candidate.name)
    .executeTakeFirstOrThrow();
  return Buffer.from(value, 'hex');
}

/** A real write: a database that can only be read has no pulse. */
export async function writeHeartbeat(kysely: Kysely<Tables>, at: Date): Promise<void> {
  await kysely
    .insertInto('settings')
    .values({ name: 'heartbeat', value: at.toISOString() })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value: at.toISOString() }))
    .execute();
}
