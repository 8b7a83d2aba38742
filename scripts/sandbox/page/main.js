import { compose, drawComposer, startComposer } from './composer.js';
import { h } from './dom.js';
import { drawMessages, keepAtBottom } from './messages.js';
import { drawAck, drawClock, drawPanel } from './panel.js';
import { channelTitle, drawSidebar } from './sidebar.js';
import { act, currentChannel, follow, go, now, view, world } from './state.js';
import { closeTopView, drawHome, drawModal } from './views.js';

const at = (id) => document.getElementById(id);
const onSample = (text) => {
  document.body.classList.remove('show-panel');
  compose(at('composer'), text);
};

startComposer(at('compose'));
startDialog(at('modal'));
startDrawers();
keepAtBottom(at('scroller'));
startTabs();
await follow(draw);
setInterval(() => drawClock(at('clock'), now()), 5_000);
if (currentChannel()?.kind === 'im') void act('open-home');

function draw() {
  if (!world.state) return;
  drawSidebar(at('channels'));
  drawTop();
  drawMessages(at('messages'), at('scroller'), currentChannel());
  drawHome(at('home'));
  drawComposer(at('compose'));
  drawPanel(
    { samples: at('samples'), upstreamEvents: at('upstream-events'), faults: at('faults') },
    onSample,
  );
  drawClock(at('clock'), now());
  drawAck(at('ack'));
  drawModal(at('modal'));
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
  at('empty').hidden = Boolean(world.state.messages[channel?.id]?.length);
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
