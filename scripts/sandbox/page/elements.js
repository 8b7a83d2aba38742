import { choiceGroup, selectField } from './choices.js';
import { h, safeAddress } from './dom.js';
import { dispatchOn, fieldAttributes, hooks } from './fields.js';
import { plainText } from './mrkdwn.js';
import { confirmed, openMenu } from './popups.js';
import { contentOf, keepDraft } from './values.js';

const CHOICE_GROUPS = /^(radio_buttons|checkboxes|multi_\w+_select)$/;
const TEXT_FIELDS = {
  plain_text_input: 'text',
  email_text_input: 'email',
  url_text_input: 'url',
  number_input: 'text',
  datepicker: 'date',
  timepicker: 'time',
};

/**
 * One interactive element. `position` is `{ surface, blockId, block }`, `surface` what it stands on (see `blocks.js`).
 * In an input block a change is only remembered, unless the block asks for a dispatch.
 */
export function interactive(element, position, surface) {
  if (element.type === 'button' || element.type === 'workflow_button')
    return button(element, position, surface);
  if (element.type === 'overflow') return overflow(element, position, surface);
  if (element.type === 'image') return picture(element);
  if (CHOICE_GROUPS.test(element.type)) return choiceGroup(element, position, surface);
  if (element.type.endsWith('_select')) return selectField(element, position, surface);
  if (element.type === 'datetimepicker') return dateTimeField(element, position, surface);
  if (element.type in TEXT_FIELDS) return textField(element, position, surface);
  return h('span', { class: 'unknown' }, `[${element.type}]`);
}

/** An image by its description alone: the page loads nothing from elsewhere. */
export function picture({ alt_text: alt }) {
  return h('span', { class: 'picture', role: 'img', 'aria-label': alt }, alt);
}

function button(element, position, surface) {
  const look = { primary: 'button primary', danger: 'button danger' }[element.style] ?? 'button';
  const press = async (event) => {
    const control = event.currentTarget;
    if (control.getAttribute('aria-busy') === 'true') return;
    if (!(await confirmed(element.confirm, surface.reader))) return;
    const address = safeAddress(element.url ?? '');
    if (address) window.open(address, '_blank', 'noopener');
    await surface.click({ position, element, control, sent: { value: element.value } });
  };
  const attributes = {
    ...hooks(element, position),
    'aria-label': element.accessibility_label,
    title: element.url,
  };
  return h('button', { type: 'button', class: look, ...attributes, onclick: press }, [
    plainText(element.text),
    element.url && h('span', { class: 'outside', 'aria-hidden': 'true' }, ' ↗'),
  ]);
}

function overflow(element, position, surface) {
  const choose = async (option, control) => {
    if (!(await confirmed(element.confirm, surface.reader))) return;
    await surface.click({ position, element, control, sent: { selectedOption: option } });
  };
  const open = (event) => {
    const control = event.currentTarget;
    openMenu(
      control,
      element.options.map((option) => ({
        label: plainText(option.text),
        note: option.description && plainText(option.description),
        href: safeAddress(option.url ?? ''),
        attributes: { 'data-option': option.value },
        choose: () => choose(option, control),
      })),
    );
  };
  // Two menus of one message differ by what they begin with.
  const label = element.accessibility_label ?? `More actions: ${plainText(element.options[0]?.text)} …`;
  const popup = { 'aria-haspopup': 'menu', 'aria-expanded': 'false', 'aria-label': label };
  return h(
    'button',
    { type: 'button', class: 'button overflow', ...hooks(element, position), ...popup, onclick: open },
    '⋯',
  );
}

function textField(element, position, surface) {
  const content = contentOf(position, element) ?? '';
  const keep = (event) => keepDraft(position, element, event.currentTarget.value || null);
  const attributes = {
    ...fieldAttributes(element, position, surface),
    value: content,
    maxlength: element.max_length,
    oninput: keep,
  };
  if (element.multiline) return h('textarea', { ...attributes, rows: 4 });
  const dispatch = dispatchOn(element, position, surface);
  const type = TEXT_FIELDS[element.type];
  const numeric = element.type === 'number_input' ? 'decimal' : null;
  const isPicker = type === 'date' || type === 'time';
  return h('input', {
    ...attributes,
    type,
    inputmode: numeric,
    onchange: isPicker ? dispatch : null,
    onkeydown: isPicker
      ? null
      : (event) => event.key === 'Enter' && position.block.dispatch_action && dispatch(event),
  });
}

// Slack keeps Unix seconds; the browser's field wants local time without a zone.
function dateTimeField(element, position, surface) {
  const seconds = contentOf(position, element);
  const keep = (event) => {
    const chosen = event.currentTarget.value;
    keepDraft(position, element, chosen ? Math.floor(new Date(chosen).getTime() / 1000) : null);
  };
  return h('input', {
    ...fieldAttributes(element, position, surface),
    type: 'datetime-local',
    value: seconds ? localMinute(seconds) : '',
    oninput: keep,
    onchange: dispatchOn(element, position, surface),
  });
}

function localMinute(seconds) {
  const at = new Date(seconds * 1000);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
