import { createComposer, draftKey } from './composer.js';
import { createMessageList } from './message-list.js';
import { channelTitle } from './sidebar.js';
import { currentChannel, go, openThread, view, world } from './state.js';

/** Wires the pane of a thread; returns a function that draws the open thread, or hides the pane. */
export function createThreadPane(pane) {
  const close = () => {
    const parent = view.thread;
    go({ thread: null });
    const from = document.querySelector(`[data-open-thread="${CSS.escape(parent ?? '')}"]`);
    (from ?? document.getElementById('composer')).focus();
  };
  const composer = createComposer({
    id: 'thread-composer',
    label: 'Reply in the thread',
    onEscape: close,
    place: () => {
      const channel = currentChannel();
      return {
        key: draftKey(channel, view.thread),
        name: 'this thread',
        channel,
        threadTs: view.thread,
        mayWrite: Boolean(channel?.member),
      };
    },
  });
  pane.append(composer.form);
  const draw = createMessageList(pane.querySelector('ol'), pane.querySelector('.thread-scroller'));
  pane.querySelector('[data-close-thread]').addEventListener('click', close);

  return () => {
    const channel = currentChannel();
    const parent = openThread();
    pane.hidden = parent === null;
    document.body.classList.toggle('has-thread', parent !== null);
    if (!parent) return draw({ key: null, channel, messages: [] });
    pane.querySelector('.thread-place').textContent =
      channel.kind === 'im' ? channelTitle(channel) : `#${channelTitle(channel)}`;
    const inThread = ({ ts, thread_ts: thread }) => ts === parent.ts || thread === parent.ts;
    const messages = world.state.messages[channel.id].filter(inThread);
    draw({ key: `${view.user} ${channel.id} ${parent.ts}`, channel, messages, parent });
    composer.draw();
  };
}
