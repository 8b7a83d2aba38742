import { formatSlackDate } from './dates.js';
import { h, outsideLink } from './dom.js';
import { withEmoji } from './emoji.js';

// Finished nodes stand in the text as «number» between two private-use characters while the rest is parsed.
const OPEN = '\uE000';
const CLOSE = '\uE001';
const MARKERS = /[\uE000\uE001]/g;
const FENCE = /\n?```\n?([\s\S]+?)\n?```\n?/g;
const CODE = /`([^`\n\uE000]+)`/g;
const ANGLE = /<([^<>\n|\uE000]+)(?:\|([^<>\n]+))?>/g;
const BARE_ADDRESS = /https?:\/\/[^\s<>|\uE000\uE001]+[^\s<>|\uE000\uE001.,;:!?)'"*_~]/g;
const EMPHASIS =
  /(?<![\p{L}\p{N}*_~])(?:\*(?=\S)([^*\n]*\S)\*|_(?=\S)([^_\n]*\S)_|~(?=\S)([^~\n]*\S)~)(?![\p{L}\p{N}])/gu;
const BROADCASTS = new Set(['here', 'channel', 'everyone']);

/**
 * Slack's own markup as DOM nodes. `reader` is `{ names, me, now }`; everything it does not know stays text.
 * `verbatim` leaves bare addresses alone, as in a text object.
 */
export function mrkdwn(text, reader, { verbatim = false } = {}) {
  const parse = { reader, atoms: [] };
  let rest = String(text ?? '').replace(MARKERS, '');
  rest = rest.replace(FENCE, (_, code) => hold(parse, h('pre', {}, decoded(bareAngles(code)))));
  rest = rest.replace(CODE, (_, code) => hold(parse, h('code', {}, decoded(bareAngles(code)))));
  rest = rest.replace(ANGLE, (whole, target, label) => {
    const node = angle(target, label, parse);
    return node === null ? whole : hold(parse, node);
  });
  if (!verbatim)
    rest = rest.replace(BARE_ADDRESS, (url) => hold(parse, outsideLink(decoded(url), decoded(url))));
  return paragraphs(rest, parse);
}

/** A text object, or a bare string, as DOM nodes: `plain_text` shows its emoji, `mrkdwn` its markup. */
export function textNodes(text, reader) {
  if (!text) return [];
  if (typeof text === 'string') return [withEmoji(decoded(text))];
  if (text.type === 'mrkdwn') return mrkdwn(text.text, reader, { verbatim: text.verbatim === true });
  return [plainText(text)];
}

/** The characters of a `plain_text` object, for labels and attributes. */
export function plainText(text) {
  const characters = decoded(text?.text ?? '');
  return text?.emoji === false ? characters : withEmoji(characters);
}

/** Slack's three entities back to characters. Anything else that looks like an entity stays as it is. */
export function decoded(text) {
  return text.replace(/&(amp|lt|gt);/g, (_, name) => ({ amp: '&', lt: '<', gt: '>' })[name]);
}

/** `@Ana`, marked when it is the reader. */
export function personMention(id, label, reader) {
  const name = reader.names.users[id] ?? label ?? id;
  return h('span', { class: id === reader.me ? 'mention me' : 'mention' }, `@${name}`);
}

/** `#support`. */
export function channelMention(id, label, reader) {
  return h('span', { class: 'mention' }, `#${reader.names.channels[id] ?? label ?? id}`);
}

/** A date in the reader's zone with the exact moment on hover; `fallback` when it cannot be read. */
export function dateNode({ seconds, format, url, fallback }, reader) {
  const words = formatSlackDate(seconds, format, reader.now);
  if (words === null) return fallback ?? '';
  const at = new Date(Number(seconds) * 1000);
  const time = h('time', { datetime: at.toISOString(), title: at.toString() }, words);
  return url ? outsideLink(url, time) : time;
}

function hold(parse, node) {
  parse.atoms.push(node);
  return `${OPEN}${parse.atoms.length - 1}${CLOSE}`;
}

// Inside code Slack still resolves <url|label>; the label alone is what one reads there.
function bareAngles(code) {
  return code.replace(ANGLE, (whole, target, label) =>
    /^(https?:|mailto:)/i.test(target) ? (label ?? target) : whole,
  );
}

/** Null when Slack would leave the characters as they are. */
function angle(target, label, parse) {
  if (/^@[UW]/.test(target)) return personMention(target.slice(1), label, parse.reader);
  if (/^#[CG]/.test(target)) return channelMention(target.slice(1), label, parse.reader);
  if (target.startsWith('!')) return special(target.slice(1), label, parse);
  if (!/^(https?:|mailto:)/i.test(target)) return null;
  return outsideLink(decoded(target), label === undefined ? decoded(target) : inline(label, parse));
}

function special(command, label, parse) {
  const [name, ...rest] = command.split('^');
  if (name === 'date') {
    const [seconds, format, url] = rest;
    const fallback = label === undefined ? undefined : decoded(label);
    return dateNode({ seconds, format: decoded(format ?? ''), url, fallback }, parse.reader);
  }
  if (name === 'subteam') return h('span', { class: 'mention' }, decoded(label ?? `@${rest[0]}`));
  return BROADCASTS.has(name) ? h('span', { class: 'mention me' }, `@${name}`) : null;
}

// Lines that begin with ">" (or its entity) form one quote, the others one run of text.
function paragraphs(text, parse) {
  const nodes = [];
  let quote = null;
  const lines = text.split('\n');
  lines.forEach((line, index) => {
    const quoted = /^(?:>|&gt;) ?(.*)$/.exec(line);
    if (quoted) {
      if (quote) quote.append('\n');
      else {
        quote = h('blockquote');
        nodes.push(quote);
      }
      quote.append(...inline(quoted[1], parse));
      return;
    }
    const afterQuote = quote !== null;
    quote = null;
    if (index > 0 && !afterQuote) nodes.push('\n');
    nodes.push(...inline(line, parse));
  });
  return nodes;
}

function inline(text, parse) {
  const nodes = [];
  let from = 0;
  for (const match of text.matchAll(EMPHASIS)) {
    nodes.push(...leaves(text.slice(from, match.index), parse));
    const [whole, bold, italic, strike] = match;
    const tag = bold !== undefined ? 'strong' : italic !== undefined ? 'em' : 's';
    nodes.push(h(tag, {}, inline(bold ?? italic ?? strike, parse)));
    from = match.index + whole.length;
  }
  return [...nodes, ...leaves(text.slice(from), parse)];
}

function leaves(text, parse) {
  return text
    .split(/(\uE000\d+\uE001)/)
    .filter((piece) => piece !== '')
    .map((piece) =>
      piece[0] === OPEN ? parse.atoms[Number(piece.slice(1, -1))] : withEmoji(decoded(piece)),
    );
}
