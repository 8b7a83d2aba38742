import type { KnownBlock } from '@slack/types';
import { bold, valueFragment } from '../../domain/text-fragments.ts';
import { toMrkdwn } from './mrkdwn.ts';

/** Slack truncates longer messages without blocks on some clients. */
const MAX_FALLBACK_LENGTH = 2_400;

/**
 * Returns the blocks' texts as one mrkdwn message, to be posted when Slack refuses the blocks. Buttons are left out;
 * of a menu, the chosen option is named. What is too long is cut at the end of a line.
 */
export function fallbackText(blocks: readonly KnownBlock[]): string {
  const lines = blocks
    .flatMap(blockTexts)
    .filter((text) => text !== '')
    .join('\n')
    .split('\n');
  return truncateLines(lines, MAX_FALLBACK_LENGTH);
}

function blockTexts(block: KnownBlock): string[] {
  if (block.type === 'header')
    return [toMrkdwn([bold([valueFragment(block.text.text)])], MAX_FALLBACK_LENGTH)];
  if (block.type === 'section')
    return [block.text, ...(block.fields ?? [])].flatMap((each) => (each ? [each.text] : []));
  if (block.type === 'context')
    return block.elements.flatMap((element) => ('text' in element ? [element.text] : []));
  if (block.type === 'rich_text')
    return block.elements.flatMap(({ elements }) => elements.flatMap(escapedText));
  if (block.type === 'container')
    return [...escapedText(block.title ?? {}), ...block.child_blocks.flatMap(blockTexts)];
  if (block.type !== 'actions') return [];
  const chosen = block.elements.flatMap((element) =>
    element.type === 'static_select' && element.initial_option ? [element.initial_option.text] : [],
  );
  return [chosen.flatMap(escapedText).join(' · ')];
}

function escapedText(element: object): string[] {
  return 'text' in element && typeof element.text === 'string'
    ? [toMrkdwn([valueFragment(element.text)], MAX_FALLBACK_LENGTH)]
    : [];
}

/** Keeps whole lines; of a first line that is too long by itself, as much as fits without breaking its markup. */
function truncateLines(lines: readonly string[], limit: number): string {
  let text = '';
  for (const line of lines) {
    const longer = text === '' ? line : `${text}\n${line}`;
    const isLast = line === lines.at(-1);
    if (longer.length > limit - (isLast ? 0 : 2))
      return text === '' ? truncateLine(line, limit) : `${text}\n…`;
    text = longer;
  }
  return text;
}

function truncateLine(line: string, limit: number): string {
  const isBold = line.startsWith('*');
  let prefix = '';
  for (const token of line.match(/<[^<>]*>|&\w+;|[\s\S]/gu) ?? []) {
    if (prefix.length + token.length > limit - 2) break;
    prefix += token;
  }
  return `${prefix}${isBold && !prefix.endsWith('*') ? '*' : ''}…`;
}
