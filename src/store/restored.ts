import type { Kysely } from 'kysely';
import { DAY_MS } from '../domain/dates.ts';
import { deleteHeartbeats, findLastHeartbeat, findSetting, writeSetting } from './database-settings.ts';
import type { Tables } from './tables.ts';

/** After a restore, messages that the database does not know of may have been posted after the backup. */
export interface RestoredMark {
  /** The last moment at which the backup is known to have been in use: ISO 8601, UTC. */
  readonly since: string;
  /** Until then, new posts are searched for in their channel before they are posted: ISO 8601, UTC. */
  readonly until: string;
}

const RESTORED_SETTING = 'restored';
/** Reminders that were due before a long weekend are posted after it. */
const SEARCH_DAYS = 5;

/**
 * Marks a database that was restored from a backup, before a bot starts on it. Every message that it has not posted may be
 * in its channel already, and counts as a post whose outcome is unknown.
 */
export async function markRestored(kysely: Kysely<Tables>, now: Date): Promise<RestoredMark> {
  const since = (await findLastActivityTime(kysely)) ?? now.toISOString();
  const until = new Date(now.getTime() + SEARCH_DAYS * DAY_MS).toISOString();
  const mark: RestoredMark = { since, until };
  await kysely.transaction().execute(async (transaction) => {
    await transaction
      .updateTable('posts')
      .set({ attempted_at: since })
      .where('ts', 'is', null)
      .where('attempted_at', 'is', null)
      .execute();
    await writeSetting(transaction, RESTORED_SETTING, JSON.stringify(mark));
    await deleteHeartbeats(transaction);
  });
  return mark;
}

/** Returns the mark of the last restore; null: there was none. */
export async function findRestoredMark(kysely: Kysely<Tables>): Promise<RestoredMark | null> {
  const value = await findSetting(kysely, RESTORED_SETTING);
  return value === null ? null : (JSON.parse(value) as RestoredMark);
}

/** Returns the time of the last write that is known. */
async function findLastActivityTime(kysely: Kysely<Tables>): Promise<string | null> {
  const last = await Promise.all([
    kysely
      .selectFrom('queue_items')
      .select('enqueued_at as at')
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirst(),
    kysely.selectFrom('case_events').select('at').orderBy('id', 'desc').limit(1).executeTakeFirst(),
    kysely.selectFrom('handoff_events').select('at').orderBy('id', 'desc').limit(1).executeTakeFirst(),
  ]);
  const times = [...last.map((row) => row?.at), await findLastHeartbeat(kysely)];
  return (
    times
      .flatMap((at) => at ?? [])
      .toSorted()
      .at(-1) ?? null
  );
}
