import type { Check } from './checks.ts';
import {
  all,
  anything,
  boolean,
  byType,
  isObject,
  list,
  matching,
  oneOf,
  plain,
  problem,
  shape,
  string,
  text,
  url,
  whole,
} from './checks.ts';

const STYLE = oneOf('primary', 'danger');

const confirm = shape(
  { text: text(300) },
  { title: plain(100), confirm: plain(30), deny: plain(30), style: STYLE },
);

const id = { action_id: string(255) };
const confirmable = { ...id, confirm };
const focusable = { ...id, confirm, focus_on_load: boolean };
const placeable = { ...focusable, placeholder: plain(150) };
const several = { ...placeable, max_selected_items: whole(1, 100) };
const typed = {
  ...id,
  focus_on_load: boolean,
  placeholder: plain(150),
  initial_value: string(3000, 0),
  dispatch_action_config: anything,
};

const menuOption = shape({ text: plain(75), value: string(75) }, { description: plain(75) });
const tickOption = shape({ text: text(75), value: string(75) }, { description: text(75) });
const overflowOption = shape(
  { text: plain(75), value: string(75) },
  { description: plain(75), url: url(3000) },
);
const optionGroup = shape({ label: plain(75), options: list(menuOption, { max: 100 }) });

const menu = {
  options: list(menuOption, { max: 100 }),
  option_groups: list(optionGroup, { max: 100 }),
};

const DATE = matching(/^\d{4}-\d{2}-\d{2}$/, 'a date like 2026-01-31');
const TIME = matching(/^\d{2}:\d{2}$/, 'a time like 09:30');
/** Slack writes numbers as text here. */
const NUMBER = matching(/^-?\d+(\.\d+)?$/, 'a number as text');
const ids = list(string(255), { max: 100 });

/** An image inside a section, a context or a card: an address or a Slack file, and words for those who cannot see it. */
export const image: Check = all(
  shape({ alt_text: string(2000) }, { image_url: url(3000), slack_file: anything }),
  (value, at) =>
    isObject(value) && (value['image_url'] === undefined) === (value['slack_file'] === undefined)
      ? problem('must have either image_url or slack_file', at)
      : [],
);

export const button: Check = shape(
  { text: plain(75) },
  { ...confirmable, value: string(2000, 0), url: url(3000), style: STYLE, accessibility_label: string(75) },
);

const MENUS: Record<string, Check> = {
  static_select: all(
    shape({}, { ...placeable, ...menu, initial_option: anything }),
    hasOptions,
    startsWithAnOption,
  ),
  multi_static_select: all(
    shape({}, { ...several, ...menu, initial_options: anything }),
    hasOptions,
    startsWithAnOption,
  ),
  external_select: shape({}, { ...placeable, initial_option: menuOption, min_query_length: whole(0, 100) }),
  multi_external_select: shape(
    {},
    { ...several, initial_options: anything, min_query_length: whole(0, 100) },
  ),
  users_select: shape({}, { ...placeable, initial_user: string(255) }),
  multi_users_select: shape({}, { ...several, initial_users: ids }),
  channels_select: shape({}, { ...placeable, initial_channel: string(255), response_url_enabled: boolean }),
  multi_channels_select: shape({}, { ...several, initial_channels: ids }),
  conversations_select: shape(
    {},
    {
      ...placeable,
      initial_conversation: string(255),
      default_to_current_conversation: boolean,
      filter: anything,
      response_url_enabled: boolean,
    },
  ),
  multi_conversations_select: shape(
    {},
    { ...several, initial_conversations: ids, default_to_current_conversation: boolean, filter: anything },
  ),
};

const PICKERS: Record<string, Check> = {
  checkboxes: all(
    shape({ options: list(tickOption, { max: 10 }) }, { ...focusable, initial_options: anything }),
    startsWithAnOption,
  ),
  radio_buttons: all(
    shape({ options: list(tickOption, { max: 10 }) }, { ...focusable, initial_option: anything }),
    startsWithAnOption,
  ),
  datepicker: shape({}, { ...placeable, initial_date: DATE }),
  datetimepicker: shape({}, { ...focusable, initial_date_time: whole(0, 9_999_999_999) }),
  timepicker: shape({}, { ...placeable, initial_time: TIME, timezone: string(100) }),
};

const PRESSED: Record<string, Check> = {
  button,
  overflow: shape({ options: list(overflowOption, { max: 5 }) }, confirmable),
  workflow_button: shape(
    { text: plain(75), workflow: anything },
    { ...confirmable, style: STYLE, accessibility_label: string(75) },
  ),
};

const TYPED: Record<string, Check> = {
  plain_text_input: all(
    shape({}, { ...typed, multiline: boolean, min_length: whole(0, 3000), max_length: whole(1, 3000) }),
    (value, at) =>
      isObject(value) && Number(value['min_length'] ?? 0) > Number(value['max_length'] ?? 3000)
        ? problem('min_length must not be above max_length', at)
        : [],
  ),
  email_text_input: shape({}, typed),
  url_text_input: shape({}, typed),
  number_input: shape(
    { is_decimal_allowed: boolean },
    { ...typed, initial_value: NUMBER, min_value: NUMBER, max_value: NUMBER },
  ),
  rich_text_input: shape(
    {},
    { ...typed, initial_value: anything, min_lines: whole(1, 100), max_lines: whole(1, 100) },
  ),
  file_input: shape({}, { ...id, filetypes: anything, max_files: whole(1, 10) }),
};

/** What may stand beside the text of a section. */
export const accessory = byType({ ...MENUS, ...PICKERS, ...PRESSED, image });

/** What may stand in an actions block. */
export const action = byType({
  ...MENUS,
  ...PICKERS,
  ...PRESSED,
  rich_text_input: TYPED['rich_text_input'] ?? anything,
});

/** What may be asked for in an input block. */
export const input = byType({ ...MENUS, ...PICKERS, ...TYPED });

function hasOptions(value: unknown, at: string): string[] {
  const given =
    isObject(value) && [value['options'], value['option_groups']].filter((each) => each !== undefined);
  return given && given.length === 1 ? [] : problem('must have either options or option_groups', at);
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
  return strangers.flatMap(() => problem('initial option must be one of the options', at));
}

/** The same text for the same option, whatever the order of its keys. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) =>
    isObject(each) ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1))) : each,
  );
}
