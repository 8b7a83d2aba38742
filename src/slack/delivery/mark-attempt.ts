import { PostInProgress, RetryLater } from '../../errors.ts';
import type { PostRecord } from '../../ports/store.ts';
import { CARD_REPOST_DELAY_MS } from './post-calls.ts';
import type { PostDependencies } from './post-spec.ts';

/** How old the mark of an attempt may be when its call starts. The delay before another copy posts counts from the mark. */
const MAX_MARK_AGE_MS = 2_000;

/**
 * Marks the attempt, and returns its mark. Throws `RetryLater` when another process is posting the message, or when marking
 * took so long, because of the database or because this process was paused, that another one may search before the call ends.
 */
export async function markAttempt(
  { posts, monotonic = () => performance.now() }: PostDependencies,
  read: Pick<PostRecord, 'key' | 'channel' | 'attemptedAt'>,
): Promise<string> {
  const startedAt = monotonic();
  const attemptedAt = await posts.markAttempted(read);
  if (attemptedAt === null) throw postedElsewhere();
  if (monotonic() - startedAt <= MAX_MARK_AGE_MS) return attemptedAt;
  await posts.markRejected(read.key, attemptedAt);
  throw new RetryLater('marking the attempt took too long', CARD_REPOST_DELAY_MS);
}

export function postedElsewhere(): PostInProgress {
  return new PostInProgress('another process is posting this message', CARD_REPOST_DELAY_MS);
}
