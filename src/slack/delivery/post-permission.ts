import type { MessageLocation } from '../../domain/case.ts';
import { PermanentSlackError, UserError } from '../../errors.ts';
import { cardNotUpdatedText } from '../../words/replies.ts';
import { isUserId, toCardError, toFixedLocationError, tryCall } from './post-calls.ts';
import type { PostDependencies, PostSpec, RenderedMessage } from './post-spec.ts';

/** Slack's error codes are joined by one of our own. */
export const SHARED_CHANNEL = 'shared-channel';

/**
 * Throws `PermanentSlackError` when the recipient has left the workspace or their user group, or become a guest, since the
 * request.
 */
export async function assertRecipientAllowed(
  deps: PostDependencies,
  { channel }: MessageLocation,
  { audience = 'support' }: PostSpec,
): Promise<void> {
  if (!isUserId(channel)) return;
  const refusal = await deps.refusalOf(channel, audience);
  if (refusal !== null) throw new PermanentSlackError(refusal);
}

/** Returns true when the message would go to a channel that is shared with another company. */
export async function goesToSharedChannel(
  { isSharedChannel }: PostDependencies,
  { channel }: MessageLocation,
  { fallbackUserId }: PostSpec,
  options?: { readonly bypassCache: boolean },
): Promise<boolean> {
  if (isUserId(channel)) return false;
  const result = await tryCall(() => isSharedChannel(channel, options));
  if (result.ok) return result.answer;
  throw fallbackUserId === null ? toFixedLocationError(result.failure) : toCardError(result.failure);
}

/**
 * Returns what an existing message may be updated with; null when its channel is shared with another company by now, and nothing
 * may. Throws `PermanentSlackError` when its recipient may not see it any more. What shows no customer is always allowed.
 */
export async function permittedUpdate(
  deps: PostDependencies,
  post: MessageLocation,
  spec: PostSpec,
): Promise<RenderedMessage | null> {
  const { rendered, withoutCustomers = null } = spec;
  if (withoutCustomers === rendered) return rendered;
  await assertRecipientAllowed(deps, post, spec);
  return (await goesToSharedChannel(deps, post, spec)) ? withoutCustomers : rendered;
}

/** Returns the error for a message that stays outdated, because its channel is shared with another company. */
export function outdatedInSharedChannel({ fallbackUserId }: PostSpec): Error {
  return fallbackUserId === null
    ? new PermanentSlackError(SHARED_CHANNEL, true)
    : new UserError(cardNotUpdatedText());
}
