import { plainText } from './mrkdwn.js';

/** Values typed or chosen and not yet sent, by surface, block and action. They survive every redraw. */
const drafts = new Map();

/**
 * Values of the inputs of an open modal that nobody has changed since, by surface. Slack keeps them when the modal is
 * updated.
 */
const held = new Map();

const SINGLE_SELECTS = new Set(['static_select', 'external_select', 'radio_buttons']);
const MULTI_SELECTS = new Set(['multi_static_select', 'multi_external_select', 'checkboxes']);
const ID_FIELDS = {
  users_select: ['selected_user', 'initial_user'],
  channels_select: ['selected_channel', 'initial_channel'],
  conversations_select: ['selected_conversation', 'initial_conversation'],
  multi_users_select: ['selected_users', 'initial_users'],
  multi_channels_select: ['selected_channels', 'initial_channels'],
  multi_conversations_select: ['selected_conversations', 'initial_conversations'],
  datepicker: ['selected_date', 'initial_date'],
  timepicker: ['selected_time', 'initial_time'],
  datetimepicker: ['selected_date_time', 'initial_date_time'],
};
const STATELESS = new Set([
  'button',
  'overflow',
  'image',
  'workflow_button',
  'icon_button',
  'feedback_buttons',
]);

/** The entry for one element in Slack's `state.values`: the draft, or what the block starts with. */
export function entryOf(position, element) {
  const known = held.get(position.surface)?.[position.blockId]?.[element.action_id];
  const kept = drafts.get(keyOf(position, element)) ?? (known?.type === element.type ? known : null);
  return kept ?? { type: element.type, [fieldOf(element)]: startOf(element) };
}

/** Returns the value of an element: text, an option, a list of options or an id. */
export function contentOf(position, element) {
  return entryOf(position, element)[fieldOf(element)];
}

/** Remembers what the person typed or chose. */
export function keepDraft(position, element, content) {
  drafts.set(keyOf(position, element), { type: element.type, [fieldOf(element)]: content });
}

/** Takes over `state.values` of an open modal. */
export function hold(surface, values) {
  held.set(surface, values ?? {});
}

/** Forgets the drafts of surfaces that are gone, as `isGone` says by id. */
export function dropDrafts(isGone) {
  for (const key of drafts.keys()) if (isGone(key.split('\n')[0])) drafts.delete(key);
  for (const key of held.keys()) if (isGone(key)) held.delete(key);
}

/** `state.values` of a surface: every element that holds something, by block id and action id. */
export function valuesOf(surface, blocks) {
  const values = {};
  for (const [block, blockId] of withIds(blocks)) {
    for (const element of elementsOf(block)) {
      if (STATELESS.has(element.type) || !element.action_id) continue;
      values[blockId] ??= {};
      values[blockId][element.action_id] = entryOf({ surface, blockId }, element);
    }
  }
  return values;
}

/** Blocks with their ids, those in containers too; a block without an id is named by its position. */
export function withIds(blocks, prefix = '') {
  return (blocks ?? []).flatMap((block, index) => {
    const id = block.block_id ?? `${prefix}${index}`;
    return [[block, id], ...withIds(block.child_blocks, `${id}-`)];
  });
}

/** Returns what is missing or malformed in a form as `{ blockId: message }`, by the checks that Slack makes itself. */
export function formErrors(surface, blocks) {
  const errors = {};
  for (const [block, blockId] of withIds(blocks)) {
    if (block.type !== 'input') continue;
    const words = fieldError(block, contentOf({ surface, blockId }, block.element));
    if (words) errors[blockId] = words;
  }
  return errors;
}

/** True when two options are the same. Their texts are compared only where there is no value. */
export function sameOption(a, b) {
  if (!a || !b) return false;
  return a.value === undefined ? plainText(a.text) === plainText(b.text) : a.value === b.value;
}

function fieldError(block, content) {
  const { element } = block;
  const empty = content === null || content === undefined || content.length === 0;
  if (empty) return block.optional ? null : 'Please complete this required field.';
  if (element.min_length && content.length < element.min_length) {
    return `Please enter at least ${element.min_length} characters.`;
  }
  if (element.max_length && content.length > element.max_length) {
    return `Please enter at most ${element.max_length} characters.`;
  }
  if (element.type === 'email_text_input' && !/^\S+@\S+\.\S+$/.test(content))
    return 'Please enter an email address.';
  if (element.type === 'url_text_input' && !URL.canParse(content)) return 'Please enter a link.';
  return element.type === 'number_input' ? numberError(element, content) : null;
}

function numberError(element, content) {
  const number = Number(content);
  if (!Number.isFinite(number)) return 'Please enter a number.';
  if (!element.is_decimal_allowed && !Number.isInteger(number)) return 'Please enter a whole number.';
  if (element.min_value !== undefined && number < Number(element.min_value))
    return `At least ${element.min_value}.`;
  if (element.max_value !== undefined && number > Number(element.max_value))
    return `At most ${element.max_value}.`;
  return null;
}

function elementsOf(block) {
  return [block.element, block.accessory, ...(block.type === 'actions' ? block.elements : [])].filter(
    Boolean,
  );
}

// In a message a new starting value from the bot wins over an old choice; in a view what was typed stays, as in Slack.
function keyOf({ surface, blockId }, element) {
  const start = surface.startsWith('message') ? JSON.stringify(startOf(element)) : '';
  return [surface, blockId, element.action_id, element.type, start].join('\n');
}

function fieldOf({ type }) {
  if (SINGLE_SELECTS.has(type)) return 'selected_option';
  if (MULTI_SELECTS.has(type)) return 'selected_options';
  return ID_FIELDS[type]?.[0] ?? 'value';
}

function startOf(element) {
  if (SINGLE_SELECTS.has(element.type)) return element.initial_option ?? null;
  if (MULTI_SELECTS.has(element.type)) return element.initial_options ?? [];
  const field = ID_FIELDS[element.type];
  if (field) return element[field[1]] ?? (element.type.startsWith('multi_') ? [] : null);
  return element.initial_value ?? null;
}
