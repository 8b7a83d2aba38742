import { LRUCache } from 'lru-cache';
import type { Case, MessageLocation } from '../../domain/case.ts';
import { cardPostKey } from '../../domain/case.ts';
import type { Handoff } from '../../domain/handoff.ts';
import { handoffStateOf } from '../../domain/handoff.ts';
import { PermanentSlackError } from '../../errors.ts';
import type { CardPlacement, HandoffNotification, Messenger, WeeklyDigest } from '../../ports/messenger.ts';
import type { Audience } from '../processing/authorization.ts';
import { renderCaseCard } from '../rendering/case-card.ts';
import { renderDigest } from '../rendering/digest-message.ts';
import { renderHandoffNotification } from '../rendering/handoff-notification.ts';
import { renderHandoffPost } from '../rendering/handoff-post.ts';
import { renderReminder, renderReminderWithoutHandoffs } from '../rendering/reminder-message.ts';
import type { MessengerDependencies } from './channel-message.ts';
import { ifPosted, mayBePosted, upsertMessage } from './channel-message.ts';
import { postOverrideRequest, reportOverrideUndelivered, updateOverridePost } from './override-posts.ts';
import { CARD_REPOST_DELAY_MS } from './post-calls.ts';
import { postOnce } from './post-once.ts';
import type { RenderedMessage } from './post-spec.ts';
import { publishPermittedHomeTab } from './publish-permitted-home-tab.ts';

/** How many cards are remembered that Slack took without folded blocks only; the others are tried folded again. */
const MAX_UNFOLDED_CASES = 1_000;

/**
 * Creates the messenger that posts to Slack. Each message that shows the current state is rendered by one process at a time,
 * which its row in the outbox sees to.
 */
export function createMessenger(deps: MessengerDependencies): Messenger {
  const folding: FoldingSupport = { isRefused: false, refusedFor: new LRUCache({ max: MAX_UNFOLDED_CASES }) };
  return {
    publishCaseCard: (kase, { isChecking } = { isChecking: false }) =>
      upsertCaseCard(deps, folding, { kase, isChecking }),
    publishHandoffPost: (handoff) => upsertHandoffPost(deps, handoff),
    lastHandoffAttempt: async (id) => (await deps.posts.find(handoffPostKey(id)))?.attemptedAt ?? null,
    notify: (notification) => postNotification(deps, notification),
    postReminder: (key, channel, handoffs) => upsertReminder(deps, { key, channel, handoffs }),
    updateNotification: (notification) =>
      ifPosted(deps, notification.key, (location) => upsertNotification(deps, notification, location, true)),
    updateReminder: (key, channel, handoffs) =>
      ifPosted(deps, key, () => upsertReminder(deps, { key, channel, handoffs, updateOnly: true })),
    postOverrideRequest: (key, request) => postOverrideRequest(deps, key, request),
    reportOverrideUndelivered: (key, request) => reportOverrideUndelivered(deps, key, request),
    updateOverrideRequest: (key, request) => updateOverridePost(deps, key, request),
    publishHomeTab: (content) => publishPermittedHomeTab(deps, content),
    postWeeklyDigest: (key, channel, digest: WeeklyDigest) =>
      upsertMessage(deps, { key, channel, metadataKey: 'digest_id', rendered: renderDigest(key, digest) }),
  };
}

/** A case as its card shows it. */
interface ShownCase {
  readonly kase: Case;
  /** True while the systems are read again. */
  readonly isChecking: boolean;
}

/** Where Slack takes folded blocks: everywhere, as long as it has not refused them. */
interface FoldingSupport {
  /** True once Slack has refused folded blocks as such. */
  isRefused: boolean;
  /** Cases whose card Slack took without folded blocks only. */
  readonly refusedFor: LRUCache<string, true>;
}

function renderFoldedCard(
  folding: FoldingSupport,
  caseId: string,
  render: (canFold: boolean) => RenderedMessage,
): RenderedMessage {
  if (folding.isRefused || folding.refusedFor.has(caseId)) return render(false);
  return {
    ...render(true),
    unfolded: {
      render: () => render(false).blocks,
      onAccepted({ refusesContainers }) {
        if (refusesContainers) folding.isRefused = true;
        else folding.refusedFor.set(caseId, true);
      },
    },
  };
}

async function upsertCaseCard(
  deps: MessengerDependencies,
  folding: FoldingSupport,
  { kase: shown, isChecking }: ShownCase,
): Promise<CardPlacement> {
  const { links, handoffs, now } = deps;
  const handoff = (await handoffs.listByCase(shown.id)).at(-1) ?? null;
  const renderOptions = { now: now(), handoff, isChecking };
  const rendered = renderFoldedCard(folding, shown.id, (canFold) =>
    renderCaseCard(shown, links, { ...renderOptions, canFold }),
  );
  const isErased = shown.erasedAt !== null;
  const { locationRefusal } = await postOnce(deps, {
    key: cardPostKey(shown.id),
    location: shown.location,
    fallbackUserId: shown.openedBy,
    rendered,
    withoutCustomers: isErased ? rendered : null,
    metadataKey: 'case_id',
    updateOnly: isErased || isChecking,
    repostDelayMs: CARD_REPOST_DELAY_MS,
  });
  return { fallbackReason: locationRefusal };
}

