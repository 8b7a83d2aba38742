import { h, keepingFocus } from './dom.js';
import { avatar } from './messages.js';
import { act, currentChannel, go, refresh, view, world } from './state.js';
import { unseenIn } from './unread.js';

let shown = '';

/** Draws the channel list and the people one can be. */
export function drawSidebar(root) {
  const current = currentChannel();
  const { channels, users } = world.state;
  const counts = Object.fromEntries(channels.map(({ id }) => [id, unseenIn(id)]));
  const signature = JSON.stringify([channels, users, counts, view.user, current?.id]);
  if (signature === shown) return;
  shown = signature;
  const rooms = channels.filter(({ kind }) => kind === 'channel');
  const directs = channels.filter(({ kind, member }) => kind === 'im' && member);
  const item = (channel) => channelItem(channel, { current, count: counts[channel.id] });
  keepingFocus(root, () =>
    root.replaceChildren(
      section('Channels', rooms.map(item)),
      directs.length > 0 && section('App', directs.map(item)),
      section('You are', users.filter(({ bot }) => !bot).map(personItem)),
    ),
  );
}

/** Returns the name of a conversation; direct messages have the app's name. */
export function channelTitle(channel) {
  return channel.kind === 'im' ? world.state.bot.realName : channel.name;
}

/** Opening the conversation with the app is what makes it draw its Home tab. */
export function openChannel(channel) {
  go({ channel: channel.id, thread: null, tab: 'messages' });
  document.body.classList.remove('show-sidebar');
  if (channel.kind === 'im') void act('open-home');
}

/** Looks at the workspace as another person. */
export async function become(user) {
  go({ user, thread: null });
  document.body.classList.remove('show-sidebar');
  await refresh();
  if (currentChannel()?.kind === 'im') await act('open-home');
}

function section(title, items) {
  return h('section', {}, h('h2', {}, title), h('ul', {}, items));
}

function channelItem(channel, { current, count }) {
  const isCurrent = channel.id === current?.id;
  const sign =
    channel.kind === 'im'
      ? h('span', { class: 'avatar bot tiny' })
      : channel.private
        ? h('span', { class: 'lock' })
        : '#';
  const button = h(
    'button',
    {
      type: 'button',
      class: ['row', !channel.member && 'outside', count > 0 && 'news'].filter(Boolean).join(' '),
      'data-channel': channel.id,
      'data-focus': channel.id,
      'aria-current': isCurrent ? 'page' : null,
      onclick: () => openChannel(channel),
    },
    h('span', { class: 'sign', 'aria-hidden': 'true' }, sign),
    h('span', { class: 'name' }, channelTitle(channel)),
    channel.private && channel.kind !== 'im' && h('span', { class: 'sr-only' }, ' (private)'),
    count > 0 && h('span', { class: 'count' }, count, h('span', { class: 'sr-only' }, ' new')),
  );
  return h('li', {}, button);
}

function personItem(person) {
  const isMe = person.id === view.user;
  const kind = person.guest ? 'guest' : person.stranger || person.team ? 'outsider' : null;
  const button = h(
    'button',
    {
      type: 'button',
      class: 'row person',
      'data-user-switch': person.id,
      'data-focus': person.id,
      'aria-pressed': isMe ? 'true' : 'false',
      onclick: () => become(person.id),
    },
    avatar(shortName(person)),
    h('span', { class: 'name' }, shortName(person)),
    kind && h('span', { class: 'kind' }, kind),
  );
  return h('li', {}, button);
}

// "Gale (guest)" has its own label for what stands in brackets.
function shortName({ realName, name }) {
  return (realName ?? name).replace(/ \(.*\)$/, '');
}
