import type { Kysely, Selectable, UpdateObject } from 'kysely';
import type { PostRecord, Posts } from '../ports/store.ts';
import type { DatabaseClock } from './database-clock.ts';
import { recordingUnreadableRow } from './quarantine.ts';
import type { RestoredMark } from './restored.ts';
import type { StoreContext } from './store-context.ts';
import { parseStoredTimestamp, readRow } from './stored-values.ts';
import type { Tables } from './tables.ts';

/** Creates the store of posts. An update throws when no intent was recorded for its key. `restored`: see `newPostTimes`. */
export function createPostStore(context: StoreContext, restored: RestoredMark | null): Posts {
  const { db, now, clock } = context;
  return {
    async recordIntent(post) {
      const existing = await recordingUnreadableRow(context, () => findPost(db(), clock, post.key));
      if (existing) return { post: existing, isNew: false };
      const inserted = await recordPostIntent(db(), clock, { ...post, ...newPostTimes(now(), restored) });
      if (inserted) return { post: inserted, isNew: true };
      const found = await findPost(db(), clock, post.key);
      if (!found) throw new Error(`the post ${post.key} was deleted while it was read`);
      return { post: found, isNew: false };
    },
    async markAttempted({ key, channel, attemptedAt: lastAttempt }) {
      const attempted = { attempted_at: clock.now() };
      const updated = await updateUnpostedPost(db(), { key, channel, lastAttempt }, attempted);
      return updated?.attempted_at ?? null;
    },
    async markRejected(key, attemptedAt) {
      await updateUnpostedPost(db(), { key, lastAttempt: attemptedAt }, { attempted_at: null });
    },
    async markPosted(key, ts) {
      await updateUnpostedPost(db(), { key }, { ts });
    },
    markLost: async (key, ts) => resetLostPost(db(), { key, ts, now: now() }),
    async changeLocation(key, { channel, thread }, lastAttempt) {
      const moved = { channel, thread, attempted_at: null };
      return (await updateUnpostedPost(db(), { key, lastAttempt }, moved)) !== null;
    },
    find: async (key) => recordingUnreadableRow(context, () => findPost(db(), clock, key)),
  };
}

interface PostTimes {
  readonly intendedAt: string;
  readonly attemptedAt: string | null;
}

/** Returns the times of a new post. After a restore it may have been posted after the backup, so its outcome is unknown. */
export function newPostTimes(now: Date, restored: RestoredMark | null): PostTimes {
  const at = now.toISOString();
  const isUncertain = restored !== null && at < restored.until;
  return isUncertain
    ? { intendedAt: restored.since, attemptedAt: restored.since }
    : { intendedAt: at, attemptedAt: null };
}

/** Records a post before it is sent. Returns null and changes nothing when the key exists. */
export async function recordPostIntent(
  db: Kysely<Tables>,
  clock: DatabaseClock,
  {
    key,
    channel,
    thread,
    intendedAt,
    attemptedAt,
  }: Pick<PostRecord, 'key' | 'channel' | 'thread'> & PostTimes,
): Promise<PostRecord | null> {
  const [inserted] = await db
    .insertInto('posts')
    .values({ key, channel, thread, ts: null, attempted_at: attemptedAt, intended_at: intendedAt })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .returningAll()
    .returning(clock.now().as('read_at'))
    .execute();
  return inserted ? toPost(inserted) : null;
}

/**
 * Changes nothing, and returns null, once Slack is known to have the post, or when `channel` is no longer its channel or
 * `lastAttempt` no longer the last one.
 */
async function updateUnpostedPost(
  db: Kysely<Tables>,
  {
    key,
    channel,
    lastAttempt,
  }: { readonly key: string; readonly channel?: string; readonly lastAttempt?: string | null },
  columns: UpdateObject<Tables, 'posts'>,
): Promise<Pick<PostRow, 'attempted_at'> | null> {
  const [updated] = await db
    .updateTable('posts')
    .set(columns)
    .where('key', '=', key)
    .where('ts', 'is', null)
    .$if(channel !== undefined, (query) => query.where('channel', '=', channel ?? ''))
    .$if(lastAttempt !== undefined, (query) =>
      query.where('attempted_at', lastAttempt === null ? 'is' : '=', lastAttempt ?? null),
    )
    .returning('attempted_at')
    .execute();
  if (!updated) await assertPostExists(db, key);
  return updated ?? null;
}

/** Does nothing when the post is by now another message than the lost one. */
async function resetLostPost(
  db: Kysely<Tables>,
  { key, ts, now }: { readonly key: string; readonly ts: string; readonly now: Date },
): Promise<void> {
  await assertPostExists(db, key);
  const reset = { ts: null, attempted_at: null, intended_at: now.toISOString() };
  await db.updateTable('posts').set(reset).where('key', '=', key).where('ts', '=', ts).execute();
}

async function assertPostExists(db: Kysely<Tables>, key: string): Promise<void> {
  const row = await db.selectFrom('posts').select('key').where('key', '=', key).executeTakeFirst();
  if (!row) throw new Error(`no intent was recorded for the post ${key}`);
}

async function findPost(db: Kysely<Tables>, clock: DatabaseClock, key: string): Promise<PostRecord | null> {
  const row = await db
    .selectFrom('posts')
    .selectAll()
    .select(clock.now().as('read_at'))
    .where('key', '=', key)
    .executeTakeFirst();
  return row ? toPost(row) : null;
}

/** `read_at`: the time of the database's clock when the row was read. */
type PostRow = Selectable<Tables['posts']> & { readonly read_at: string };

/** Throws `UnreadableRow`. */
function toPost({ key, channel, thread, ts, intended_at, attempted_at, read_at }: PostRow): PostRecord {
  return readRow('posts', key, () => {
    if (attempted_at !== null) parseStoredTimestamp(attempted_at);
    return {
      key,
      channel,
      thread,
      ts,
      intendedAt: parseStoredTimestamp(intended_at),
      attemptedAt: attempted_at,
      attemptAgeMs: attempted_at === null ? null : Date.parse(read_at) - Date.parse(attempted_at),
    };
  });
}
