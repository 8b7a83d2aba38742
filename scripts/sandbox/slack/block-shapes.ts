import {
  accessoryElement,
  actionElement,
  buttonElement,
  imageElement,
  inputElement,
} from './element-shapes.ts';
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
  mrkdwnCheck,
  oneOfWords,
  plainTextCheck,
  reportProblem,
  shape,
  stringWithin,
  urlWithin,
} from './shape-checks.ts';

/** Surfaces that show blocks. */
export type Surface = 'message' | 'modal' | 'home';

/** Blocks that Slack does not take everywhere; all others it does. */
export const SURFACES_BY_BLOCK: Record<string, readonly Surface[]> = {
  alert: ['modal'],
  carousel: ['message', 'home'],
  container: ['message'],
  context_actions: ['message'],
  data_table: ['message'],
  markdown: ['message'],
  plan: ['message'],
  table: ['message'],
  task_card: ['message'],
};

const id = { block_id: stringWithin(255) };

const contextElement = byType({
  plain_text: anyTextCheck(3000),
  mrkdwn: anyTextCheck(3000),
  image: imageElement,
});

const section: ShapeCheck = allChecks(
  shape(
    {},
    {
      ...id,
      text: anyTextCheck(3000),
      fields: listOf(anyTextCheck(2000), { max: 10 }),
      accessory: accessoryElement,
      expand: isBoolean,
    },
  ),
  (value, at) =>
    isObject(value) && value['text'] === undefined && value['fields'] === undefined
      ? reportProblem('must have text or fields', at)
      : [],
);

const richPart = byType(
  Object.fromEntries(
    ['rich_text_section', 'rich_text_list', 'rich_text_quote', 'rich_text_preformatted'].map((type) => [
      type,
      shape(
        { elements: anything },
        { style: anything, indent: anything, border: anything, offset: anything },
      ),
    ]),
  ),
);
const richText = shape({ elements: listOf(richPart, { max: 1000 }) }, id);

const cell = byType({
  rich_text: richText,
  raw_text: shape({ text: stringWithin(3000) }),
  raw_number: shape({ value: anything, text: stringWithin(3000) }),
});
const rows = listOf(listOf(cell, { max: 20 }), { max: 100 });

const card: ShapeCheck = allChecks(
  shape(
    {},
    {
      ...id,
      hero_image: imageElement,
      icon: imageElement,
      title: mrkdwnCheck(150),
      subtitle: mrkdwnCheck(150),
      body: mrkdwnCheck(200),
      actions: listOf(byType({ button: buttonElement }), { max: 5 }),
    },
  ),
  (value, at) =>
    isObject(value) && !['hero_image', 'title', 'actions', 'body'].some((key) => key in value)
      ? reportProblem('must have a hero_image, title, actions or body', at)
      : [],
);

const task = shape(
  {
    task_id: stringWithin(255),
    title: stringWithin(150),
    status: oneOfWords('pending', 'in_progress', 'complete', 'error'),
  },
  { ...id, details: richText, output: richText, sources: anything },
);

const PLAIN_BLOCKS: Record<string, ShapeCheck> = {
  actions: shape({ elements: listOf(actionElement, { max: 25 }) }, id),
  context: shape({ elements: listOf(contextElement, { max: 10 }) }, id),
  divider: shape({}, id),
  header: shape({ text: plainTextCheck(150) }, id),
  image: allChecks(
    shape(
      { alt_text: stringWithin(2000) },
      { ...id, image_url: urlWithin(3000), slack_file: anything, title: plainTextCheck(2000) },
    ),
    (value, at) => (isObject(value) ? imageElement(imageSource(value), at) : []),
  ),
  input: shape(
    { label: plainTextCheck(2000), element: inputElement },
    { ...id, hint: plainTextCheck(2000), optional: isBoolean, dispatch_action: isBoolean },
  ),
  rich_text: richText,
  section,
  table: shape({ rows }, { ...id, column_settings: listOf(anything, { min: 0, max: 20 }) }),
  video: shape(
    {
      video_url: urlWithin(3000),
      thumbnail_url: urlWithin(3000),
      alt_text: stringWithin(2000),
      title: plainTextCheck(199),
    },
    {
      ...id,
      title_url: urlWithin(3000),
      author_name: stringWithin(49),
      provider_name: stringWithin(100),
      provider_icon_url: urlWithin(3000),
      description: plainTextCheck(2000),
    },
  ),
};

/** All block types but `file`, which an app cannot send. */
export const blockShape: ShapeCheck = byType({
  ...PLAIN_BLOCKS,
  alert: shape(
    { text: anyTextCheck(200) },
    { ...id, level: oneOfWords('default', 'info', 'warning', 'error', 'success') },
  ),
  card,
  carousel: shape({ elements: listOf(byType({ card }), { max: 10 }) }, id),
  container: allChecks(
    shape(
      { child_blocks: listOf(byType(PLAIN_BLOCKS), { max: 10 }) },
      {
        ...id,
        title: plainTextCheck(150),
        rich_text_title: richText,
        subtitle: anyTextCheck(150),
        width: oneOfWords('narrow', 'standard', 'wide', 'full'),
        icon: imageElement,
        is_collapsible: isBoolean,
        default_collapsed: isBoolean,
        has_header_divider: isBoolean,
      },
    ),
    (value, at) =>
      isObject(value) && value['title'] === undefined && value['rich_text_title'] === undefined
        ? reportProblem('must have a title or rich_text_title', at)
        : [],
    (value, at) =>
      isObject(value) && value['default_collapsed'] === true && value['is_collapsible'] !== true
        ? reportProblem('default_collapsed needs is_collapsible', at)
        : [],
  ),
  context_actions: shape(
    { elements: listOf(byType({ feedback_buttons: anything, icon_button: anything }), { max: 5 }) },
    id,
  ),
  data_table: shape(
    { rows: listOf(listOf(cell, { max: 20 }), { max: 1000 }), caption: stringWithin(255) },
    { ...id, page_size: integerBetween(1, 100), row_header_column_index: integerBetween(0, 19) },
  ),
  markdown: shape({ text: stringWithin(12_000) }, id),
  plan: shape(
    { title: stringWithin(150) },
    { ...id, tasks: listOf(byType({ task_card: task }), { min: 0, max: 50 }) },
  ),
  task_card: task,
});

function imageSource({
  block_id: _id,
  title: _title,
  ...picture
}: Record<string, unknown>): Record<string, unknown> {
  return picture;
}
