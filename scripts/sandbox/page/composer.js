import { h } from './dom.js';
import { toast } from './popups.js';
import { act, view, world } from './state.js';
import { createSuggestions } from './suggestions.js';

const TALLEST_PX = 200;

/**
 * Creates a composer. Enter sends, Shift+Enter breaks the line, `@` offers people and `/` the command; what is typed and
 * not sent is kept for each place. `place()` returns `{ key, name, channel, threadTs?, mayWrite }`.
 */
export function createComposer({ id, label, place, onEscape }) {
  const field = h('textarea', {
    id,
    class: 'composer-field',
    rows: 1,
    disabled: true,
    autocomplete: 'off',
    spellcheck: 'false',
    'aria-label': label,
  });
  const hint = h('p', { class: 'command-hint', hidden: true });
  const shortcuts = h('div', { class: 'shortcuts' });
  const suggestions = createSuggestions(field, { allowsCommands: () => !place().threadTs });
  const send = h(
    'button',
    { type: 'submit', class: 'button primary filled', 'aria-label': `Send: ${label}` },
    'Send',
  );
  const form = h(
    'form',
    { class: 'compose' },
    hint,
    suggestions.list,
    h('div', { class: 'composer-box' }, field, h('div', { class: 'composer-bar' }, shortcuts, send)),
  );
  let key = null;

  const changed = () => {
    field.style.height = 'auto';
    field.style.height = `${Math.min(field.scrollHeight, TALLEST_PX)}px`;
    if (key) keepDraft(key, field.value);
    hint.hidden = !drawCommandHint(hint, field.value);
    suggestions.update();
  };
  field.addEventListener('input', changed);
  field.addEventListener('keydown', (event) => {
    if (event.isComposing || suggestions.onKey(event)) return;
    if (event.key === 'Escape' && onEscape) return onEscape();
    if (event.key !== 'Enter' || event.shiftKey) return;
    event.preventDefault();
    form.requestSubmit();
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    return post({ field, place: place(), changed });
  });

  return {
    form,
    /** Shows where the text will be posted, and locks the field where the person may not write. */
    draw() {
      const { key: nowKey, name, mayWrite, threadTs } = place();
      if (!threadTs) drawShortcuts(shortcuts);
      field.disabled = !mayWrite;
      send.disabled = !mayWrite;
      field.placeholder = mayWrite ? `Message ${name}` : `You cannot write to ${name} from here`;
      if (nowKey === key) return;
      key = nowKey;
      field.value = draftOf(key);
      changed();
    },
    /** Puts a text into the field; with `isSent`, sends it at once. */
    fill(text, { isSent = false } = {}) {
      field.value = text;
      field.focus();
      field.setSelectionRange(text.length, text.length);
      changed();
      if (isSent) form.requestSubmit();
    },
  };
}

/** Buttons for the global shortcuts of the app, which Slack has in a menu. */
function drawShortcuts(root) {
  if (root.childElementCount > 0) return;
  const all = world.state.extra.shortcuts.filter(({ type }) => type === 'global');
  root.append(
    ...all.map(({ name, callbackId }) =>
      h(
        'button',
        {
          type: 'button',
          class: 'button quiet',
          'data-shortcut': callbackId,
          title: 'Global shortcut',
          onclick: () => act('global-shortcut', { callbackId }),
        },
        `${name}…`,
      ),
    ),
  );
}

async function post({ field, place, changed }) {
  const text = field.value.trim();
  const { channel, threadTs } = place;
  if (!text || !channel) return;
  const command = /^(\/\S+)\s*([\s\S]*)$/.exec(text);
  const names = world.state.extra.commands.map(({ name }) => name);
  if (command && !names.includes(command[1]))
    return toast(`${command[1]} is not a command here. Commands: ${names.join(', ')}`);
  if (command && threadTs)
    return toast(`Slack sends no commands from threads. Write @${world.state.bot.realName} ${command[2]}`);
  field.value = '';
  changed();
  // On a phone, the folded composer and keyboard leave more room for the answer.
  if (matchMedia('(pointer: coarse)').matches) field.blur();
  const answer = command
    ? await act('command', { channel: channel.id, command: command[1], text: command[2] })
    : await act('say', { channel: channel.id, text: withMentions(text), ...(threadTs && { threadTs }) });
  if (!answer.ok && !field.value) field.value = text;
  changed();
}

/** Returns the text with the names after `@` as Slack's markup of a mention. */
function withMentions(text) {
  const people = [world.state.bot, ...world.state.users].map(({ id, realName }) => [realName, id]);
  const longestFirst = people.sort(([one], [other]) => other.length - one.length);
  return longestFirst.reduce((all, [name, id]) => all.replaceAll(`@${name}`, `<@${id}>`), text);
}

/** Shows how the command is used while it is typed; returns whether there is anything to show. */
function drawCommandHint(hint, text) {
  const command = world.state?.extra.commands.find(({ name }) => text.startsWith(`${name} `));
  if (!command) return false;
  hint.replaceChildren(h('strong', {}, command.name), ' ', h('span', {}, command.usage));
  return true;
}

function draftOf(key) {
  return drafts()[key] ?? '';
}

function keepDraft(key, text) {
  const { [key]: _, ...others } = drafts();
  sessionStorage.setItem('composer', JSON.stringify(text ? { ...others, [key]: text } : others));
}

function drafts() {
  return JSON.parse(sessionStorage.getItem('composer') ?? '{}');
}

/** Returns the key under which the draft for a channel or thread is kept. */
export function draftKey(channel, threadTs = '') {
  return `${view.user} ${channel?.id} ${threadTs}`;
}
