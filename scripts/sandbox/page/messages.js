import { drawBlocks } from './blocks.js';
import { timeOfDay } from './dates.js';
import { h } from './dom.js';
import { mrkdwn } from './mrkdwn.js';
import { openMenu, toast } from './popups.js';
import { act, go, isThreadReply, now, reader, view, world } from './state.js';
import { hasUnseenReplies } from './unread.js';

/** Initials or, for the app, its sign, on a square whose colour belongs to the name. */
export function avatar(name, { isBot = false } = {}) {
  if (isBot) return h('span', { class: 'avatar bot', 'aria-hidden': 'true' });
  const letters = (name.match(/\p{L}+/gu) ?? []).map((word) => word[0]);
  const tone = [...name].reduce((sum, letter) => (sum * 3 + letter.codePointAt(0)) % 997, 29) % 6;
  return h(
    'span',
    { class: `avatar tone-${tone}`, 'aria-hidden': 'true' },
    letters.slice(0, 2).join('').toUpperCase(),
  );
}

/** Opens a thread beside the channel, and puts the cursor into its composer. */
export function openThreadOf(ts) {
  go({ thread: ts });
  // The channel has become narrower, and its messages longer.
  document.querySelector(`#messages [data-ts="${CSS.escape(ts)}"]`)?.scrollIntoView({ block: 'nearest' });
  document.getElementById('thread-composer')?.focus();
}

/** Returns everything that the drawing of a message depends on, as one string. */
export function messageSignature({ message, channel, isCompact, parent }) {
  const replies = parent ? [] : threadSummary(message, channel);
  return JSON.stringify([message, isCompact, replies, now().toDateString(), view.user, world.state.names]);
}

/**
 * Draws one message. `isCompact`: it continues the message before it and has no name of its own. `parent`: the first
 * message of the thread that it is drawn in, if any.
 */
export function drawMessage({ message, channel, at, isCompact, parent }) {
  const isBot = Boolean(message.bot) && message.user !== 'USLACKBOT';
  const classes = ['message', isCompact && 'compact', message.ephemeral && 'ephemeral'];
  const clock = h(
    'time',
    { class: 'clock', datetime: at.toISOString(), title: at.toString() },
    timeOfDay(at),
  );
  const byline = h(
    'div',
    { class: 'byline' },
    h('span', { class: 'author' }, message.name),
    isBot && h('span', { class: 'badge' }, 'App'),
    clock,
  );
  return h(
    'li',
    { class: classes.filter(Boolean).join(' '), 'data-ts': message.ts, 'data-ephemeral': message.ephemeral },
    isCompact ? h('span', { class: 'gutter' }, clock) : avatar(message.name, { isBot }),
    h(
      'div',
      { class: 'content' },
      message.ephemeral && h('p', { class: 'only-you' }, 'Only visible to you'),
      !isCompact && byline,
      drawBody({ message, channel, parent }),
      !parent && repliesButton(message, channel),
    ),
    !message.ephemeral && tools({ message, channel, parent }),
  );
}

/** Number of replies, the ts of the last, and whether one of them is unseen; null without replies. */
function threadSummary(message, channel) {
  const replies = (world.state.messages[channel.id] ?? []).filter(
    (reply) => reply.thread_ts === message.ts && isThreadReply(reply),
  );
  if (replies.length === 0) return null;
  return {
    count: replies.length,
    last: replies.at(-1).ts,
    names: [...new Set(replies.map(({ name }) => name))],
    isUnseen: hasUnseenReplies(message, channel.id),
  };
}

function repliesButton(message, channel) {
  const thread = threadSummary(message, channel);
  if (!thread) return null;
  const text = thread.count === 1 ? '1 reply' : `${thread.count} replies`;
  const last = timeOfDay(new Date(Number(thread.last) * 1000));
  return h(
    'button',
    {
      type: 'button',
      class: thread.isUnseen ? 'replies news' : 'replies',
      'data-open-thread': message.ts,
      'data-focus': `${message.ts} replies`,
      onclick: () => openThreadOf(message.ts),
    },
    h(
      'span',
      { class: 'faces' },
      thread.names.map((name) => avatar(name, { isBot: name === world.state.bot.realName })),
    ),
    h('span', { class: 'how-many' }, text),
    thread.isUnseen && h('span', { class: 'count' }, 'New'),
    h('span', { class: 'last' }, `Last ${last}`),
    h('span', { class: 'sr-only' }, `Open the thread of ${nameOf(message)}`),
  );
}

/** Names a message for those who cannot see it: by its author and its time to the second. */
function nameOf({ name, ts }) {
  const at = new Date(Number(ts) * 1000);
  return `${name}’s message of ${timeOfDay(at)}:${String(at.getSeconds()).padStart(2, '0')}`;
}

function drawBody({ message, channel, parent }) {
  const edited = message.edited && h('span', { class: 'edited' }, ' (edited)');
  if (!message.blocks?.length) return h('div', { class: 'text' }, mrkdwn(message.text, reader()), edited);
  return h(
    'div',
    { class: 'blocks' },
    drawBlocks(message.blocks, messageSurface({ message, channel, parent })),
    edited,
  );
}

function messageSurface({ message, channel, parent }) {
  const click = async ({ position, element, control, sent }) => {
    control.setAttribute('aria-busy', 'true');
    const target = { channel: channel.id, ts: message.ts, ephemeral: message.ephemeral };
    await act('click', { ...target, actionId: element.action_id, blockId: position.blockId, ...sent });
    control.removeAttribute('aria-busy');
  };
  const { users: people, channels } = world.state;
  return {
    id: `message${parent ? ' in thread' : ''} ${view.user} ${channel.id} ${message.ts}`,
    reader: reader(),
    people,
    channels,
    click,
  };
}

function tools({ message, channel, parent }) {
  const name = nameOf(message);
  const thread = message.thread_ts ?? message.ts;
  const shortcuts = world.state.extra.shortcuts.filter(({ type }) => type === 'message');
  const more = [
    ...shortcuts.map(({ name: label, callbackId }) => ({
      label,
      note: world.state.bot.realName,
      attributes: { 'data-shortcut': callbackId },
      choose: () => act('message-shortcut', { channel: channel.id, ts: message.ts, callbackId }),
    })),
    {
      label: 'Copy link',
      attributes: { 'data-copy-link': message.ts },
      choose: () => copyLink(message, channel),
    },
  ];
  return h(
    'div',
    { class: 'tools', role: 'group', 'aria-label': `Actions for ${name}` },
    !parent &&
      tool('reply', `Reply in the thread of ${name}`, {
        'data-reply': message.ts,
        'data-focus': `${message.ts} reply`,
        onclick: () => openThreadOf(thread),
      }),
    tool('more', `More actions for ${name}`, {
      'aria-haspopup': 'menu',
      'aria-expanded': 'false',
      'data-message-menu': message.ts,
      'data-focus': `${message.ts} menu`,
      onclick: (event) => openMenu(event.currentTarget, more),
    }),
  );
}

function tool(className, label, attributes) {
  return h('button', {
    type: 'button',
    class: `icon ${className}`,
    'aria-label': label,
    title: label,
    ...attributes,
  });
}

async function copyLink({ ts }, { id }) {
  const link = `${location.origin}/archives/${id}/p${ts.replace('.', '')}`;
  const isCopied = await navigator.clipboard.writeText(link).then(
    () => true,
    () => false,
  );
  toast(isCopied ? 'The link is copied.' : link);
}
