import { countCharacterClassChanges } from './redact-contacts-and-licences.ts';
import type { RedactionBuffer } from './redaction-buffer.ts';

/** Takes out activation codes: whole, in groups, broken anywhere, or stuck to something else. And tokens. */
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

const ACTIVATION_CODE_LENGTH = 24;
const ACCESS_TOKEN =
  /(?<![A-Za-z0-9])(?:gl[a-z]{2,6}-[\w.-]{16,}|xox[a-z](?:\.xox[a-z])?-[\w-]{8,}|xapp-[\w-]{8,})/g;

/** Ids of Zuora's objects are 32 hex digits; words change their kind of character seldom. */
function isNotACode(run: string): boolean {
  return countCharacterClassChanges(run) < 5 || /^[\da-f]{32}$/.test(run);
}

interface Chunk {
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

/** Where the groups stand that make up a code together, in order. */
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

/** Letters and digits in a row, kept apart by a few other signs at most. Ids that we know stand in no row. */
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

/** The place of the last group of a code that begins here; -1 when none does. */
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

/** Groups of one size. Spaces part words, too, so between them more has to look random. */
function isEvenlyGrouped(chunks: readonly Chunk[], text: string): boolean {
  const size = chunks[0]?.text.length ?? 0;
  if (chunks.some((chunk) => chunk.text.length !== size)) return false;
  const randomCount = chunks.filter((chunk) => looksRandom(chunk.text)).length;
  const gaps = new Set(chunks.slice(1).map((chunk, place) => text.slice(chunks[place]?.to, chunk.from)));
  const joined = chunks.map((chunk) => chunk.text).join('');
  if (gaps.size === 1 && !/\s/.test([...gaps].join(''))) return randomCount > 0 || !/[a-z]/.test(joined);
  return randomCount >= (RANDOM_CHUNKS_NEEDED[size] ?? chunks.length) || /^\d+$/.test(joined);
}

/** Of groups of a size, how many have to look random. */
const RANDOM_CHUNKS_NEEDED: Readonly<Record<number, number>> = { 2: 4, 3: 3, 4: 3, 6: 3 };

/** Broken where a line ended or a finger slipped. */
function isIrregularlySplit(chunks: readonly Chunk[]): boolean {
  const changes = chunks.reduce((sum, chunk) => sum + countCharacterClassChanges(chunk.text), 0);
  return changes >= 6 && chunks.every((chunk) => looksRandom(chunk.text) || chunk.text.length < 4);
}

/** Groups that follow and look the same belong to it. */
function extendOverEqualChunks(row: readonly Chunk[], last: number): number {
  const size = row[last]?.text.length;
  let end = last;
  while (row[end + 1]?.text.length === size && looksRandom(row[end + 1]?.text ?? '')) end += 1;
  return end;
}

/** Neither a word nor a number. */
function looksRandom(chunk: string): boolean {
  return !/^(?:[A-Z]?[a-z]*|[A-Z]+|\d+)$/.test(chunk);
}

/** An activation code: 24 letters and digits. A word of 24 small letters is a word. */
const ACTIVATION_CODE =
  /(?<![A-Za-z0-9])(?![A-Z]?[a-z]{23,24}(?![A-Za-z0-9]))[A-Za-z0-9]{24}(?![A-Za-z0-9])/g;
