import type { RedactionBuffer } from './redaction-buffer.ts';

/** Removes access tokens and activation codes: whole, grouped, split anywhere, or attached to other text. */
export function redactActivationCodes(buffer: RedactionBuffer): void {
  buffer.redactMatches('code', ACCESS_TOKEN);
  buffer.redactMatches('code', ACTIVATION_CODE);
  buffer.redactMatches('code', /(?<![A-Za-z0-9])[A-Za-z0-9]{25,59}(?![A-Za-z0-9])/g, ([run]) =>
    isNotACode(run),
  );
  buffer.redactMatches(
    'code',
    /(?<![\p{L}\p{N}])(?:[A-Za-z0-9][^\p{L}\p{N}]{1,3}){20,}[A-Za-z0-9](?![\p{L}\p{N}])/gu,
  );
  for (const [from, to] of codeRangesIn(buffer.text).reverse()) buffer.redactRange('code', from, to);
}

/** Removes codes in groups of four characters, such as vouchers and recovery codes. */
export function redactGroupedCodes(buffer: RedactionBuffer): void {
  buffer.redactMatches('code', JOINED_GROUPS, ([found]) => !isJoinedCode(found, 3));
  buffer.redactMatches('code', SPACED_GROUPS, ([found]) => !isSpacedCode(found));
}

/** Counts changes between lower case, upper case and digits: few in words, many in encoded data. */
function countCharacterClassChanges(run: string): number {
  return [...run.matchAll(/(?<=[a-z])[A-Z\d]|(?<=[A-Z])\d|(?<=\d)[A-Za-z]|(?<=[A-Z]{2})[a-z]/g)].length;
}

const ACTIVATION_CODE_LENGTH = 24;
const ACCESS_TOKEN =
  /(?<![A-Za-z0-9])(?:gl[a-z]{2,6}-[\w.-]{16,}|xox[a-z](?:\.xox[a-z])?-[\w-]{8,}|xapp-[\w-]{8,})/g;

/** Returns true for words, and for the 32 hex digits of a Zuora id. */
function isNotACode(run: string): boolean {
  return countCharacterClassChanges(run) < 5 || /^[\da-f]{32}$/.test(run);
}

