import { isThreadReply, now, view, world } from './state.js';

/** The newest message that each person has seen in each channel and thread, in seconds. Outlives a reload. */
const seen = new Map(JSON.parse(sessionStorage.getItem('seen') ?? '[]'));

/** Returns how many messages of others the person has not seen in a channel, replies in threads included. */
export function unseenIn(channelId) {
  return (world.state.messages[channelId] ?? []).filter((message) => isUnseen(message, channelId)).length;
}

/** True when a reply in the thread of this message has not been seen. */
export function hasUnseenReplies({ ts }, channelId) {
  const messages = world.state.messages[channelId] ?? [];
  return messages.some(
    (message) => message.thread_ts === ts && isThreadReply(message) && isUnseen(message, channelId),
  );
}

/** Returns the ts, as a number, of the newest message that the person has seen in a channel; 0 before the first. */
export function seenUntil(channelId) {
  return seen.get(`${view.user} ${channelId}`) ?? 0;
}

/** Marks what is on the screen as seen: the open channel and the open thread. */
export function markSeen(channel, thread) {
  // What was seen later than now was seen in an earlier sandbox.
  for (const [key, ts] of seen) if (ts > now().getTime() / 1000 + 60) seen.delete(key);
  if (!channel || (channel.kind === 'im' && view.tab === 'home')) return;
  const messages = world.state.messages[channel.id] ?? [];
  mark(
    `${view.user} ${channel.id}`,
    messages.filter((message) => !isThreadReply(message)),
  );
  if (thread) mark(`${view.user} ${channel.id} ${thread.ts}`, messages.filter(isReplyTo(thread)));
  sessionStorage.setItem('seen', JSON.stringify([...seen]));
}

function isReplyTo({ ts }) {
  return (message) => message.thread_ts === ts;
}

function mark(key, messages) {
  seen.set(key, Math.max(seen.get(key) ?? 0, ...messages.map(({ ts }) => Number(ts))));
}

function isUnseen({ ts, user, thread_ts: thread, ...message }, channelId) {
  const place = isThreadReply({ ts, thread_ts: thread }) ? `${channelId} ${thread}` : channelId;
  return user !== view.user && !message.ephemeral && Number(ts) > (seen.get(`${view.user} ${place}`) ?? 0);
}
