import type { Random } from '../simulate/random.ts';

/** A text that repeats one piece: `prefix`, then `piece` as often as it fits, then `suffix`. */
export interface HostileText {
  readonly prefix: string;
  readonly piece: string;
  readonly suffix: string;
}

/** Pieces that many patterns match. */
const COMMON_PIECES = ['a', '1', ' ', '\n', '.', '-', '@', '<', 'é'];
const SUFFIXES = ['', '!', '\n', '@'];
const MAX_PIECES = 24;
const RANDOM_TEXTS = 60;
const MAX_PIECES_JOINED = 5;

export function textOf({ prefix, piece, suffix }: HostileText, length: number): string {
  return prefix + piece.repeat(Math.ceil(length / piece.length)).slice(0, length) + suffix;
}

/** Returns texts made of parts of the pattern: each piece, each pair of pieces, and longer random sequences. */
export function hostileTextsFor({ source }: RegExp, random: Random): HostileText[] {
  const pieces = [...new Set([...piecesOf(source), ...COMMON_PIECES])].slice(0, MAX_PIECES);
  const longer = Array.from({ length: RANDOM_TEXTS }, () => [
    joined(pieces, random),
    inOrder(pieces, random),
  ]).flat();
  const repeated = [...pieces, ...pieces.flatMap((one) => pieces.map((other) => one + other)), ...longer];
  return [...new Set(repeated)].map((piece) => ({ prefix: '', piece, suffix: random.pick(SUFFIXES) }));
}

/** Returns the text with one part changed. */
export function changed(text: HostileText, { source }: RegExp, random: Random): HostileText {
  const pieces = [...piecesOf(source), ...COMMON_PIECES];
  const part = random.whole(4);
  if (part === 0) return { ...text, prefix: random.chance(0.3) ? '' : joined(pieces, random) };
  if (part === 1) return { ...text, suffix: random.pick([...SUFFIXES, ...pieces]) };
  const at = random.whole(text.piece.length + 1);
  const cut = part === 2 ? at : Math.min(text.piece.length, at + 1);
  const piece = text.piece.slice(0, at) + random.pick(pieces) + text.piece.slice(cut);
  return { ...text, piece: piece.slice(0, 200) };
}

function joined(pieces: readonly string[], random: Random): string {
  const count = 2 + random.whole(MAX_PIECES_JOINED - 1);
  return Array.from({ length: count }, () => random.pick(pieces)).join('');
}

/** Returns some of the pieces in the order of the pattern, which is how a match begins. */
function inOrder(pieces: readonly string[], random: Random): string {
  const count = 2 + random.whole(MAX_PIECES_JOINED - 1);
  const indexes = Array.from({ length: count }, () => random.whole(pieces.length));
  return indexes
    .sort((one, other) => one - other)
    .map((index) => pieces[index])
    .join('');
}

const TOKEN =
  /\\p\{[^}]*\}|\\P\{[^}]*\}|\\u\{[0-9a-f]+\}|\\u[0-9a-f]{4}|\\x[0-9a-f]{2}|\\.|[\p{L}\p{N} %&=/:;,<>"'`~#@!_-]+|[^\\]/giu;
const CLASS_SAMPLES: Readonly<Record<string, readonly string[]>> = {
  d: ['1'],
  w: ['a', '_'],
  s: [' ', '\t'],
  D: ['a'],
  W: ['!'],
  S: ['a'],
  b: [],
  B: [],
  n: ['\n'],
  r: ['\r'],
  t: ['\t'],
};

/** Returns the literal words in the pattern, and one or two samples of each of its character classes. */
function piecesOf(source: string): string[] {
  return (source.match(TOKEN) ?? []).flatMap((token) => {
    if (/^\\p\{/i.test(token)) return /N|digit/i.test(token) ? ['1', '٣'] : ['a', 'é'];
    const code = /^\\(?:u\{?|x)([0-9a-f]+)\}?$/i.exec(token)?.[1];
    if (code !== undefined) return [String.fromCodePoint(Number.parseInt(code, 16))];
    if (token.startsWith('\\')) return CLASS_SAMPLES[token.slice(1)] ?? [token.slice(1)];
    if (/^[[\]()?*+{}|^$.]$/.test(token)) return [];
    return token.length > 1 ? [token, token.charAt(0), token.charAt(token.length - 1)] : [token];
  });
}
