import { h } from './dom.js';
import { interactive, picture } from './elements.js';
import { mrkdwn, plainText, textNodes } from './mrkdwn.js';
import { richText, richTextInline } from './rich-text.js';

const ALERT_WORDS = { info: 'Note', warning: 'Warning', error: 'Error', success: 'Done' };

/** Containers that a person opened or closed, by surface and block: a redraw must not fold them again. */
const folds = new Map();

const DRAW = {
  header: (block) => h('h3', { class: 'block header' }, plainText(block.text)),
  divider: () => h('hr', { class: 'block' }),
  section,
  context,
  actions,
  input,
  alert,
  container,
  table,
  data_table: table,
  rich_text: (block, _place, surface) => h('div', { class: 'block text' }, richText(block, surface.reader)),
  image: (block) => h('div', { class: 'block' }, picture(block)),
  markdown: (block, _place, surface) => h('div', { class: 'block text' }, mrkdwn(block.text, surface.reader)),
};

/**
 * Draws Block Kit blocks. A surface is what they stand on:
 * `{ id, reader, people, channels, errors?, click({ position, element, control, sent }) }`.
 */
export function drawBlocks(blocks, surface, prefix = '') {
  return (blocks ?? []).map((block, index) => {
    const blockId = block.block_id ?? `${prefix}${index}`;
    const draw = DRAW[block.type] ?? unknown;
    return draw(block, { surface: surface.id, blockId, block }, surface);
  });
}

function section(block, position, surface) {
  const { reader } = surface;
  const fields = block.fields?.map((field) => h('div', { class: 'text' }, textNodes(field, reader)));
  return h(
    'div',
    { class: `block section${block.accessory ? ` with-${block.accessory.type}` : ''}` },
    h(
      'div',
      { class: 'section-body' },
      block.text && h('div', { class: 'text' }, textNodes(block.text, reader)),
      fields && h('div', { class: 'fields' }, fields),
    ),
    block.accessory && h('div', { class: 'accessory' }, interactive(block.accessory, position, surface)),
  );
}

function context(block, _place, surface) {
  const parts = block.elements.map((element) =>
    element.type === 'image'
      ? picture(element)
      : h('span', { class: 'text' }, textNodes(element, surface.reader)),
  );
  return h('div', { class: 'block context' }, parts);
}

function actions(block, position, surface) {
  return h(
    'div',
    { class: 'block actions' },
    block.elements.map((element) => interactive(element, position, surface)),
  );
}

function input(block, position, surface) {
  const id = `${position.surface}|${position.blockId}|${block.element.action_id}`;
  const error = surface.errors?.[position.blockId];
  return h(
    'div',
    { class: error ? 'block input invalid' : 'block input' },
    h('label', { id: `${id}|label`, for: id, class: 'label' }, [
      plainText(block.label),
      block.optional && h('span', { class: 'optional' }, ' (optional)'),
    ]),
    interactive(block.element, position, surface),
    error &&
      h('p', { class: 'error', id: `${id}|error`, role: 'alert', 'data-error': position.blockId }, error),
    block.hint && h('p', { class: 'hint', id: `${id}|hint` }, plainText(block.hint)),
  );
}

function alert(block, _place, surface) {
  const level = block.level ?? 'default';
  const word = ALERT_WORDS[level];
  const lead = word && h('span', { class: 'sr-only' }, `${word}: `);
  return h(
    'div',
    { class: `block alert ${level}`, role: 'note' },
    lead,
    h('div', { class: 'text' }, textNodes(block.text, surface.reader)),
  );
}

function container(block, position, surface) {
  const title = block.rich_text_title
    ? richTextInline(block.rich_text_title, surface.reader)
    : plainText(block.title);
  const heading = [
    h('span', { class: 'container-title' }, title),
    block.subtitle && h('span', { class: 'note text' }, textNodes(block.subtitle, surface.reader)),
  ];
  const children = h(
    'div',
    { class: 'container-body' },
    drawBlocks(block.child_blocks, surface, `${position.blockId}-`),
  );
  if (!block.is_collapsible)
    return h(
      'section',
      { class: 'block container' },
      h('div', { class: 'container-head' }, heading),
      children,
    );
  const key = `${position.surface}|${position.blockId}`;
  const remember = (event) => folds.set(key, event.currentTarget.open);
  const open = folds.get(key) ?? !block.default_collapsed;
  return h(
    'details',
    { class: 'block container', open, ontoggle: remember },
    h('summary', { 'data-focus': `${key}|fold` }, heading),
    children,
  );
}

function table(block, _place, surface) {
  const [head = [], ...rows] = block.rows;
  const cell = (tag) => (content, column) => {
    const align =
      block.column_settings?.[column]?.align ?? (content.type === 'raw_number' ? 'right' : 'left');
    const isRowHead = tag === 'td' && block.row_header_column_index === column;
    const scope = tag === 'th' ? 'col' : isRowHead ? 'row' : null;
    return h(isRowHead ? 'th' : tag, { class: `align-${align}`, scope }, cellText(content, surface));
  };
  return h(
    'div',
    { class: 'block table' },
    h(
      'table',
      {},
      block.caption && h('caption', {}, block.caption),
      h('thead', {}, h('tr', {}, head.map(cell('th')))),
      h(
        'tbody',
        {},
        rows.map((row) => h('tr', {}, row.map(cell('td')))),
      ),
    ),
  );
}

function cellText(content, surface) {
  return content.type === 'rich_text'
    ? richTextInline(content, surface.reader)
    : String(content.text ?? content.value ?? '');
}

function unknown(block) {
  return h('div', { class: 'block unknown' }, `[${block.type}]`);
}