interface Chunk {
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

/** Returns the ranges of adjacent chunks that form a code together, in order. */
function codeRangesIn(text: string): (readonly [from: number, to: number])[] {
  const found: (readonly [number, number])[] = [];
  for (const row of chunkRowsIn(text)) {
    for (let first = 0; first < row.length; first += 1) {
      const last = lastChunkOfCode(row, first, text);
      const from = row[first]?.from;
      const to = row[last]?.to;
      if (from === undefined || to === undefined) continue;
      found.push([from, to]);
      first = last;
    }
  }
  return found;
}

/** Returns rows of alphanumeric chunks that are separated by at most four other characters. Known ids end a row. */
function chunkRowsIn(text: string): Chunk[][] {
  const rows: Chunk[][] = [[]];
  let end = 0;
  for (const { 0: chunk, index } of text.matchAll(/[A-Za-z0-9]+/g)) {
    const gap = text.slice(end, index);
    end = index + chunk.length;
    if (gap.length > 4 || /[\p{L}\p{N}]/u.test(gap)) rows.push([]);
    if (KNOWN_ID.test(chunk)) rows.push([]);
    else rows.at(-1)?.push({ text: chunk, from: index, to: end });
  }
  return rows;
}

const KNOWN_ID = /^(?:[AS]\d{8,10}|(?:00[1-6]|500)[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?|\d{8}T\d+)$/;

/** Returns the index of the last chunk of a code that starts at `first`; -1 when none starts there. */
function lastChunkOfCode(row: readonly Chunk[], first: number, text: string): number {
  let length = 0;
  for (let last = first; last < row.length && length < ACTIVATION_CODE_LENGTH; last += 1) {
    length += row[last]?.text.length ?? 0;
    if (length !== ACTIVATION_CODE_LENGTH || last === first) continue;
    const chunks = row.slice(first, last + 1);
    if (isEvenlyGrouped(chunks, text) || isIrregularlySplit(chunks)) return extendOverEqualChunks(row, last);
  }
  return -1;
}

/** Returns true for random-looking chunks of equal size. With spaces between them they may be words, so more must look random. */
function isEvenlyGrouped(chunks: readonly Chunk[], text: string): boolean {
  const size = chunks[0]?.text.length ?? 0;
  if (chunks.some((chunk) => chunk.text.length !== size)) return false;
  const randomCount = chunks.filter((chunk) => looksRandom(chunk.text)).length;
  const gaps = new Set(chunks.slice(1).map((chunk, index) => text.slice(chunks[index]?.to, chunk.from)));
  const joined = chunks.map((chunk) => chunk.text).join('');
  if (gaps.size === 1 && !/\s/.test([...gaps].join(''))) return randomCount > 0 || !/[a-z]/.test(joined);
  return randomCount >= (RANDOM_CHUNKS_NEEDED[size] ?? chunks.length) || /^\d+$/.test(joined);
}

/** Number of chunks that must look random, by chunk size. */
const RANDOM_CHUNKS_NEEDED: Readonly<Record<number, number>> = { 2: 4, 3: 3, 4: 3, 6: 3 };

/** Returns true for a code that was split at arbitrary positions, for example by a line break. */
function isIrregularlySplit(chunks: readonly Chunk[]): boolean {
  const changes = chunks.reduce((sum, chunk) => sum + countCharacterClassChanges(chunk.text), 0);
  return changes >= 6 && chunks.every((chunk) => looksRandom(chunk.text) || chunk.text.length < 4);
}

/** Extends a code over following chunks of the same size that look random. */
function extendOverEqualChunks(row: readonly Chunk[], last: number): number {
  const size = row[last]?.text.length;
  let end = last;
  while (row[end + 1]?.text.length === size && looksRandom(row[end + 1]?.text ?? '')) end += 1;
  return end;
}

/** Returns true for a chunk that is neither a word nor a number. */
function looksRandom(chunk: string): boolean {
  return !/^(?:[A-Z]?[a-z]*|[A-Z]+|\d+)$/.test(chunk);
}

/** An activation code: 24 letters and digits, but not a single lower-case word. */
const ACTIVATION_CODE =
  /(?<![A-Za-z0-9])(?![A-Z]?[a-z]{23,24}(?![A-Za-z0-9]))[A-Za-z0-9]{24}(?![A-Za-z0-9])/g;

const GROUP_OF_FOUR = '[A-Za-z0-9]{4}';
const JOINED_GROUPS = new RegExp(
  `(?<![\\p{L}\\p{N}]|[\\p{L}\\p{N}][-‐–._:])${GROUP_OF_FOUR}(?:[-‐–._:]${GROUP_OF_FOUR}){1,15}(?![\\p{L}\\p{N}]|[-‐–._:][\\p{L}\\p{N}])`,
  'gu',
);
/** Capitals and digits, or letters mixed with digits. Lower-case groups of four are ordinary words. */
const RANDOM_GROUP_OF_FOUR =
  '(?:[A-Z0-9]{4}|(?=[A-Za-z0-9]{0,3}\\d)(?=[A-Za-z0-9]{0,3}[A-Za-z])[A-Za-z0-9]{4})';
const SPACED_GROUPS = new RegExp(
  `(?<![\\p{L}\\p{N}])${RANDOM_GROUP_OF_FOUR}(?: {1,2}${RANDOM_GROUP_OF_FOUR}){2,15}(?![\\p{L}\\p{N}])`,
  'gu',
);

/** True when every group mixes letters and digits, or when there are enough groups that are not all words or all years. */
function isJoinedCode(found: string, minGroups: number): boolean {
  const groups = found.split(/[^A-Za-z0-9]+/);
  if (groups.every(isMixed)) return true;
  return groups.length >= minGroups && groups.some((group) => !isWord(group)) && !groups.every(isYear);
}

/** True for four groups of digits, or two groups with digits; years do not count. */
function isSpacedCode(found: string): boolean {
  const groups = found.split(/ +/);
  const withDigits = groups.filter((group) => /\d/.test(group) && !isYear(group)).length;
  return groups.every((group) => /^\d+$/.test(group)) ? withDigits >= 4 : withDigits >= 2;
}

function isMixed(group: string): boolean {
  return /\d/.test(group) && /[A-Za-z]/.test(group);
}

function isWord(group: string): boolean {
  return /^[A-Z]?[a-z]+$/.test(group);
}

function isYear(group: string): boolean {
  return /^(?:19|20)\d\d$/.test(group);
}
