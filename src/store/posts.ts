import type { Kysely, Selectable } from 'kysely';
import type { Post, Posts } from '../ports.ts';
import type { Desk } from './kysely-store.ts';
import { notingUnreadable, readRow, storedMoment } from './set-aside.ts';
import type { Tables } from './tables.ts';

/** What we mean to say, and where it was said. A key that nobody intended is a mistake, so it throws. */
export function createPosts(desk: Desk): Posts {
  const { db, now } = desk;
  return {
    async intend(post) {
      const there = await notingUnreadable(desk, () => find(db(), post.key));
      if (there) return { post: there, isNew: false };
      const written = await intendPost(db(), post, now());
      return { post: written ?? (await known(db(), post.key)), isNew: written !== null };
    },
    trying: async (key) => change(db(), key, { tried_at: now().toISOString() }),
    notTaken: async (key) => change(db(), key, { tried_at: null }),
    posted: async (key, ts) => change(db(), key, { ts }),
    lost: async (key, ts) => forget(db(), { key, ts, now: now() }),
    redirect: async (key, { channel, thread }) => change(db(), key, { channel, thread, tried_at: null }),
    find: async (key) => notingUnreadable(desk, () => find(db(), key)),
  };
}

/** Records a post before it is sent. Returns null and changes nothing when the key exists. */
export async function intendPost(
  db: Kysely<Tables>,
  { key, channel, thread }: Pick<Post, 'key' | 'channel' | 'thread'>,
  now: Date,
): Promise<Post | null> {
  const [written] = await db
    .insertInto('posts')
    .values({ key, channel, thread, ts: null, tried_at: null, intended_at: now.toISOString() })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .returningAll()
    .execute();
  return written ? toPost(written) : null;
}

/** What Slack is known to have stays as it is. */
async function change(
  db: Kysely<Tables>,
  key: string,
  to: Partial<Pick<Selectable<Tables['posts']>, 'ts' | 'tried_at' | 'channel' | 'thread'>>,
): Promise<void> {
  await known(db, key);
  await db.updateTable('posts').set(to).where('key', '=', key).where('ts', 'is', null).execute();
}

/** Another message than the one that was lost stays known. */
async function forget(
  db: Kysely<Tables>,
  { key, ts, now }: { readonly key: string; readonly ts: string; readonly now: Date },
): Promise<void> {
  await known(db, key);
  const anew = { ts: null, tried_at: null, intended_at: now.toISOString() };
  await db.updateTable('posts').set(anew).where('key', '=', key).where('ts', '=', ts).execute();
}

async function known(db: Kysely<Tables>, key: string): Promise<Post> {
  const post = await find(db, key);
  if (!post) throw new Error(`nobody intended a post ${key}`);
  return post;
}

async function find(db: Kysely<Tables>, key: string): Promise<Post | null> {
  const row = await db.selectFrom('posts').selectAll().where('key', '=', key).executeTakeFirst();
  return row ? toPost(row) : null;
}

/** Throws `UnreadableRow`. */
function toPost({ key, channel, thread, ts, intended_at, tried_at }: Selectable<Tables['posts']>): Post {
  return readRow('posts', key, () => {
    if (tried_at !== null) storedMoment(tried_at);
    return { key, channel, thread, ts, intendedAt: storedMoment(intended_at), triedAt: tried_at };
  });
}
