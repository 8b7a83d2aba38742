import { drawBlocks } from './blocks.js';
import { dayTitle, timeOfDay } from './dates.js';
import { h, keepingFocus, placeChildren } from './dom.js';
import { mrkdwn } from './mrkdwn.js';
import { openMenu } from './popups.js';
import { act, go, now, reader, view, world } from './state.js';

const NEAR_BOTTOM_PX = 48;
const GROUP_SECONDS = 300;

/** Drawn messages by key, kept as long as nothing about them changes: an untouched card keeps its open menus and focus. */
let drawn = new Map();
let shownList = null;
let isAtBottom = true;

/** Keeps the newest message in sight when the window or the composer changes its height. */
export function keepAtBottom(scroller) {
  scroller.addEventListener('scroll', () => {
    isAtBottom = distanceToBottom(scroller) < NEAR_BOTTOM_PX;
  });
  new ResizeObserver(() => isAtBottom && toBottom(scroller)).observe(scroller);
}

/** Draws a channel's messages, threads under their parents, and stays at the bottom where the reader was there. */
export function drawMessages(list, scroller, channel) {
  const showing = `${view.user} ${channel?.id}`;
  const stick = showing !== shownList || isAtBottom;
  const next = new Map();
  const rows = channel ? rowsOf(world.state.messages[channel.id] ?? [], channel) : [];
  const nodes = rows.map((row) => {
    const kept = drawn.get(row.key);
    const entry = kept?.signature === row.signature ? kept : { signature: row.signature, node: row.draw() };
    next.set(row.key, entry);
    return entry.node;
  });
  keepingFocus(list, () => placeChildren(list, nodes));
  drawn = next;
  shownList = showing;
  if (stick) toBottom(scroller);
  showTarget(list);
}

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

function toBottom(scroller) {
  scroller.scrollTop = scroller.scrollHeight;
  isAtBottom = true;
}

// Once, for the message that a permalink names.
function showTarget(list) {
  const target = view.ts && list.querySelector(`[data-ts="${CSS.escape(view.ts)}"]`);
  if (!target) return;
  view.ts = null;
  target.classList.add('target');
  target.scrollIntoView({ block: 'center' });
}

function distanceToBottom(scroller) {
  return scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight;
}

function rowsOf(messages, channel) {
  const rows = [];
  let previous = null;
  let day = null;
  for (const { message, isReply, replies } of inReadingOrder(messages)) {
    const at = new Date(Number(message.ts) * 1000);
    if (!isReply && at.toDateString() !== day) {
      day = at.toDateString();
      rows.push(dayRow(at));
      previous = null;
    }
    const isCompact = continues(previous, message, isReply);
    rows.push(messageRow({ message, channel, at, isReply, isCompact, replies }));
    previous = { message, isReply };
  }
  return rows;
}

/** Oldest first; the replies of a thread right after its parent. A reply whose parent is gone stands for itself. */
function inReadingOrder(messages) {
  const sorted = [...messages].sort((a, b) => Number(a.ts) - Number(b.ts));
  const parents = new Set(sorted.filter((message) => !isThreadReply(message)).map(({ ts }) => ts));
  const repliesOf = (ts) => sorted.filter((message) => isThreadReply(message) && message.thread_ts === ts);
  return sorted
    .filter((message) => !isThreadReply(message) || !parents.has(message.thread_ts))
    .flatMap((message) => {
      const replies = repliesOf(message.ts);
      return [
        { message, isReply: false, replies: replies.length },
        ...replies.map((reply) => ({ message: reply, isReply: true, replies: 0 })),
      ];
    });
}

function isThreadReply({ ts, thread_ts: thread }) {
  return thread !== undefined && thread !== ts;
}

function continues(previous, message, isReply) {
  if (!previous || previous.isReply !== isReply || message.bot || message.ephemeral) return false;
  if (previous.message.bot || previous.message.user !== message.user || previous.message.ephemeral)
    return false;
  return Number(message.ts) - Number(previous.message.ts) < GROUP_SECONDS;
}

function dayRow(at) {
  const title = dayTitle(at, now());
  const draw = () => h('li', { class: 'day' }, h('span', {}, title));
  return { key: `day ${at.toDateString()}`, signature: title, draw };
}

function messageRow(row) {
  const { message, channel } = row;
  const today = now().toDateString();
  const shape = [row.isReply, row.isCompact, row.replies, today, view.user, world.state.names];
  const signature = JSON.stringify([message, ...shape]);
  return {
    key: `${view.user} ${channel.id} ${message.ts} ${message.ephemeral}`,
    signature,
    draw: () => drawMessage(row),
  };
}

function drawMessage({ message, channel, at, isReply, isCompact, replies }) {
  const isBot = Boolean(message.bot) && message.user !== 'USLACKBOT';
  const classes = [
    'message',
    isReply && 'reply',
    isCompact && 'compact',
    message.ephemeral && 'ephemeral',
    replies && 'parent',
  ];
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
      drawBody(message, channel),
      replies > 0 && h('p', { class: 'replies' }, replies === 1 ? '1 reply' : `${replies} replies`),
    ),
    !message.ephemeral && tools(message, channel),
  );
}

function drawBody(message, channel) {
  const edited = message.edited && h('span', { class: 'edited' }, ' (edited)');
  if (!message.blocks?.length) return h('div', { class: 'text' }, mrkdwn(message.text, reader()), edited);
  return h('div', { class: 'blocks' }, drawBlocks(message.blocks, messageSurface(message, channel)), edited);
}

function messageSurface(message, channel) {
  const click = async ({ position, element, control, sent }) => {
    control.setAttribute('aria-busy', 'true');
    const target = { channel: channel.id, ts: message.ts, ephemeral: message.ephemeral };
    await act('click', { ...target, actionId: element.action_id, blockId: position.blockId, ...sent });
    control.removeAttribute('aria-busy');
  };
  const { users: people, channels } = world.state;
  return {
    id: `message ${view.user} ${channel.id} ${message.ts}`,
    reader: reader(),
    people,
    channels,
    click,
  };
}

function tools(message, channel) {
  const thread = message.thread_ts ?? message.ts;
  const reply = () => {
    go({ thread: { channel: channel.id, ts: thread } });
    document.getElementById('composer').focus();
  };
  const shortcut = () =>
    act('message-shortcut', { channel: channel.id, ts: message.ts, callbackId: 'check-ticket' });
  const items = [
    {
      label: 'Check this ticket',
      note: 'Reseller Check',
      attributes: { 'data-shortcut': 'check-ticket' },
      choose: shortcut,
    },
    { label: 'Reply in thread', attributes: { 'data-reply': message.ts }, choose: reply },
  ];
  const more = h(
    'button',
    {
      type: 'button',
      class: 'icon more',
      'aria-haspopup': 'menu',
      'aria-expanded': 'false',
      'aria-label': `More actions for the message of ${message.name}`,
      'data-message-menu': message.ts,
      'data-focus': `${message.ts} menu`,
      onclick: (event) => openMenu(event.currentTarget, items),
    },
    '⋯',
  );
  return h('div', { class: 'tools' }, more);
}
