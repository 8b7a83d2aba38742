import { own } from '../own.ts';
import { block, SURFACES, type Surface } from './block-shapes.ts';
import type { Json } from './checks.ts';
import { boolean, isObject, lengthOf, list, oneOf, plain, problem, shape, string } from './checks.ts';
import { elementsOf } from './elements.ts';

export type { Surface } from './block-shapes.ts';
export { validateMrkdwn } from './validate-mrkdwn.ts';

/** Slack's limit for the JSON of one view, in bytes. */
export const VIEW_BYTES = 250 * 1024;

const MOST_BLOCKS: Record<Surface, number> = { message: 50, modal: 100, home: 100 };
const MARKDOWN_TOTAL = 12_000;

const shared = {
  private_metadata: string(3000, 0),
  callback_id: string(255, 0),
  external_id: string(255, 0),
};
const anyBlocks = { blocks: list(() => [], { min: 0, max: 100 }) };
const modal = shape(
  { ...anyBlocks, title: plain(24) },
  { ...shared, submit: plain(24), close: plain(24), clear_on_close: boolean, notify_on_close: boolean },
);
const home = shape(anyBlocks, shared);

/** What Slack would refuse in these blocks (and what it would show wrongly), one line each; empty when all is well. */
export function validateBlocks(blocks: unknown, where: Surface): string[] {
  if (!Array.isArray(blocks)) return problem('must be an array', '/blocks');
  const max = MOST_BLOCKS[where];
  return [
    ...list(block, { min: 0, max })(blocks, '/blocks'),
    ...blocks.flatMap((each: unknown, index) => notShownIn(where, each, `/blocks/${index}`)),
    ...repeatedIds(blocks.filter(isObject)),
    ...tooMuchMarkdown(blocks.filter(isObject)),
  ];
}

/** The same for a whole modal or Home tab. */
export function validateView(view: unknown): string[] {
  if (!isObject(view)) return problem('must be an object', '/view');
  const type = view['type'];
  if (type !== 'modal' && type !== 'home') return oneOf('modal', 'home')(type, '/view/type');
  const outside = (type === 'modal' ? modal : home)(view, '/view');
  const asks =
    Array.isArray(view['blocks']) &&
    view['blocks'].some((each) => isObject(each) && each['type'] === 'input');
  return [
    ...outside,
    ...(Array.isArray(view['blocks']) ? validateBlocks(view['blocks'], type) : []),
    ...(type === 'modal' && asks && view['submit'] === undefined
      ? problem('submit is required when there are input blocks', '/view')
      : []),
    ...(Buffer.byteLength(JSON.stringify(view)) > VIEW_BYTES ? problem('view is too large', '/view') : []),
  ];
}

function notShownIn(where: Surface, each: unknown, at: string): string[] {
  const type = isObject(each) ? String(each['type']) : '';
  const allowed = own(SURFACES, type);
  return allowed === undefined || allowed.includes(where)
    ? []
    : problem(`${type} is not allowed in a ${where}`, at);
}

function repeatedIds(blocks: Json[]): string[] {
  const children = blocks.flatMap((each) =>
    Array.isArray(each['child_blocks']) ? each['child_blocks'] : [],
  );
  const every = [...blocks, ...children.filter(isObject)];
  const blockIds = repeated(every.map((each) => each['block_id']));
  const actionIds = every.flatMap((each) =>
    repeated(elementsOf(each).map((element) => element['action_id'])).map((id) => `${id} in one block`),
  );
  return [
    ...blockIds.flatMap((id) => problem(`block_id ${id} already exists`, '/blocks')),
    ...actionIds.flatMap((id) => problem(`action_id ${id} already exists`, '/blocks')),
  ];
}

function repeated(ids: unknown[]): string[] {
  const given = ids.filter((id) => typeof id === 'string');
  return [...new Set(given.filter((id, index) => given.indexOf(id) !== index))];
}

function tooMuchMarkdown(blocks: Json[]): string[] {
  const texts = blocks.filter((each) => each['type'] === 'markdown').map((each) => String(each['text']));
  const total = texts.reduce((sum, each) => sum + lengthOf(each), 0);
  return texts.length > 1 && total > MARKDOWN_TOTAL
    ? problem('markdown blocks are too long together', '/blocks')
    : [];
}
