import { ownProperty } from '../own-property.ts';
import { blockShape, SURFACES_BY_BLOCK, type Surface } from './block-shapes.ts';
import { elementsOf } from './elements.ts';
import type { Json } from './shape-checks.ts';
import {
  characterCount,
  isBoolean,
  isObject,
  listOf,
  oneOfWords,
  plainTextCheck,
  reportProblem,
  shape,
  stringWithin,
} from './shape-checks.ts';

export type { Surface } from './block-shapes.ts';
export { validateMrkdwn } from './validate-mrkdwn.ts';

/** Slack's limit for the JSON of one view, in bytes. */
export const VIEW_BYTES = 250 * 1024;

const MAX_BLOCKS: Record<Surface, number> = { message: 50, modal: 100, home: 100 };
const MAX_MARKDOWN_LENGTH = 12_000;

const shared = {
  private_metadata: stringWithin(3000, 0),
  callback_id: stringWithin(255, 0),
  external_id: stringWithin(255, 0),
};
const anyBlocks = { blocks: listOf(() => [], { min: 0, max: 100 }) };
const modal = shape(
  { ...anyBlocks, title: plainTextCheck(24) },
  {
    ...shared,
    submit: plainTextCheck(24),
    close: plainTextCheck(24),
    clear_on_close: isBoolean,
    notify_on_close: isBoolean,
  },
);
const home = shape(anyBlocks, shared);

/** Returns what Slack would refuse or show wrongly in these blocks, one line each; empty when they are valid. */
export function validateBlocks(blocks: unknown, where: Surface): string[] {
  if (!Array.isArray(blocks)) return reportProblem('must be an array', '/blocks');
  const max = MAX_BLOCKS[where];
  return [
    ...listOf(blockShape, { min: 0, max })(blocks, '/blocks'),
    ...blocks.flatMap((each: unknown, index) => surfaceProblems(where, each, `/blocks/${index}`)),
    ...repeatedIdProblems(blocks.filter(isObject)),
    ...markdownLengthProblems(blocks.filter(isObject)),
  ];
}

/** Returns what Slack would refuse or show wrongly in a modal or Home tab. */
export function validateView(view: unknown): string[] {
  if (!isObject(view)) return reportProblem('must be an object', '/view');
  const type = view['type'];
  if (type !== 'modal' && type !== 'home') return oneOfWords('modal', 'home')(type, '/view/type');
  const outside = (type === 'modal' ? modal : home)(view, '/view');
  const asks =
    Array.isArray(view['blocks']) &&
    view['blocks'].some((each) => isObject(each) && each['type'] === 'input');
  return [
    ...outside,
    ...(Array.isArray(view['blocks']) ? validateBlocks(view['blocks'], type) : []),
    ...(type === 'modal' && asks && view['submit'] === undefined
      ? reportProblem('submit is required when there are input blocks', '/view')
      : []),
    ...(Buffer.byteLength(JSON.stringify(view)) > VIEW_BYTES
      ? reportProblem('view is too large', '/view')
      : []),
  ];
}

function surfaceProblems(where: Surface, each: unknown, at: string): string[] {
  const type = isObject(each) ? String(each['type']) : '';
  const allowed = ownProperty(SURFACES_BY_BLOCK, type);
  return allowed === undefined || allowed.includes(where)
    ? []
    : reportProblem(`${type} is not allowed in a ${where}`, at);
}

function repeatedIdProblems(blocks: Json[]): string[] {
  const children = blocks.flatMap((each) =>
    Array.isArray(each['child_blocks']) ? each['child_blocks'] : [],
  );
  const every = [...blocks, ...children.filter(isObject)];
  const blockIds = repeated(every.map((each) => each['block_id']));
  const actionIds = every.flatMap((each) =>
    repeated(elementsOf(each).map((element) => element['action_id'])).map((id) => `${id} in one block`),
  );
  return [
    ...blockIds.flatMap((id) => reportProblem(`block_id ${id} already exists`, '/blocks')),
    ...actionIds.flatMap((id) => reportProblem(`action_id ${id} already exists`, '/blocks')),
  ];
}

function repeated(ids: unknown[]): string[] {
  const given = ids.filter((id) => typeof id === 'string');
  return [...new Set(given.filter((id, index) => given.indexOf(id) !== index))];
}

function markdownLengthProblems(blocks: Json[]): string[] {
  const texts = blocks.filter((each) => each['type'] === 'markdown').map((each) => String(each['text']));
  const total = texts.reduce((sum, each) => sum + characterCount(each), 0);
  return texts.length > 1 && total > MAX_MARKDOWN_LENGTH
    ? reportProblem('markdown blocks are too long together', '/blocks')
    : [];
}