/** Posts or updates a handoff post. A handoff that ended before it was posted is not posted. */
async function upsertHandoffPost(deps: MessengerDependencies, handoff: Handoff): Promise<void> {
  const { posts } = deps;
  const key = handoffPostKey(handoff.id);
  const { channel, resolution, delivery, erased } = handoffStateOf(handoff);
  const post = await posts.find(key);
  if (resolution && !mayBePosted(post)) return;
  if (post?.attemptedAt && wasReportedMissing(handoff, post.attemptedAt))
    await posts.markRejected(key, post.attemptedAt);
  const rendered = renderHandoffPost(handoff, deps.links, deps.now());
  const updateOnly = delivery === 'posted' ? erased : resolution !== null;
  // The handoff may have been sent to another channel, and posted there, since it was read.
  const isLocationCurrent = async () => {
    const latest = await deps.handoffs.find(handoff.id);
    return latest !== null && handoffStateOf(latest).channel === channel;
  };
  await upsertMessage(deps, {
    key,
    channel,
    metadataKey: 'handoff_id',
    rendered,
    withoutCustomers: erased ? rendered : null,
    updateOnly,
    isLocationCurrent,
  });
}

function handoffPostKey(handoffId: string): string {
  return `handoff:${handoffId}`;
}

/**
 * Returns true when a person has confirmed that the post of this attempt is not in the channel. Times are compared for
 * equality only: the event's own is by the clock of another process.
 */
function wasReportedMissing({ events }: Handoff, attemptedAt: string): boolean {
  return events.some((event) => event.kind === 'post-missing' && event.attemptedAt === attemptedAt);
}

/**
 * Posts a notification once; one that is posted is changed by `updateNotification` only. When the thread refuses it, it goes
 * to direct messages, unless it may have been posted already.
 */
async function postNotification(
  deps: MessengerDependencies,
  notification: HandoffNotification,
): Promise<void> {
  const post = await deps.posts.find(notification.key);
  if (post?.ts) return;
  const location = post?.attemptedAt ? post : await notificationLocation(deps, notification);
  try {
    await upsertNotification(deps, notification, location);
  } catch (error) {
    if (!(error instanceof PermanentSlackError) || error.outcomeUnknown || location.thread === null)
      throw error;
    await upsertNotification(deps, notification, { channel: notification.recipient, thread: null });
  }
}

/** A reminder and the handoffs that it lists. */
interface ReminderPost {
  readonly key: string;
  readonly channel: string;
  readonly handoffs: readonly Handoff[];
  readonly updateOnly?: boolean;
}

function upsertReminder(deps: MessengerDependencies, { handoffs, ...post }: ReminderPost): Promise<void> {
  const rendered = renderReminder({ handoffs, key: post.key }, deps.links);
  const withoutCustomers = renderReminderWithoutHandoffs(post.key);
  return upsertMessage(deps, { ...post, metadataKey: 'reminder_id', rendered, withoutCustomers });
}

async function notificationLocation(
  { posts }: MessengerDependencies,
  { recipient, thread }: HandoffNotification,
): Promise<MessageLocation> {
  const card = thread && (await posts.find(cardPostKey(thread.caseId)));
  return card?.ts
    ? { channel: card.channel, thread: card.thread ?? card.ts }
    : { channel: recipient, thread: null };
}

async function upsertNotification(
  deps: MessengerDependencies,
  notification: Omit<HandoffNotification, 'thread'>,
  { channel, thread }: MessageLocation,
  updateOnly = false,
): Promise<void> {
  const { links, escalationChannel } = deps;
  const { key, recipient, handoff, eventIndex } = notification;
  const rendered = renderHandoffNotification(
    {
      handoff,
      eventIndex,
      recipient,
      notificationId: key,
      escalationChannel,
      mention: thread !== null,
    },
    links,
  );
  await upsertMessage(deps, {
    key,
    channel,
    thread,
    metadataKey: 'note_id',
    rendered,
    withoutCustomers: handoffStateOf(handoff).erased ? rendered : null,
    audience: audienceOf(notification),
    updateOnly,
  });
}

/** Notifications are for Support, except those of people who have claimed a handoff of others or asked a question about it. */
function audienceOf({ handoff, recipient }: Pick<HandoffNotification, 'handoff' | 'recipient'>): Audience {
  if (recipient === handoffStateOf(handoff).submitted.by) return 'support';
  const isOfSales = handoff.events.some(
    ({ kind, by }) => by === recipient && (kind === 'claimed' || kind === 'question-asked'),
  );
  return isOfSales ? 'sales' : 'support';
}
