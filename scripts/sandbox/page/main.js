import { createComposer, draftKey } from './composer.js';
import { h } from './dom.js';
import { createMessageList } from './message-list.js';
import { createPanel } from './panel.js';
import { channelTitle, drawSidebar } from './sidebar.js';
import { drawStart } from './start.js';
import { act, currentChannel, follow, go, isThreadReply, now, openThread, view, world } from './state.js';
import { startTheme } from './theme.js';
import { createThreadPane } from './thread.js';
import { markSeen, seenUntil, unseenIn } from './unread.js';
import { closeTopView, drawHome, drawModal } from './views.js';

const at = (id) => document.getElementById(id);
const composer = createComposer({
  id: 'composer',
  label: 'Message',
  place: () => {
    const channel = currentChannel();
    const name = channel?.kind === 'im' ? channelTitle(channel) : `#${channel?.name ?? ''}`;
    return { key: draftKey(channel), name, channel, mayWrite: Boolean(channel?.member) };
  },
});
at('compose').append(composer.form);
const drawMessages = createMessageList(at('messages'), at('scroller'));
const drawThread = createThreadPane(at('thread'));
const drawPanel = createPanel(at('panel'), useText);
/** The channel on the screen, and up to where it had been read when it was opened. */
let opened = { key: null, unreadSince: 0 };

startTheme(at('theme'));
startDialog(at('modal'));
startDrawers();
startTabs();
await follow(draw);
setInterval(() => world.state && drawPanel.clock(now()), 5_000);
if (currentChannel()?.kind === 'im') void act('open-home');

function draw() {
  if (!world.state) return;
  const channel = currentChannel();
  openThreadOfTarget(channel);
  rememberOpening(channel);
  markSeen(channel, openThread());
  drawSidebar(at('channels'));
  drawTop();
  const messages = (world.state.messages[channel?.id] ?? []).filter((message) => !isThreadReply(message));
  drawMessages({ key: opened.key, channel, messages, unreadSince: opened.unreadSince });
  drawThread();
  drawHome(at('home'));
  composer.draw();
  drawPanel();
  drawModal(at('modal'));
}

/** Fills the composer with a text, or sends it at once. */
function useText(text, options) {
  document.body.classList.remove('show-panel');
  go({ thread: null, tab: 'messages' });
  composer.fill(text, options);
}

// What came between the last visit and this one is set off by a line for as long as the channel stays open.
function rememberOpening(channel) {
  const key = `${view.user} ${channel?.id}`;
  if (key === opened.key) return;
  const seen = seenUntil(channel?.id);
  opened = { key, unreadSince: seen > 0 && unseenIn(channel.id) > 0 ? seen : undefined };
}

function openThreadOfTarget(channel) {
  const target = view.ts && world.state.messages[channel?.id]?.find(({ ts }) => ts === view.ts);
  if (target && isThreadReply(target)) view.thread = target.thread_ts;
}

function drawTop() {
  const channel = currentChannel();
  const isDirect = channel?.kind === 'im';
  const isHome = isDirect && view.tab === 'home' && Boolean(world.state.home);
  const isLocked = Boolean(channel?.private) && !isDirect;
  at('channel-sign').textContent = isDirect || isLocked || !channel ? '' : '#';
  at('channel-sign').classList.toggle('lock', isLocked);
  at('channel-name').textContent = channel ? channelTitle(channel) : 'Nothing to see';
  at('channel-tags').replaceChildren(...tags(channel));
  at('tabs').hidden = !isDirect || !world.state.home;
  for (const tab of at('tabs').children) {
    tab.setAttribute('aria-selected', String((tab.dataset.tab === 'home') === isHome));
  }
  at('home').hidden = !isHome;
  at('scroller').hidden = isHome;
  at('compose').hidden = isHome;
  const isEmpty = !world.state.messages[channel?.id]?.length;
  at('empty').hidden = !isEmpty;
  if (isEmpty) drawStart(at('empty'), channel, useText);
}

function tags(channel) {
  if (!channel) return [];
  const words = [
    channel.kind === 'channel' && channel.private && 'private',
    channel.extShared && 'shared with another company',
    channel.kind === 'channel' && !channel.botMember && 'the app is not in here',
  ];
  return words.filter(Boolean).map((text) => h('span', { class: 'tag' }, text));
}

// Esc asks the sandbox to close the view; the dialog itself goes only when the view is gone.
function startDialog(dialog) {
  dialog.addEventListener('cancel', (event) => {
    event.preventDefault();
    void closeTopView();
  });
  dialog.addEventListener('close', () => {
    if (world.state?.views?.length) dialog.showModal();
  });
}

function startDrawers() {
  for (const button of document.querySelectorAll('[data-drawer]')) {
    button.addEventListener('click', () => {
      const name = `show-${button.dataset.drawer}`;
      const open = document.body.classList.toggle(name);
      document.body.classList.remove(name === 'show-panel' ? 'show-sidebar' : 'show-panel');
      if (open) document.querySelector(`#${button.dataset.drawer} button`)?.focus();
    });
  }
  const closeAll = () => document.body.classList.remove('show-sidebar', 'show-panel');
  at('scrim').addEventListener('click', closeAll);
  document.addEventListener('keydown', (event) => event.key === 'Escape' && closeAll());
}

function startTabs() {
  for (const tab of at('tabs').children) {
    tab.addEventListener('click', () => {
      go({ tab: tab.dataset.tab });
      if (tab.dataset.tab === 'home') void act('open-home');
    });
  }
}
