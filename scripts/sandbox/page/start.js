import { h } from './dom.js';
import { openStory } from './guide.js';
import { showPanelTab } from './panel-tabs.js';
import { go, world } from './state.js';
import { STORIES } from './stories.js';

/** Checks that show the most in one look. */
const FIRST_CHECKS = [
  { text: 'A-S00900001 sign-in', note: 'Bought through a reseller; the customer cannot sign in' },
  { text: 'A-S00900002 sign-in', note: 'Bought from us' },
  { text: '#48212', note: 'A reseller asks for a contact change in a ticket' },
];
let shown = '';

/** Draws what an empty channel says: what to try first where commands work, or that there is nothing yet. */
export function drawStart(root, channel, useText) {
  const { command } = world.state.extra;
  const canTry = Boolean(command && channel?.botMember && channel.member && !channel.extShared);
  const signature = `${channel?.id} ${canTry}`;
  if (signature === shown) return;
  shown = signature;
  if (canTry && channel.name === 'support-licensing') root.replaceChildren(...firstSteps(command, useText));
  else root.replaceChildren(h('h3', {}, 'Nothing here yet'), elsewhere());
}

function firstSteps(command, useText) {
  return [
    h('h3', {}, 'Try this'),
    h('p', {}, 'A made-up workspace with the real bot. Check a customer and read the card that comes back:'),
    h(
      'ul',
      { class: 'first-checks' },
      FIRST_CHECKS.map(({ text, note }) =>
        h(
          'li',
          {},
          h(
            'button',
            {
              type: 'button',
              class: 'first-check',
              'data-first-check': text,
              onclick: () => useText(`${command.name} ${text}`, { isSent: true }),
            },
            h('code', {}, `${command.name} ${text}`),
            h('span', { class: 'note' }, note),
          ),
        ),
      ),
    ),
    h('p', {}, 'Or take one of the guided stories: a few minutes each, with what to look at.'),
    h(
      'button',
      {
        type: 'button',
        class: 'button primary filled',
        'data-begin-stories': true,
        onclick: beginStories,
      },
      'Begin the first story',
    ),
  ];
}

function beginStories() {
  openStory(STORIES[0].id);
  showPanelTab('stories');
  go({});
}

function elsewhere() {
  const support = world.state.channels.find(({ name }) => name === 'support-licensing');
  if (!support) return h('p', {}, 'Under “You are” you become somebody else and see what they see.');
  return h(
    'p',
    {},
    'Checks are made in ',
    h(
      'button',
      {
        type: 'button',
        class: 'link',
        onclick: () => go({ channel: support.id, thread: null, tab: 'messages' }),
      },
      `#${support.name}`,
    ),
    '. Messages come here when there is something to tell.',
  );
}
