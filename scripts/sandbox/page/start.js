import { h } from './dom.js';
import { openStory } from './guide.js';
import { showPanelTab } from './panel-tabs.js';
import { go, world } from './state.js';
import { STORIES } from './stories.js';

/** Checks to try first. */
const FIRST_CHECKS = [
  { text: 'A-S00900001 sign-in', note: 'Bought through a reseller; the customer cannot sign in' },
  { text: 'A-S00900002 sign-in', note: 'Bought from us' },
  { text: '#48212', note: 'A reseller asks for a contact change in a ticket' },
];
let shown = '';

/** Draws what an empty channel says: what to try first where commands work, or that there is nothing yet. */
export function drawStart(root, channel, useText) {
  const { commands, samples } = world.state.extra;
  const command = commands[0];
  const canTry = Boolean(
    command && samples.length > 0 && channel?.botMember && channel.member && !channel.extShared,
  );
  const signature = `${channel?.id} ${canTry}`;
  if (signature === shown) return;
  shown = signature;
  if (canTry && channel.kind === 'im')
    root.replaceChildren(h('h3', {}, 'Ask the bot here'), ...directQuestions(useText));
  else if (canTry && channel.name === 'support-licensing')
    root.replaceChildren(...firstSteps(command, useText));
  else root.replaceChildren(h('h3', {}, 'Nothing here yet'), elsewhere());
}

function firstSteps(command, useText) {
  return [
    h('h3', {}, 'Try this'),
    h('p', {}, 'A made-up workspace with the real bot. Check a customer and read the card that comes back:'),
    examples(
      FIRST_CHECKS.map((check) => ({ ...check, text: `${command.name} ${check.text}` })),
      useText,
    ),
    h('p', {}, 'Or follow a guided story. Each takes a few minutes and says what to look at.'),
    h(
      'button',
      {
        type: 'button',
        class: 'button primary filled',
        'data-begin-stories': true,
        onclick: beginStories,
      },
      'Start the first story',
    ),
  ];
}

function directQuestions(useText) {
  return [
    h('p', {}, 'Direct messages need no command.'),
    examples([...FIRST_CHECKS.slice(0, 1), { text: 'help', note: 'What can be asked' }], useText),
  ];
}

/** Buttons that send a text at once; each is `{ text, note }`. */
function examples(all, useText) {
  const button = ({ text, note }) =>
    h(
      'button',
      {
        type: 'button',
        class: 'first-check',
        'data-first-check': text,
        onclick: () => useText(text, { isSent: true }),
      },
      h('code', {}, text),
      h('span', { class: 'note' }, note),
    );
  return h(
    'ul',
    { class: 'first-checks' },
    all.map((one) => h('li', {}, button(one))),
  );
}

function beginStories() {
  openStory(STORIES[0].id);
  showPanelTab('stories');
  go({});
}

function elsewhere() {
  const support = world.state.channels.find(({ name }) => name === 'support-licensing');
  if (!support || world.state.extra.samples.length === 0)
    return h('p', {}, 'Choose another person under “You are” to see what they see.');
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
