import { h, outsideLink } from './dom.js';
import { emojiNamed } from './emoji.js';
import { channelMention, dateNode, personMention } from './mrkdwn.js';

const STYLE_TAGS = { code: 'code', strike: 's', underline: 'u', italic: 'em', bold: 'strong' };

/** A `rich_text` block as DOM nodes. Its text is taken as it is: no markup, no entities. */
export function richText(block, reader) {
  return h('div', { class: 'rich-text' }, lists(block.elements ?? [], reader));
}

/** The plain words of a `rich_text` block, for table cells and titles. */
export function richTextInline(block, reader) {
  return (block.elements ?? []).flatMap((part) =>
    (part.elements ?? []).flatMap((piece) => inline(piece, reader)),
  );
}

// An ordered list that goes on after a nested one is a new element: it has to count on from where its level was.
function lists(elements, reader) {
  const counts = new Map();
  return elements.map((element) => {
    if (element.type !== 'rich_text_list') {
      counts.clear();
      return part(element, reader);
    }
    const level = element.indent ?? 0;
    for (const deeper of counts.keys()) if (deeper > level) counts.delete(deeper);
    const start = (element.offset ?? counts.get(level) ?? 0) + 1;
    counts.set(level, start - 1 + element.elements.length);
    return list(element, { level, start }, reader);
  });
}

function list(element, { level, start }, reader) {
  const ordered = element.style === 'ordered';
  const items = element.elements.map((item) => h('li', {}, pieces(item.elements, reader)));
  const classes = `indent-${Math.min(level, 6)}${element.border ? ' bordered' : ''}`;
  return h(ordered ? 'ol' : 'ul', { class: classes, start: ordered && start > 1 ? start : null }, items);
}

function part(element, reader) {
  const inside = pieces(element.elements ?? [], reader);
  if (element.type === 'rich_text_quote') return h('blockquote', {}, inside);
  if (element.type === 'rich_text_preformatted') return h('pre', {}, inside);
  return h('div', { class: 'rich-section' }, inside);
}

function pieces(elements, reader) {
  return elements.flatMap((element) => inline(element, reader));
}

function inline(element, reader) {
  let node = bare(element, reader);
  for (const [style, tag] of Object.entries(STYLE_TAGS)) if (element.style?.[style]) node = h(tag, {}, node);
  return node;
}

function bare(element, reader) {
  switch (element.type) {
    case 'text':
      return element.text;
    case 'link':
      return outsideLink(element.url, element.text ?? element.url);
    case 'emoji':
      return emojiNamed(element.name) ?? `:${element.name}:`;
    case 'user':
      return personMention(element.user_id, undefined, reader);
    case 'channel':
      return channelMention(element.channel_id, undefined, reader);
    case 'usergroup':
      return h('span', { class: 'mention' }, `@${element.usergroup_id}`);
    case 'broadcast':
      return h('span', { class: 'mention me' }, `@${element.range}`);
    case 'date':
      return dateNode({ ...element, seconds: element.timestamp }, reader);
    case 'color':
      return h('code', {}, element.value);
    default:
      return '';
  }
}
