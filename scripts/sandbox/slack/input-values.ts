import { ownProperty } from '../own-property.ts';
import { allElements, type LocatedElement } from './elements.ts';
import { isObject, type Json } from './shape-checks.ts';

/** Values typed and chosen, by block id and action id, as in `state.values` of a payload. */
export type Values = Record<string, Record<string, Json>>;

/** Per type of element: which key holds its value, which key its first value, and what an untouched one has. */
const VALUE_KEYS: Record<string, readonly [key: string, initial: string, empty: unknown]> = {
  plain_text_input: ['value', 'initial_value', null],
  email_text_input: ['value', 'initial_value', null],
  url_text_input: ['value', 'initial_value', null],
  number_input: ['value', 'initial_value', null],
  rich_text_input: ['rich_text_value', 'initial_value', null],
  static_select: ['selected_option', 'initial_option', null],
  external_select: ['selected_option', 'initial_option', null],
  radio_buttons: ['selected_option', 'initial_option', null],
  checkboxes: ['selected_options', 'initial_options', []],
  multi_static_select: ['selected_options', 'initial_options', []],
  multi_external_select: ['selected_options', 'initial_options', []],
  users_select: ['selected_user', 'initial_user', null],
  channels_select: ['selected_channel', 'initial_channel', null],
  conversations_select: ['selected_conversation', 'initial_conversation', null],
  multi_users_select: ['selected_users', 'initial_users', []],
  multi_channels_select: ['selected_channels', 'initial_channels', []],
  multi_conversations_select: ['selected_conversations', 'initial_conversations', []],
  datepicker: ['selected_date', 'initial_date', null],
  timepicker: ['selected_time', 'initial_time', null],
  datetimepicker: ['selected_date_time', 'initial_date_time', null],
  file_input: ['files', 'initial_files', []],
};

/** The values of inputs, which a person's Slack remembers for as long as block id and action id stay. */
export class InputValues {
  readonly #places = new Map<string, Values>();

  /** `place` names one person's look at one message or view. */
  remember(place: string, values: Values): void {
    const known = this.#places.get(place) ?? {};
    for (const [blockId, actions] of Object.entries(values))
      known[blockId] = { ...ownProperty(known, blockId), ...actions };
    this.#places.set(place, known);
  }

  /** Returns the current values of the inputs: kept values before initial ones. */
  of(place: string, blocks: readonly Json[]): Values {
    const known = this.#places.get(place) ?? {};
    const values: Values = {};
    for (const { block, element } of allElements(blocks)) {
      const first = initialValue(element);
      if (first === undefined) continue;
      const [blockId, actionId] = [String(block['block_id']), String(element['action_id'])];
      const held = ownProperty(ownProperty(known, blockId) ?? {}, actionId);
      const value = held && held['type'] === element['type'] ? held : first;
      values[blockId] = { ...ownProperty(values, blockId), [actionId]: value };
    }
    return values;
  }
}

/** The key that holds the value of such an element, such as `selected_option`; undefined for a button. */
export function valueKey(element: Json): string | undefined {
  return ownProperty(VALUE_KEYS, String(element['type']))?.[0];
}

/** The values of a form as Slack would send them. Throws for an input or an option that is not there. */
export function completeValues(blocks: readonly Json[], given: Values): Values {
  const values: Values = {};
  for (const [blockId, actions] of Object.entries(given)) {
    for (const [actionId, value] of Object.entries(actions)) {
      const full = inputValue(inputIn(blocks, blockId, actionId), value);
      values[blockId] = { ...ownProperty(values, blockId), [actionId]: full };
    }
  }
  return values;
}

/** Returns a value as Slack would send it: with its type, and with the whole option where only its value is given. */
export function inputValue(element: Json, given: unknown): Json {
  const key = valueKey(element) ?? 'value';
  const type = String(element['type']);
  const bare = isObject(given) && key in given ? given[key] : given;
  if (key === 'selected_option') return { type, [key]: bare === null ? null : optionOf(element, bare) };
  if (key === 'selected_options') {
    const chosen = Array.isArray(bare) ? bare : [bare];
    return { type, [key]: chosen.map((each) => optionOf(element, each)) };
  }
  // An emptied field is null to Slack, not an empty text.
  return { type, [key]: bare === '' ? null : (bare ?? null) };
}

function inputIn(blocks: readonly Json[], blockId: string, actionId: string): Json {
  const all = allElements(blocks);
  const isIt = ({ block, element }: LocatedElement) =>
    block['block_id'] === blockId && element['action_id'] === actionId;
  const found = all.find(isIt);
  if (found !== undefined) return found.element;
  const shown = all.map(
    ({ block, element }) => `${String(block['block_id'])}/${String(element['action_id'])}`,
  );
  throw new Error(`There is no input ${blockId}/${actionId}; there is: ${shown.join(', ') || 'none'}`);
}

/** The options of an element, of all groups; none for other elements. */
export function optionsOf(element: Json): Json[] {
  const groups = Array.isArray(element['option_groups'])
    ? element['option_groups'].filter(isObject)
    : [element];
  return groups.flatMap((group) =>
    Array.isArray(group['options']) ? group['options'].filter(isObject) : [],
  );
}

/** The option with this value. Throws when there is none, since nobody could choose it. */
export function optionOf(element: Json, wanted: unknown): Json {
  const value = isObject(wanted) ? wanted['value'] : wanted;
  const options = optionsOf(element);
  const found = options.find((option) => option['value'] === value);
  if (found !== undefined) return found;
  const known = options.map((option) => String(option['value'])).join(', ');
  throw new Error(`${String(element['action_id'])} has no option ${JSON.stringify(value)}; it has: ${known}`);
}

function initialValue(element: Json): Json | undefined {
  const stateful = ownProperty(VALUE_KEYS, String(element['type']));
  if (stateful === undefined) return undefined;
  const [key, initial, empty] = stateful;
  return { type: element['type'], [key]: element[initial] ?? empty };
}
