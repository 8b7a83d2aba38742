import { h } from './dom.js';
import { dispatchOn, fieldAttributes, hooks } from './fields.js';
import { plainText, textNodes } from './mrkdwn.js';
import { confirmed } from './popups.js';
import { contentOf, keepDraft, sameOption } from './values.js';

/** A select of one thing: an option, a person or a channel. The browser's own control, so every keyboard knows it. */
export function selectField(element, position, surface) {
  const groups = groupsOf(element, surface);
  const chosen = contentOf(position, element);
  const isChosen = (option) => (option.id === undefined ? sameOption(option, chosen) : option.id === chosen);
  const all = groups.flatMap((group) => group.options);
  const select = h('select', { ...fieldAttributes(element, position, surface), placeholder: null });
  const mayBeEmpty = position.block.optional === true;
  const empty = plainText(element.placeholder) || 'Choose an option';
  select.append(
    h(
      'option',
      { value: '', disabled: !mayBeEmpty, hidden: !mayBeEmpty, selected: !all.some(isChosen) },
      empty,
    ),
    ...groups.flatMap((group) => optionGroup(group, isChosen)),
  );
  select.classList.toggle('empty', !all.some(isChosen));
  select.addEventListener('change', (event) => choose(event, { element, position, surface, all }));
  return h('span', { class: 'select' }, select);
}

async function choose(event, { element, position, surface, all }) {
  const select = event.currentTarget;
  const option = all.find((one) => valueIn(one) === select.value);
  const before = contentOf(position, element);
  if (!(await confirmed(element.confirm, surface.reader))) {
    select.value = before
      ? valueIn(all.find((one) => sameOption(one, before) || one.id === before) ?? {})
      : '';
    return;
  }
  select.classList.toggle('empty', !option);
  keepDraft(position, element, option ? (option.id ?? option) : null);
  await dispatchOn(
    { ...element, confirm: undefined },
    position,
    surface,
  )({ currentTarget: select, preventDefault() {} });
}

function optionGroup(group, isChosen) {
  const options = group.options.map((option) => {
    const note = option.description ? ` – ${plainText(option.description)}` : '';
    return h('option', { value: valueIn(option), selected: isChosen(option) }, plainText(option.text) + note);
  });
  return group.label ? h('optgroup', { label: group.label }, options) : options;
}

function valueIn(option) {
  return option.id ?? option.value ?? plainText(option.text);
}

/** Options by group; people and channels are the sandbox's own. */
function groupsOf(element, surface) {
  if (element.type.includes('users')) {
    return [
      { options: surface.people.map(({ id, realName, name }) => ({ id, text: { text: realName ?? name } })) },
    ];
  }
  if (/channels|conversations/.test(element.type)) {
    const open = surface.channels.filter((channel) => channel.kind === 'channel');
    return [{ options: open.map(({ id, name }) => ({ id, text: { text: `#${name}`, emoji: false } })) }];
  }
  if (!element.option_groups)
    return [{ options: element.options ?? [element.initial_option].filter(Boolean) }];
  return element.option_groups.map(({ label, options }) => ({ label: plainText(label), options }));
}

/** Radio buttons, tick boxes, and a select of several things drawn as tick boxes. */
export function choiceGroup(element, position, surface) {
  const single = element.type === 'radio_buttons';
  const options = groupsOf(element, surface).flatMap((group) => group.options);
  const {
    id,
    'aria-describedby': told,
    'aria-label': name,
    'aria-invalid': invalid,
  } = fieldAttributes(element, position, surface);
  const labelledBy = position.block.type === 'input' ? `${id}|label` : null;
  return h(
    'div',
    {
      id,
      class: element.type.startsWith('multi_') ? 'choices boxed' : 'choices',
      role: single ? 'radiogroup' : 'group',
      'aria-labelledby': labelledBy,
      'aria-label': labelledBy ? null : name,
      'aria-describedby': told,
      'aria-invalid': invalid,
    },
    options.map((option, index) => choice(option, { element, position, surface, single, index })),
  );
}

function choice(option, { element, position, surface, single, index }) {
  const content = contentOf(position, element);
  const isSame = (one) => (option.id === undefined ? sameOption(one, option) : one === option.id);
  const plain = option.id ?? option;
  const change = (event) => {
    const now = contentOf(position, element) ?? [];
    if (single) keepDraft(position, element, plain);
    else
      keepDraft(
        position,
        element,
        event.currentTarget.checked ? [...now, plain] : now.filter((one) => !isSame(one)),
      );
    return dispatchOn(element, position, surface)(event);
  };
  const input = h('input', {
    type: single ? 'radio' : 'checkbox',
    name: `${position.surface}|${position.blockId}|${element.action_id}`,
    value: valueIn(option),
    checked: single ? isSame(content) : (content ?? []).some(isSame),
    ...hooks(element, position),
    'data-focus': `${hooks(element, position)['data-focus']}|${index}`,
    onchange: change,
  });
  const note =
    option.description && h('span', { class: 'note' }, textNodes(option.description, surface.reader));
  return h('label', { class: 'choice' }, input, h('span', {}, textNodes(option.text, surface.reader), note));
}
