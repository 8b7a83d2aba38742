import type { ShapeCheck } from './shape-checks.ts';
import {
  allChecks,
  anyTextCheck,
  anything,
  byType,
  integerBetween,
  isBoolean,
  isObject,
  listOf,
  matchingPattern,
  oneOfWords,
  plainTextCheck,
  reportProblem,
  shape,
  stringWithin,
  urlWithin,
} from './shape-checks.ts';

const STYLE = oneOfWords('primary', 'danger');

const confirm = shape(
  { text: anyTextCheck(300) },
  { title: plainTextCheck(100), confirm: plainTextCheck(30), deny: plainTextCheck(30), style: STYLE },
);

const id = { action_id: stringWithin(255) };
const confirmable = { ...id, confirm };
const focusable = { ...id, confirm, focus_on_load: isBoolean };
const placeable = { ...focusable, placeholder: plainTextCheck(150) };
const multiSelectFields = { ...placeable, max_selected_items: integerBetween(1, 100) };
const textInputFields = {
  ...id,
  focus_on_load: isBoolean,
  placeholder: plainTextCheck(150),
  initial_value: stringWithin(3000, 0),
  dispatch_action_config: anything,
};

const menuOption = shape(
  { text: plainTextCheck(75), value: stringWithin(75) },
  { description: plainTextCheck(75) },
);
const tickOption = shape(
  { text: anyTextCheck(75), value: stringWithin(75) },
  { description: anyTextCheck(75) },
);
const overflowOption = shape(
  { text: plainTextCheck(75), value: stringWithin(75) },
  { description: plainTextCheck(75), url: urlWithin(3000) },
);
const optionGroup = shape({ label: plainTextCheck(75), options: listOf(menuOption, { max: 100 }) });

const menu = {
  options: listOf(menuOption, { max: 100 }),
  option_groups: listOf(optionGroup, { max: 100 }),
};

const DATE = matchingPattern(/^\d{4}-\d{2}-\d{2}$/, 'a date like 2026-01-31');
const TIME = matchingPattern(/^\d{2}:\d{2}$/, 'a time like 09:30');
/** Slack writes numbers as text here. */
const NUMBER = matchingPattern(/^-?\d+(\.\d+)?$/, 'a number as text');
const ids = listOf(stringWithin(255), { max: 100 });

/** An image inside a section, a context or a card: an address or a Slack file, and words for those who cannot see it. */
export const imageElement: ShapeCheck = allChecks(
  shape({ alt_text: stringWithin(2000) }, { image_url: urlWithin(3000), slack_file: anything }),
  (value, at) =>
    isObject(value) && (value['image_url'] === undefined) === (value['slack_file'] === undefined)
      ? reportProblem('must have either image_url or slack_file', at)
      : [],
);

export const buttonElement: ShapeCheck = shape(
  { text: plainTextCheck(75) },
  {
    ...confirmable,
    value: stringWithin(2000, 0),
    url: urlWithin(3000),
    style: STYLE,
    accessibility_label: stringWithin(75),
  },
);

const SELECT_MENUS: Record<string, ShapeCheck> = {
  static_select: allChecks(
    shape({}, { ...placeable, ...menu, initial_option: anything }),
    hasOptions,
    startsWithAnOption,
  ),
  multi_static_select: allChecks(
    shape({}, { ...multiSelectFields, ...menu, initial_options: anything }),
    hasOptions,
    startsWithAnOption,
  ),
  external_select: shape(
    {},
    { ...placeable, initial_option: menuOption, min_query_length: integerBetween(0, 100) },
  ),
  multi_external_select: shape(
    {},
    { ...multiSelectFields, initial_options: anything, min_query_length: integerBetween(0, 100) },
  ),
  users_select: shape({}, { ...placeable, initial_user: stringWithin(255) }),
  multi_users_select: shape({}, { ...multiSelectFields, initial_users: ids }),
  channels_select: shape(
    {},
    { ...placeable, initial_channel: stringWithin(255), response_url_enabled: isBoolean },
  ),
  multi_channels_select: shape({}, { ...multiSelectFields, initial_channels: ids }),
  conversations_select: shape(
    {},
    {
      ...placeable,
      initial_conversation: stringWithin(255),
      default_to_current_conversation: isBoolean,
      filter: anything,
      response_url_enabled: isBoolean,
    },
  ),
  multi_conversations_select: shape(
    {},
    {
      ...multiSelectFields,
      initial_conversations: ids,
      default_to_current_conversation: isBoolean,
      filter: anything,
    },
  ),
};

