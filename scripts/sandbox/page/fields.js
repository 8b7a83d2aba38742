import { plainText } from './mrkdwn.js';
import { confirmed } from './popups.js';
import { contentOf } from './values.js';

/** Returns the attributes that every control needs for focus to return to it and for a browser test to find it. */
export function hooks(element, position) {
  return {
    'data-action-id': element.action_id,
    'data-block-id': position.blockId,
    'data-focus': `${position.surface}|${position.blockId}|${element.action_id}`,
  };
}

/** The listener that tells the bot about a new value, or nothing where the form waits for Submit. */
export function dispatchOn(element, position, surface) {
  if (position.block.type === 'input' && !position.block.dispatch_action) return () => undefined;
  return async (event) => {
    event.preventDefault();
    const control = event.currentTarget;
    if (!(await confirmed(element.confirm, surface.reader))) return;
    await surface.click({ position, element, control, sent: sentFor(element, contentOf(position, element)) });
  };
}

function sentFor(element, content) {
  if (element.type.startsWith('multi_') || element.type === 'checkboxes') return { selectedOptions: content };
  if (/^(static_select|external_select|radio_buttons)$/.test(element.type))
    return { selectedOption: content };
  return { value: content };
}

/** Attributes of a field: its hooks, its label or name, its hint and its error. */
export function fieldAttributes(element, position, surface) {
  const id = `${position.surface}|${position.blockId}|${element.action_id}`;
  const labelled = position.block.type === 'input';
  const told = [
    surface.errors?.[position.blockId] && `${id}|error`,
    position.block.hint && `${id}|hint`,
  ].filter(Boolean);
  return {
    id,
    ...hooks(element, position),
    class: 'field',
    placeholder: element.placeholder ? plainText(element.placeholder) : null,
    'aria-label': labelled ? null : plainText(element.placeholder) || element.action_id,
    'aria-invalid': surface.errors?.[position.blockId] ? 'true' : null,
    'aria-describedby': told.join(' ') || null,
    autocomplete: 'off',
    autofocus: element.focus_on_load === true,
  };
}
