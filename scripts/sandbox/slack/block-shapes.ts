import type { Check } from './checks.ts';
import {
  all,
  anything,
  boolean,
  byType,
  isObject,
  list,
  mrkdwn,
  oneOf,
  plain,
  problem,
  shape,
  string,
  text,
  url,
  whole,
} from './checks.ts';
import { accessory, action, button, image, input } from './element-shapes.ts';

/** Where blocks are shown. */
export type Surface = 'message' | 'modal' | 'home';

/** Blocks that Slack does not take everywhere; all others it does. */
export const SURFACES: Record<string, readonly Surface[]> = {
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

const id = { block_id: string(255) };

const contextElement = byType({ plain_text: text(3000), mrkdwn: text(3000), image });

const section: Check = all(
  shape({}, { ...id, text: text(3000), fields: list(text(2000), { max: 10 }), accessory, expand: boolean }),
  (value, at) =>
    isObject(value) && value['text'] === undefined && value['fields'] === undefined
      ? problem('must have text or fields', at)
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
const richText = shape({ elements: list(richPart, { max: 1000 }) }, id);

const cell = byType({
  rich_text: richText,
  raw_text: shape({ text: string(3000) }),
  raw_number: shape({ value: anything, text: string(3000) }),
});
const rows = list(list(cell, { max: 20 }), { max: 100 });

const card: Check = all(
  shape(
    {},
    {
      ...id,
      hero_image: image,
      icon: image,
      title: mrkdwn(150),
      subtitle: mrkdwn(150),
      body: mrkdwn(200),
      actions: list(byType({ button }), { max: 5 }),
    },
  ),
  (value, at) =>
    isObject(value) && !['hero_image', 'title', 'actions', 'body'].some((key) => key in value)
      ? problem('must have a hero_image, title, actions or body', at)
      : [],
);

const task = shape(
  { task_id: string(255), title: string(150), status: oneOf('pending', 'in_progress', 'complete', 'error') },
  { ...id, details: richText, output: richText, sources: anything },
);

const PLAIN_BLOCKS: Record<string, Check> = {
  actions: shape({ elements: list(action, { max: 25 }) }, id),
  context: shape({ elements: list(contextElement, { max: 10 }) }, id),
  divider: shape({}, id),
  header: shape({ text: plain(150) }, id),
  image: all(
    shape(
      { alt_text: string(2000) },
      { ...id, image_url: url(3000), slack_file: anything, title: plain(2000) },
    ),
    (value, at) => (isObject(value) ? image(pictureOf(value), at) : []),
  ),
  input: shape(
    { label: plain(2000), element: input },
    { ...id, hint: plain(2000), optional: boolean, dispatch_action: boolean },
  ),
  rich_text: richText,
  section,
  table: shape({ rows }, { ...id, column_settings: list(anything, { min: 0, max: 20 }) }),
  video: shape(
    { video_url: url(3000), thumbnail_url: url(3000), alt_text: string(2000), title: plain(199) },
    {
      ...id,
      title_url: url(3000),
      author_name: string(49),
      provider_name: string(100),
      provider_icon_url: url(3000),
      description: plain(2000),
    },
  ),
};

/** Every block Slack knows. `file` is left out: an app cannot send one. */
export const block: Check = byType({
  ...PLAIN_BLOCKS,
  alert: shape(
    { text: text(200) },
    { ...id, level: oneOf('default', 'info', 'warning', 'error', 'success') },
  ),
  card,
  carousel: shape({ elements: list(byType({ card }), { max: 10 }) }, id),
  container: all(
    shape(
      { child_blocks: list(byType(PLAIN_BLOCKS), { max: 10 }) },
      {
        ...id,
        title: plain(150),
        rich_text_title: richText,
        subtitle: text(150),
        width: oneOf('narrow', 'standard', 'wide', 'full'),
        icon: image,
        is_collapsible: boolean,
        default_collapsed: boolean,
        has_header_divider: boolean,
      },
    ),
    (value, at) =>
      isObject(value) && value['title'] === undefined && value['rich_text_title'] === undefined
        ? problem('must have a title or rich_text_title', at)
        : [],
    (value, at) =>
      isObject(value) && value['default_collapsed'] === true && value['is_collapsible'] !== true
        ? problem('default_collapsed needs is_collapsible', at)
        : [],
  ),
  context_actions: shape(
    { elements: list(byType({ feedback_buttons: anything, icon_button: anything }), { max: 5 }) },
    id,
  ),
  data_table: shape(
    { rows: list(list(cell, { max: 20 }), { max: 1000 }), caption: string(255) },
    { ...id, page_size: whole(1, 100), row_header_column_index: whole(0, 19) },
  ),
  markdown: shape({ text: string(12_000) }, id),
  plan: shape(
    { title: string(150) },
    { ...id, tasks: list(byType({ task_card: task }), { min: 0, max: 50 }) },
  ),
  task_card: task,
});

function pictureOf({
  block_id: _id,
  title: _title,
  ...picture
}: Record<string, unknown>): Record<string, unknown> {
  return picture;
}