const PICKERS: Record<string, ShapeCheck> = {
  checkboxes: allChecks(
    shape({ options: listOf(tickOption, { max: 10 }) }, { ...focusable, initial_options: anything }),
    startsWithAnOption,
  ),
  radio_buttons: allChecks(
    shape({ options: listOf(tickOption, { max: 10 }) }, { ...focusable, initial_option: anything }),
    startsWithAnOption,
  ),
  datepicker: shape({}, { ...placeable, initial_date: DATE }),
  datetimepicker: shape({}, { ...focusable, initial_date_time: integerBetween(0, 9_999_999_999) }),
  timepicker: shape({}, { ...placeable, initial_time: TIME, timezone: stringWithin(100) }),
};

const BUTTON_ELEMENTS: Record<string, ShapeCheck> = {
  button: buttonElement,
  overflow: shape({ options: listOf(overflowOption, { max: 5 }) }, confirmable),
  workflow_button: shape(
    { text: plainTextCheck(75), workflow: anything },
    { ...confirmable, style: STYLE, accessibility_label: stringWithin(75) },
  ),
};

const TEXT_INPUTS: Record<string, ShapeCheck> = {
  plain_text_input: allChecks(
    shape(
      {},
      {
        ...textInputFields,
        multiline: isBoolean,
        min_length: integerBetween(0, 3000),
        max_length: integerBetween(1, 3000),
      },
    ),
    (value, at) =>
      isObject(value) && Number(value['min_length'] ?? 0) > Number(value['max_length'] ?? 3000)
        ? reportProblem('min_length must not be above max_length', at)
        : [],
  ),
  email_text_input: shape({}, textInputFields),
  url_text_input: shape({}, textInputFields),
  number_input: shape(
    { is_decimal_allowed: isBoolean },
    { ...textInputFields, initial_value: NUMBER, min_value: NUMBER, max_value: NUMBER },
  ),
  rich_text_input: shape(
    {},
    {
      ...textInputFields,
      initial_value: anything,
      min_lines: integerBetween(1, 100),
      max_lines: integerBetween(1, 100),
    },
  ),
  file_input: shape({}, { ...id, filetypes: anything, max_files: integerBetween(1, 10) }),
};

/** Elements allowed as the accessory of a section. */
export const accessoryElement = byType({
  ...SELECT_MENUS,
  ...PICKERS,
  ...BUTTON_ELEMENTS,
  image: imageElement,
});

/** Elements allowed in an actions block. */
export const actionElement = byType({
  ...SELECT_MENUS,
  ...PICKERS,
  ...BUTTON_ELEMENTS,
  rich_text_input: TEXT_INPUTS['rich_text_input'] ?? anything,
});

/** Elements allowed in an input block. */
export const inputElement = byType({ ...SELECT_MENUS, ...PICKERS, ...TEXT_INPUTS });

function hasOptions(value: unknown, at: string): string[] {
  const given =
    isObject(value) && [value['options'], value['option_groups']].filter((each) => each !== undefined);
  return given && given.length === 1 ? [] : reportProblem('must have either options or option_groups', at);
}

/** Slack refuses a first choice that is not, word for word, one of the options. */
function startsWithAnOption(value: unknown, at: string): string[] {
  if (!isObject(value)) return [];
  const groups = Array.isArray(value['option_groups']) ? value['option_groups'] : [value];
  const options = groups.flatMap((group: unknown) => (isObject(group) ? (group['options'] ?? []) : []));
  const known = new Set((Array.isArray(options) ? options : []).map((option) => canonical(option)));
  const initial =
    value['initial_options'] ?? (value['initial_option'] === undefined ? [] : [value['initial_option']]);
  const strangers = Array.isArray(initial)
    ? initial.filter((each) => !known.has(canonical(each)))
    : [initial];
  return strangers.flatMap(() => reportProblem('initial option must be one of the options', at));
}

/** Returns the same text for the same option, whatever the order of its keys. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) =>
    isObject(each) ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1))) : each,
  );
}
