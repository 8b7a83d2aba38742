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
 * One interactive element. `place` is `{ surface, blockId, block }`, `surface` what it stands on (see `blocks.js`).
 * In an input block a change is only remembered, unless the block asks for a dispatch.
 */
export function interactive(element, place, surface) {
  if (element.type === 'button' || element.type === 'workflow_button') return button(element, place, surface);
  if (element.type === 'overflow') return overflow(element, place, surface);
  if (element.type === 'image') return picture(element);
  if (CHOICE_GROUPS.test(element.type)) return choiceGroup(element, place, surface);
  if (element.type.endsWith('_select')) return selectField(element, place, surface);
  if (element.type === 'datetimepicker') return dateTimeField(element, place, surface);
  if (element.type in TEXT_FIELDS) return textField(element, place, surface);
  return h('span', { class: 'unknown' }, `[${element.type}]`);
}

/** An image by its description alone: the page loads nothing from elsewhere. */
export function picture({ alt_text: alt }) {
  return h('span', { class: 'picture', role: 'img', 'aria-label': alt }, alt);
}

function button(element, place, surface) {
  const look = { primary: 'button primary', danger: 'button danger' }[element.style] ?? 'button';
  const press = async (event) => {
    const control = event.currentTarget;
    if (control.getAttribute('aria-busy') === 'true') return;
    if (!(await confirmed(element.confirm, surface.reader))) return;
    const address = safeAddress(element.url ?? '');
    if (address) window.open(address, '_blank', 'noopener');
    await surface.click({ place, element, control, sent: { value: element.value } });
  };
  const attributes = {
    ...hooks(element, place),
    'aria-label': element.accessibility_label,
    title: element.url,
  };
  return h('button', { type: 'button', class: look, ...attributes, onclick: press }, [
    plainText(element.text),
    element.url && h('span', { class: 'outside', 'aria-hidden': 'true' }, ' ↗'),
  ]);
}

function overflow(element, place, surface) {
  const choose = async (option, control) => {
    if (!(await confirmed(element.confirm, surface.reader))) return;
    await surface.click({ place, element, control, sent: { selectedOption: option } });
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
  const label = element.accessibility_label ?? 'More actions';
  const popup = { 'aria-haspopup': 'menu', 'aria-expanded': 'false', 'aria-label': label };
  return h(
    'button',
    { type: 'button', class: 'button overflow', ...hooks(element, place), ...popup, onclick: open },
    '⋯',
  );
}

function textField(element, place, surface) {
  const content = contentOf(place, element) ?? '';
  const keep = (event) => keepDraft(place, element, event.currentTarget.value || null);
  const attributes = {
    ...fieldAttributes(element, place, surface),
    value: content,
    maxlength: element.max_length,
    oninput: keep,
  };
  if (element.multiline) return h('textarea', { ...attributes, rows: 4 });
  const dispatch = dispatchOn(element, place, surface);
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
      : (event) => event.key === 'Enter' && place.block.dispatch_action && dispatch(event),
  });
}

// Slack keeps Unix seconds; the browser's field wants local time without a zone.
function dateTimeField(element, place, surface) {
  const seconds = contentOf(place, element);
  const keep = (event) => {
    const chosen = event.currentTarget.value;
    keepDraft(place, element, chosen ? Math.floor(new Date(chosen).getTime() / 1000) : null);
  };
  return h('input', {
    ...fieldAttributes(element, place, surface),
    type: 'datetime-local',
    value: seconds ? localMinute(seconds) : '',
    oninput: keep,
    onchange: dispatchOn(element, place, surface),
  });
}

function localMinute(seconds) {
  const at = new Date(seconds * 1000);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
