import type { RedactionBuffer } from './redaction-buffer.ts';

/** Removes codes in groups of four, such as vouchers and recovery codes. */
export function redactGroupedCodes(buffer: RedactionBuffer): void {
  buffer.redactMatches('code', JOINED_GROUPS, ([found]) => !isJoinedCode(found, 3));
  buffer.redactMatches('code', SPACED_GROUPS, ([found]) => !isSpacedCode(found));
}

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
