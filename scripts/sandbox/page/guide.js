import { h, keepingFocus } from './dom.js';
import { become, openChannel } from './sidebar.js';
import { act, view, world } from './state.js';
import { STORIES } from './stories.js';
import {
  begin,
  forgetEarlierRuns,
  noteUpstreamEvent,
  progressOf,
  setTick,
  storySignature,
  tickBySigns,
} from './story-progress.js';

const SUPPORT_CHANNEL = 'CSUPPORT';
const ACT_LABELS = {
  send: () => 'Send it',
  become: ({ become: id }) => `Become ${world.state.names.users[id]}`,
  fault: () => 'Do it',
  upstreamEvent: () => 'Let it happen',
};
let shown = '';
let open = sessionStorage.getItem('story');

/** Draws the stories: a list of titles, and the steps of the one that is open. */
export function drawGuide(root, useText) {
  forgetEarlierRuns();
  const story = STORIES.find(({ id }) => id === open);
  if (story) tickBySigns(story);
  const signature = `${storySignature()} ${open}`;
  if (signature === shown) return;
  shown = signature;
  const redraw = () => drawGuide(root, useText);
  keepingFocus(root, () =>
    root.replaceChildren(...STORIES.map((one) => storyNode(one, { useText, redraw }))),
  );
  root.querySelector('.story-step.next')?.scrollIntoView({ block: 'nearest' });
}

/** Opens a story, and begins it unless it was begun before. */
export function openStory(storyId) {
  open = storyId;
  sessionStorage.setItem('story', open ?? '');
  if (open && progressOf(open).since === null) begin(open);
}

function storyNode(story, { useText, redraw }) {
  const { ticks } = progressOf(story.id);
  const isOpen = story.id === open;
  const toggle = () => {
    openStory(isOpen ? null : story.id);
    redraw();
  };
  return h(
    'li',
    { class: isOpen ? 'story open' : 'story', 'data-story': story.id },
    h(
      'button',
      {
        type: 'button',
        class: 'story-head',
        'aria-expanded': String(isOpen),
        'data-focus': `story ${story.id}`,
        onclick: toggle,
      },
      h('span', { class: 'title' }, story.title),
      h('span', { class: 'note' }, story.about),
      h('span', { class: 'progress' }, `${ticks.length} of ${story.steps.length}`),
    ),
    isOpen && storySteps(story, { useText, redraw }),
  );
}

function storySteps(story, { useText, redraw }) {
  const { ticks } = progressOf(story.id);
  const next = story.steps.findIndex((_, index) => !ticks.includes(index));
  const again = () => {
    begin(story.id);
    redraw();
  };
  return h(
    'div',
    { class: 'story-body' },
    h(
      'ol',
      {},
      story.steps.map((step, index) =>
        stepNode({ story, step, index, isNext: index === next }, { useText, redraw }),
      ),
    ),
    next === -1 && h('p', { class: 'story-end' }, 'That is the whole story.'),
    ticks.length > 0 &&
      h(
        'button',
        {
          type: 'button',
          class: 'link',
          'data-story-again': story.id,
          'data-focus': `again ${story.id}`,
          onclick: again,
        },
        `Begin again: ${story.title}`,
      ),
  );
}

function stepNode({ story, step, index, isNext }, { useText, redraw }) {
  const isTicked = progressOf(story.id).ticks.includes(index);
  const tick = (event) => {
    setTick(story.id, index, event.currentTarget.checked);
    redraw();
  };
  const perform = async () => {
    document.body.classList.remove('show-panel');
    await performAct(step.act, useText);
    redraw();
  };
  return h(
    'li',
    { class: `story-step${isTicked ? ' done' : ''}${isNext ? ' next' : ''}`, 'data-story-step': index },
    h(
      'label',
      {},
      h('input', {
        type: 'checkbox',
        checked: isTicked,
        'data-focus': `tick ${story.id} ${index}`,
        onchange: tick,
      }),
      h('span', {}, step.text),
    ),
    step.act &&
      h(
        'button',
        {
          type: 'button',
          class: isNext ? 'button primary small' : 'button small',
          'data-story-act': index,
          'data-focus': `act ${story.id} ${index}`,
          'aria-label': `${labelOf(step.act)}, step ${index + 1}`,
          onclick: perform,
        },
        labelOf(step.act),
      ),
  );
}

function labelOf(actOfStep) {
  const kind = Object.keys(ACT_LABELS).find((name) => name in actOfStep);
  return ACT_LABELS[kind](actOfStep);
}

async function performAct({ send, become: user, channel, fault, upstreamEvent }, useText) {
  if (send) {
    await goTo('UANA', SUPPORT_CHANNEL);
    return useText(`${world.state.extra.commands[0].name} ${send}`, { isSent: true });
  }
  if (user) return goTo(user, channel);
  if (fault) return act('extra', { fault: { system: fault[0], mode: fault[1] } });
  noteUpstreamEvent(upstreamEvent);
  return act('extra', { upstreamEvent });
}

async function goTo(user, channelId) {
  if (view.user !== user) await become(user);
  openChannel(world.state.channels.find(({ id }) => id === channelId));
}
