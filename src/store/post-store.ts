import type { Kysely, Selectable } from 'kysely';
import type { PostRecord, Posts } from '../ports/store.ts';
import { recordingUnreadableRow } from './quarantine.ts';
import type { RestoredMark } from './restored.ts';
import type { StoreContext } from './store-context.ts';
import { parseStoredTimestamp, readRow } from './stored-values.ts';
import type { Tables } from './tables.ts';

/** Creates the store of posts. An update throws when no intent was recorded for its key. `restored`: see `newPostTimes`. */
export function createPostStore(context: StoreContext, restored: RestoredMark | null): Posts {
  const { db, now } = context;
  return {
    async recordIntent(post) {
      const existing = await recordingUnreadableRow(context, () => findPost(db(), post.key));
      if (existing) return { post: existing, isNew: false };
      const inserted = await recordPostIntent(db(), post, newPostTimes(now(), restored));
      return { post: inserted ?? (await findPostOrThrow(db(), post.key)), isNew: inserted !== null };
    },
    async markAttempted({ key, channel, attemptedAt: lastAttempt }) {
      const attempt = { attempted_at: now().toISOString() };
      return (await updateUnpostedPost(db(), { key, channel, lastAttempt }, attempt))
        ? attempt.attempted_at
        : null;
    },
    async markRejected(key, attemptedAt) {
      await updateUnpostedPost(db(), { key, lastAttempt: attemptedAt }, { attempted_at: null });
    },
    async markPosted(key, ts) {
      await updateUnpostedPost(db(), { key }, { ts });
    },
    markLost: async (key, ts) => resetLostPost(db(), { key, ts, now: now() }),
    changeLocation: async (key, { channel, thread }, lastAttempt) =>
      updateUnpostedPost(db(), { key, lastAttempt }, { channel, thread, attempted_at: null }),
    find: async (key) => recordingUnreadableRow(context, () => findPost(db(), key)),
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
  { key, channel, thread }: Pick<PostRecord, 'key' | 'channel' | 'thread'>,
  { intendedAt, attemptedAt }: PostTimes,
): Promise<PostRecord | null> {
  const [inserted] = await db
    .insertInto('posts')
    .values({ key, channel, thread, ts: null, attempted_at: attemptedAt, intended_at: intendedAt })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .returningAll()
    .execute();
  return inserted ? toPost(inserted) : null;
}

/**
 * Changes nothing, and returns false, once Slack is known to have the post, or when `channel` is no longer its channel or
 * `lastAttempt` no longer the last one.
 */
async function updateUnpostedPost(
  db: Kysely<Tables>,
  {
    key,
    channel,
    lastAttempt,
  }: { readonly key: string; readonly channel?: string; readonly lastAttempt?: string | null },
  columns: Partial<Pick<Selectable<Tables['posts']>, 'ts' | 'attempted_at' | 'channel' | 'thread'>>,
): Promise<boolean> {
  const updated = await db
    .updateTable('posts')
    .set(columns)
    .where('key', '=', key)
    .where('ts', 'is', null)
    .$if(channel !== undefined, (query) => query.where('channel', '=', channel ?? ''))
    .$if(lastAttempt !== undefined, (query) =>
      query.where('attempted_at', lastAttempt === null ? 'is' : '=', lastAttempt ?? null),
    )
    .returning('key')
    .execute();
  if (updated.length === 0) await findPostOrThrow(db, key);
  return updated.length > 0;
}

/** Does nothing when the post is by now another message than the lost one. */
async function resetLostPost(
  db: Kysely<Tables>,
  { key, ts, now }: { readonly key: string; readonly ts: string; readonly now: Date },
): Promise<void> {
  await findPostOrThrow(db, key);
  const reset = { ts: null, attempted_at: null, intended_at: now.toISOString() };
  await db.updateTable('posts').set(reset).where('key', '=', key).where('ts', '=', ts).execute();
}

async function findPostOrThrow(db: Kysely<Tables>, key: string): Promise<PostRecord> {
  const post = await findPost(db, key);
  if (!post) throw new Error(`no intent was recorded for the post ${key}`);
  return post;
}

async function findPost(db: Kysely<Tables>, key: string): Promise<PostRecord | null> {
  const row = await db.selectFrom('posts').selectAll().where('key', '=', key).executeTakeFirst();
  return row ? toPost(row) : null;
}

/** Throws `UnreadableRow`. */
function toPost({
  key,
  channel,
  thread,
  ts,
  intended_at,
  attempted_at,
}: Selectable<Tables['posts']>): PostRecord {
  return readRow('posts', key, () => {
    if (attempted_at !== null) parseStoredTimestamp(attempted_at);
    return {
      key,
      channel,
      thread,
      ts,
      intendedAt: parseStoredTimestamp(intended_at),
      attemptedAt: attempted_at,
    };
  });
}
