import { ErrorCode } from '@slack/web-api';
import { createConfiguredLinks } from '../../src/app/create-ports.ts';
import { cardPostKey } from '../../src/domain/case.ts';
import { createMessenger } from '../../src/slack/delivery/messenger.ts';
import { MAX_COPY_CLOCK_OFFSET_MS } from './copies.ts';
import type { FinalState } from './invariants.ts';

interface Update {
  readonly channel: string;
  readonly ts: string;
  readonly text: string;
  readonly blocks: readonly unknown[];
}

/** At the end of a run, every card and handoff post is as if it were rendered now from the database. */
export async function checkMessages(finalState: FinalState): Promise<void> {
  const { run, cases, handoffs } = finalState;
  // The content of a message depends on the clock of the copy that rendered it.
  if (run.machineSkewMs !== 0) return;
  for (const kase of cases)
    await checkMessage(finalState, { key: cardPostKey(kase.id), events: kase.events }, (messenger) =>
      messenger.publishCaseCard(kase),
    );
  for (const handoff of handoffs)
    await checkMessage(finalState, { key: `handoff:${handoff.id}`, events: handoff.events }, (messenger) =>
      messenger.publishHandoffPost(handoff),
    );
}

/** A message and the events that it shows. */
interface ShownEvents {
  readonly key: string;
  readonly events: readonly { readonly at: string }[];
}

async function checkMessage(
  { run, store, environment: { slack, config } }: FinalState,
  { key, events }: ShownEvents,
  render: (messenger: ReturnType<typeof createMessenger>) => Promise<unknown>,
): Promise<void> {
  const post = await store.posts.find(key);
  if (!post?.ts) return;
  const channel = post.channel.startsWith('U') ? slack.channelOfDirectMessages(post.channel) : post.channel;
  const shown = slack.messages(channel).find(({ ts }) => ts === post.ts);
  if (!shown) return;
  const shownAt = Number(shown.edited?.ts ?? shown.ts) * 1000;
  // The copy's clock may be ahead of Slack's. By its own clock, it rendered the message after the events that the message shows.
  const eventTimes = events
    .map(({ at }) => Date.parse(at))
    .filter((at) => at < shownAt + MAX_COPY_CLOCK_OFFSET_MS);
  const renderedAt = Math.max(shownAt, ...eventTimes);
  const updates: Update[] = [];
  const messenger = createMessenger({
    client: recordingClient(updates, (user) => slack.channelOfDirectMessages(user)),
    posts: store.posts,
    handoffs: store.handoffs,
    escalationChannel: config.escalationChannel,
    links: createConfiguredLinks(config),
    refusalOf: async () => null,
    isSharedChannel: async () => false,
    ownIdentity: () => slack,
    now: () => new Date(renderedAt),
  });
  await render(messenger);
  if (updates.length > 0 && !updates.some(({ text, blocks }) => includes(shown, { text, blocks })))
    run.violate('messages up to date', `the message of ${key} is not up to date`);
}

/**
 * Returns a client that records updates. It refuses blocks, so that every form of a message is recorded: folded, unfolded, and
 * the text that the bot sends after Slack has refused the blocks.
 */
function recordingClient(updates: Update[], directMessagesWith: (user: string) => string) {
  const client = {
    chat: {
      async update(update: Update) {
        updates.push(update);
        if (update.blocks.length === 0) return { ok: true };
        throw Object.assign(new Error('invalid_blocks'), {
          code: ErrorCode.PlatformError,
          data: { error: 'invalid_blocks' },
        });
      },
      async postMessage() {
        throw new Error('a message that exists must not be posted');
      },
    },
    conversations: {
      open: async ({ users }: { users: string }) => ({
        ok: true,
        channel: { id: directMessagesWith(users) },
      }),
      info: async () => ({ ok: true, channel: {} }),
    },
  };
  return client as unknown as Parameters<typeof createMessenger>[0]['client'];
}

/** Returns true when everything in `part` is also in `whole`, which may have more fields. */
function includes(whole: unknown, part: unknown): boolean {
  if (typeof part !== 'object' || part === null) return whole === part;
  if (typeof whole !== 'object' || whole === null) return false;
  if (Array.isArray(part) && (!Array.isArray(whole) || whole.length !== part.length)) return false;
  return Object.entries(part).every(
    ([key, value]) => value === undefined || includes((whole as Record<string, unknown>)[key], value),
  );
}
