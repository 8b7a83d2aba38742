import { h } from './dom.js';
import { world } from './state.js';

const MOST = 12;

/**
 * Creates the list of suggestions of a text field: people after `@`, the command after `/`, and topics while the command
 * is typed. `onKey(event)` returns whether the list has taken the key; `update()` follows the text.
 */
export function createSuggestions(field, { allowsCommands }) {
  const list = h('ul', {
    id: `${field.id}-suggestions`,
    class: 'suggestions',
    role: 'listbox',
    'aria-label': 'Suggestions',
    hidden: true,
  });
  let offered = [];
  let active = 0;

  const choose = (item) => {
    const { value, selectionStart: end } = field;
    field.setRangeText(`${item.text} `, item.from, end, 'end');
    if (value !== field.value) field.dispatchEvent(new Event('input'));
    field.focus();
  };
  const draw = () => {
    list.replaceChildren(...offered.map((item, index) => option(item, { list, index, active, choose })));
    list.hidden = offered.length === 0;
    if (list.hidden) field.removeAttribute('aria-activedescendant');
    else field.setAttribute('aria-activedescendant', `${list.id}-${active}`);
  };
  const close = () => {
    offered = [];
    draw();
  };
  field.setAttribute('aria-controls', list.id);
  field.addEventListener('blur', close);

  return {
    list,
    update() {
      offered = world.state ? suggestionsFor(field, allowsCommands()).slice(0, MOST) : [];
      active = 0;
      draw();
    },
    onKey(event) {
      if (offered.length === 0) return false;
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) active = (active + step + offered.length) % offered.length;
      else if (event.key === 'Escape') offered = [];
      else if (event.key === 'Tab' || (event.key === 'Enter' && offered[active].takesEnter)) {
        event.preventDefault();
        choose(offered[active]);
        return true;
      } else return false;
      event.preventDefault();
      draw();
      return true;
    },
  };
}

function option(item, { list, index, active, choose }) {
  const take = (event) => {
    event.preventDefault();
    choose(item);
  };
  return h(
    'li',
    {
      id: `${list.id}-${index}`,
      role: 'option',
      'aria-selected': String(index === active),
      'data-suggestion': item.text,
      onmousedown: take,
    },
    h('span', { class: 'suggestion' }, item.text),
    item.note && h('span', { class: 'note' }, item.note),
  );
}

/** Returns `{ text, note, from, takesEnter }`: what to write, and from which character on. */
function suggestionsFor({ value, selectionStart: end }, allowsCommands) {
  const before = value.slice(0, end);
  const { commands } = world.state.extra;
  const mention = /(?:^|\s)@([^@\n]{0,20})$/.exec(before);
  if (mention) return people(mention[1].toLowerCase(), end - mention[1].length - 1);
  if (!allowsCommands || !before.startsWith('/')) return [];
  const command = commands.find(({ name }) => before.startsWith(`${name} `));
  if (command) return topics(command, before);
  return commands
    .filter(({ name }) => name.startsWith(before))
    .map(({ name, description }) => ({ text: name, note: description, from: 0, takesEnter: true }));
}

function people(typed, from) {
  const { bot, users } = world.state;
  return [bot, ...users]
    .filter(
      ({ realName }) => realName.toLowerCase().startsWith(typed) && realName.toLowerCase() !== typed.trim(),
    )
    .map((person) => ({
      text: `@${person.realName}`,
      note: person === bot ? 'App' : '',
      from,
      takesEnter: true,
    }));
}

// After an id only, and never instead of sending: Enter sends what is typed.
function topics({ name, topics: all = [] }, before) {
  const words = before.slice(name.length + 1).split(' ');
  if (words.length < 2 || words[0] === '') return [];
  const last = words.at(-1).toLowerCase();
  if (words.slice(1, -1).some((word) => all.some(({ id }) => id === word))) return [];
  return all
    .filter(({ id }) => id.startsWith(last) && id !== last)
    .map(({ id, label }) => ({
      text: id,
      note: label,
      from: before.length - last.length,
      takesEnter: false,
    }));
}
