import type { MessageLocation } from '../../domain/case.ts';
import { cardPostKey } from '../../domain/case.ts';
import type { OverrideRequest } from '../../ports/messenger.ts';
import { renderOverrideRequest, renderOverrideUndelivered } from '../rendering/override-message.ts';
import type { MessengerDependencies } from './channel-message.ts';
import { ifPosted, upsertMessage } from './channel-message.ts';
import { fetchPermalink } from './permalinks.ts';

/** Posts the request once; one that is posted is changed by `updateOverridePost` only. */
export async function postOverrideRequest(
  deps: MessengerDependencies,
  key: string,
  request: OverrideRequest,
): Promise<void> {
  const post = await deps.posts.find(key);
  if (post?.ts) return;
  const location = post?.attemptedAt ? post : await overrideRequestLocation(deps, request);
  await upsertOverrideRequest(deps, { key, request, location });
}

/** Returns the direct messages of the colleague, or where the card is. */
async function overrideRequestLocation(
  { posts }: MessengerDependencies,
  { kase, eventIndex }: OverrideRequest,
): Promise<MessageLocation> {
  const event = kase.events[eventIndex];
  const colleague = event?.kind === 'override-requested' ? event.colleague : undefined;
  if (colleague !== undefined) return { channel: colleague, thread: null };
  return (await posts.find(cardPostKey(kase.id))) ?? kase.location;
}

interface OverridePost {
  readonly key: string;
  readonly request: OverrideRequest;
  readonly location: MessageLocation;
  readonly updateOnly?: boolean;
}

async function upsertOverrideRequest(
  deps: MessengerDependencies,
  { key, request, location: { channel, thread }, updateOnly = false }: OverridePost,
): Promise<void> {
  const cardUrl = await fetchPermalink(deps, cardPostKey(request.kase.id));
  const rendered = renderOverrideRequest(request, { key, now: deps.now(), cardUrl });
  const withoutCustomers = request.kase.erasedAt === null ? null : rendered;
  const message = { key, channel, thread, metadataKey: 'note_id', rendered, withoutCustomers, updateOnly };
  await upsertMessage(deps, message);
}

/** Updates a posted request. */
export function updateOverridePost(
  deps: MessengerDependencies,
  key: string,
  request: OverrideRequest,
): Promise<void> {
  return ifPosted(deps, key, (location) =>
    upsertOverrideRequest(deps, { key, request, location, updateOnly: true }),
  );
}

/** Tells who requested the override, in their direct messages, that nobody was asked. */
export async function reportOverrideUndelivered(
  deps: MessengerDependencies,
  key: string,
  request: OverrideRequest,
): Promise<void> {
  const event = request.kase.events[request.eventIndex];
  if (event?.kind !== 'override-requested') return;
  const cardUrl = await fetchPermalink(deps, cardPostKey(request.kase.id), event.by);
  const rendered = renderOverrideUndelivered(request, { key, cardUrl });
  await upsertMessage(deps, { key, channel: event.by, metadataKey: 'note_id', rendered });
}
