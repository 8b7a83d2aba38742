import type { WebClient } from '@slack/web-api';
import type { Case, Place } from '../domain/case.ts';
import { cardKeyOf } from '../domain/case.ts';
import type { Handoff } from '../domain/handoff.ts';
import { standingOf } from '../domain/handoff.ts';
import { NotTaken } from '../errors.ts';
import type { Digest, Handoffs, HomePage, Links, Messenger, Note, Post, Posts, Shown } from '../ports.ts';
import type { Refusal } from './admission.ts';
import { briefCard, caseCard } from './cards/case-card.ts';
import { digestMessage } from './cards/digest.ts';
import { noteMessage } from './cards/handoff-note.ts';
import { handoffPost } from './cards/handoff-post.ts';
import { homeView, refusedHome } from './cards/home.ts';
import { reminderMessage } from './cards/reminder.ts';
import { coalesceRenders } from './coalesce-renders.ts';
import { permalinks } from './permalinks.ts';
import type { Drawing, Once } from './post-once.ts';
import { notTaken, postOnce, SETTLE_MS } from './post-once.ts';
import { failureOf } from './slack-error.ts';

export interface Outlets {
  readonly client: WebClient;
  readonly posts: Posts;
  readonly links: Links;
  readonly handoffs: Pick<Handoffs, 'ofCase'>;
  /** Where people ask higher up; null: none is set up. */
  readonly escalationChannel: string | null;
  /** Returns why a person may see nothing about customers; null: they may. */
  refusalOf(user: string): Promise<Refusal | null>;
  now(): Date;
}

/** A second post to Sales is worse than a late one: so long nobody can tell, we wait. */
const SURE_MS = 10_000;

/** Shows things in Slack. Drawings of one thing wait for one another, so the newest state is drawn last. */
export function createMessenger(outlets: Outlets): Messenger {
  const inTurn = createTurns();
  const showCase = coalesceRenders((shown: Case) => drawCase(outlets, shown), newest);
  return {
    showCase: (shown) => showCase(shown.id, shown),
    showHandoff: (handoff) => inTurn(`handoff:${handoff.id}`, () => drawHandoff(outlets, handoff)),
    tell: (note) => inTurn(note.key, () => tell(outlets, note)),
    remind: (key, channel, handoffs) => inTurn(key, () => remind(outlets, { key, channel, handoffs })),
    redrawNote: (note) =>
      inTurn(note.key, () => ifThere(outlets, note.key, (place) => say(outlets, note, place, true))),
    redrawReminder: (key, channel, handoffs) =>
      inTurn(key, () =>
        ifThere(outlets, key, () => remind(outlets, { key, channel, handoffs, onlyChange: true })),
      ),
    showHome: (page) => inTurn(`home:${page.user}`, () => publishHome(outlets, page)),
    digest: (key, channel, digest: Digest) =>
      inTurn(key, () =>
        once(outlets, { key, channel, markedBy: 'digest_id', drawing: digestMessage(key, digest) }),
      ),
  };
}

/** Returns the copy of a case with more events; an erased copy is always the newer one. */
function newest(one: Case, other: Case): Case {
  if (one.erasedAt !== other.erasedAt) return one.erasedAt === null ? other : one;
  return other.events.length >= one.events.length ? other : one;
}

type Turns = <T>(key: string, work: () => Promise<T>) => Promise<T>;

function createTurns(): Turns {
  const turns = new Map<string, Promise<unknown>>();
  return async (key, work) => {
    const before = turns.get(key) ?? Promise.resolve();
    const turn = before.catch(() => undefined).then(work);
    turns.set(key, turn);
    try {
      return await turn;
    } finally {
      if (turns.get(key) === turn) turns.delete(key);
    }
  };
}

async function drawCase(outlets: Outlets, shown: Case): Promise<Shown> {
  const { links, handoffs, now } = outlets;
  const setting = { now: now(), handoff: (await handoffs.ofCase(shown.id)).at(-1) ?? null };
  const { refusedPlace } = await postOnce(outlets, {
    key: cardKeyOf(shown.id),
    place: shown.place,
    fallbackUser: shown.openedBy,
    drawing: caseCard(shown, links, setting),
    brief: briefCard(shown, links, setting),
    markedBy: 'case_id',
    onlyChange: shown.erasedAt !== null,
    settleMs: SETTLE_MS,
  });
  return { movedBecause: refusedPlace };
}

