import { dayTitle } from './dates.js';
import { h, keepingFocus, placeChildren } from './dom.js';
import { announce } from './live-region.js';
import { drawMessage, messageSignature } from './messages.js';
import { now, view } from './state.js';

const NEAR_BOTTOM_PX = 48;
const GROUP_SECONDS = 300;

/**
 * Returns a function that draws messages into `list`, oldest first, and keeps the newest in sight where the reader was
 * there. A message is drawn anew only when it has changed, so that an untouched card keeps its open menus and focus.
 * `place`: `{ key, channel, messages, parent?, unreadSince? }`; `parent` is set in a thread.
 */
export function createMessageList(list, scroller) {
  let drawn = new Map();
  let shownKey = null;
  let isAtBottom = true;

  const toBottom = () => {
    scroller.scrollTop = scroller.scrollHeight;
    isAtBottom = true;
  };
  scroller.addEventListener('scroll', () => {
    isAtBottom = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_BOTTOM_PX;
  });
  new ResizeObserver(() => isAtBottom && toBottom()).observe(scroller);

  return (place) => {
    const isNewPlace = place.key !== shownKey;
    const stick = isNewPlace || isAtBottom;
    const next = new Map();
    const nodes = rowsOf(place).map((row) => {
      const kept = drawn.get(row.key);
      const isSame = kept?.signature === row.signature;
      next.set(row.key, isSame ? kept : { signature: row.signature, node: row.draw() });
      if (!isNewPlace && !kept && row.message) announce(row.message);
      return next.get(row.key).node;
    });
    keepingFocus(list, () => placeChildren(list, nodes));
    drawn = next;
    shownKey = place.key;
    if (stick) toBottom();
    if (showTarget(list)) isAtBottom = false;
  };
}

// Once, for the message that a permalink names.
function showTarget(list) {
  const target = view.ts && list.querySelector(`[data-ts="${CSS.escape(view.ts)}"]`);
  if (!target) return false;
  view.ts = null;
  target.classList.add('target');
  target.scrollIntoView({ block: 'center' });
  return true;
}

function rowsOf({ channel, messages, parent, unreadSince }) {
  const rows = [];
  let previous = null;
  let day = null;
  let isUnreadMarked = unreadSince === undefined;
  for (const message of [...messages].sort((a, b) => Number(a.ts) - Number(b.ts))) {
    const at = new Date(Number(message.ts) * 1000);
    if (at.toDateString() !== day) {
      day = at.toDateString();
      rows.push(dividerRow(dayTitle(at, now()), 'day', day));
      previous = null;
    }
    if (!isUnreadMarked && Number(message.ts) > unreadSince && message.user !== view.user) {
      isUnreadMarked = true;
      rows.push(dividerRow('New', 'day unread', 'unread'));
      previous = null;
    }
    rows.push(messageRow({ message, channel, at, parent, isCompact: continues(previous, message) }));
    previous = message;
  }
  return rows;
}

function continues(previous, message) {
  if (!previous || previous.bot || previous.ephemeral || message.bot || message.ephemeral) return false;
  return previous.user === message.user && Number(message.ts) - Number(previous.ts) < GROUP_SECONDS;
}

function dividerRow(title, className, key) {
  const draw = () => h('li', { class: className }, h('span', {}, title));
  return { key: `divider ${key}`, signature: title, draw };
}

function messageRow(row) {
  const { message, channel } = row;
  return {
    key: `${view.user} ${channel.id} ${message.ts} ${message.ephemeral}`,
    signature: messageSignature(row),
    message,
    draw: () => drawMessage(row),
  };
}