/** Neither what was withdrawn before anybody saw it nor what was erased is worth a message. */
async function drawHandoff(outlets: Outlets, handoff: Handoff): Promise<void> {
  const { posts } = outlets;
  const key = `handoff:${handoff.id}`;
  const { channel, end, delivery, erased } = standingOf(handoff);
  const post = await posts.find(key);
  if (end && !mayBeThere(post)) return;
  if (post?.triedAt && wasLookedFor(handoff, post.triedAt)) await posts.notTaken(key);
  const drawing = handoffPost(handoff, outlets.links);
  const onlyChange = delivery === 'posted' ? erased : end !== null;
  await once(outlets, { key, channel, markedBy: 'handoff_id', drawing, onlyChange });
}

/** A person said, after the last try, that the post is not there. */
function wasLookedFor({ events }: Handoff, triedAt: string): boolean {
  return events.some(({ kind, at }) => kind === 'not-there' && at >= triedAt);
}

interface Message {
  readonly key: string;
  readonly channel: string;
  readonly thread?: string | null;
  readonly markedBy: Once['markedBy'];
  readonly drawing: Drawing & { readonly brief: string };
  readonly onlyChange?: boolean;
}

async function once(outlets: Outlets, message: Message): Promise<void> {
  const { key, channel, thread = null, markedBy, drawing, onlyChange = false } = message;
  const place: Place = { channel, thread };
  const { brief, ...full } = drawing;
  await postOnce(outlets, {
    key,
    place,
    fallbackUser: null,
    drawing: full,
    brief,
    markedBy,
    onlyChange,
    settleMs: SURE_MS,
  });
}

/**
 * Said once: a post that is there stays as it is until it is asked to be drawn anew. A thread that does not take it is no
 * reason not to tell the person, unless it may be there already.
 */
async function tell(outlets: Outlets, note: Note): Promise<void> {
  const post = await outlets.posts.find(note.key);
  if (post?.ts) return;
  const place = post?.triedAt ? post : await placeFor(outlets, note);
  try {
    await say(outlets, note, place);
  } catch (error) {
    if (!(error instanceof NotTaken) || error.unsure || place.thread === null) throw error;
    await say(outlets, note, { channel: note.to, thread: null });
  }
}

/** A reminder and what it is about. */
interface Reminding {
  readonly key: string;
  readonly channel: string;
  readonly handoffs: readonly Handoff[];
  readonly onlyChange?: boolean;
}

function remind(outlets: Outlets, { handoffs, ...given }: Reminding): Promise<void> {
  const drawing = reminderMessage({ handoffs, key: given.key }, outlets.links);
  return once(outlets, { ...given, markedBy: 'reminder_id', drawing });
}

async function ifThere({ posts }: Outlets, key: string, draw: (post: Place) => Promise<void>): Promise<void> {
  const post = await posts.find(key);
  if (mayBeThere(post)) await draw(post);
}

/** Also when nobody knows whether it is: the drawing looks for it. */
function mayBeThere(post: Post | null): post is Post {
  return post !== null && (post.ts !== null || post.triedAt !== null);
}

async function placeFor({ posts }: Outlets, { to, thread }: Note): Promise<Place> {
  const card = thread && (await posts.find(cardKeyOf(thread.caseId)));
  return card?.ts ? { channel: card.channel, thread: card.thread ?? card.ts } : { channel: to, thread: null };
}

async function say(
  outlets: Outlets,
  note: Omit<Note, 'thread'>,
  { channel, thread }: Place,
  onlyChange = false,
): Promise<void> {
  const { links, escalationChannel } = outlets;
  const { key, to, handoff, event } = note;
  const drawing = noteMessage(
    { handoff, event, to, noteId: key, escalationChannel, mention: thread !== null },
    links,
  );
  await once(outlets, { key, channel, thread, markedBy: 'note_id', drawing, onlyChange });
}

async function publishHome(outlets: Outlets, page: HomePage): Promise<void> {
  const { client, posts, links, refusalOf } = outlets;
  const refused = await refusalOf(page.user);
  const view = refused
    ? refusedHome(refused)
    : homeView(page, { links, permalinkOf: await permalinks({ client, posts }, page) });
  try {
    await client.views.publish({ user_id: page.user, view });
  } catch (error) {
    throw notTaken(failureOf(error));
  }
}
