import type { RedactionBuffer } from './redaction-buffer.ts';

/** Removes the hosts of refused (US Government) help desks and their ticket numbers. */
export function redactGovernmentReferences(
  buffer: RedactionBuffer,
  refusedHosts: readonly string[],
  ownIds: readonly string[],
): void {
  const before = buffer.text;
  for (const host of refusedHosts)
    for (const pattern of hostPatterns(host)) buffer.redactMatches('us-government', pattern);
  const isHostNamed = buffer.text !== before;
  const own = new Set(ownIds.map(comparableId));
  const shouldKeep = ({ index, input, 1: digits = '' }: RegExpExecArray): boolean =>
    own.has(digits) || !(isHostNamed || US_GOVERNMENT_WORDS.test(sentenceAround(input, index)));
  for (const pattern of TICKET_NUMBER_PATTERNS) buffer.redactMatches('us-government', pattern, shouldKeep);
}

/** Removes subscription, account and Salesforce ids of other cases, and other ticket numbers when this case's ticket is known. */
export function redactForeignIds(buffer: RedactionBuffer, ownIds: readonly string[]): void {
  const own = new Set(ownIds.map(comparableId));
  const shouldKeep = ({ 0: found }: RegExpExecArray): boolean => own.has(comparableId(found));
  for (const pattern of ID_PATTERNS) buffer.redactMatches('other-customer', pattern, shouldKeep);
  if (!ownIds.some((id) => id.startsWith('#'))) return;
  buffer.redactMatches('other-customer', LISTED_TICKET_NUMBERS, ({ 0: digits }) => own.has(digits));
  for (const pattern of TICKET_NUMBER_PATTERNS) {
    buffer.redactMatches('other-customer', pattern, ({ 1: digits = '' }) => own.has(digits));
  }
}

/** Returns the id for comparison: 15 characters of a Salesforce id, other ids in upper case without prefix and separators. */
function comparableId(id: string): string {
  if (SALESFORCE_ID.test(id)) return id.slice(0, 15);
  return id.replace(/^(?:#|ZD)|[^\p{L}\p{N}]/giu, '').toUpperCase();
}

const SALESFORCE_ID = /^(?:00[136]|00Q|500|0Q0|80[01])[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?$/;

const ID_PATTERNS: readonly RegExp[] = [
  /(?<![\p{L}\p{N}])A[-‐-―−_ ]{0,2}S[-‐-―−_ ]{0,2}\d{5,14}(?!\d)/giu,
  /(?<![\p{L}\p{N}])A[-‐-―−_ ]{0,2}S[-‐-―−_ ]{0,2}\d{2,7}[ .-]\d{2,8}(?!\d)/giu,
  /(?<![\p{L}\p{N}-])A[-‐-―−_ ]?\d{8}(?![\p{L}\p{N}])/giu,
  /(?<![\p{L}\p{N}])(?:00[136]|00Q|500|0Q0|80[01])[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?(?![\p{L}\p{N}])/gu,
  /(?<![\p{L}\p{N}])[\da-f]{32}(?![\p{L}\p{N}])/giu,
];

/** Excludes numbers that count something, such as "25 seats". */
const NOT_A_QUANTITY = '(?! (?:days?|weeks?|seats?|users?|hours?|times?|months?))';

const TICKET_NUMBER_PATTERNS: readonly RegExp[] = [
  /(?<![\p{L}\p{N}&])(?<!PO ?)# ?(\d{3,15})(?!\d)/giu,
  /(?<![\p{L}\p{N}])ZD[ #-]{0,2}(\d{3,15})(?!\d)/giu,
  new RegExp(
    `(?<![\\p{L}\\p{N}])(?:tickets?|zendesk)[ ]?(?:no\\.?|number|nr\\.?|id|case)?[ ]?[:#]?[ ]?(\\d{3,15})(?![\\d.,]*\\d)${NOT_A_QUANTITY}`,
    'giu',
  ),
];

/** The second and later numbers in "tickets 48211, 48212 and 48213". */
const LISTED_TICKET_NUMBERS = new RegExp(
  `(?<=(?<![\\p{L}\\p{N}])tickets[ ]?[:#]?[ ]?[^\\p{L}]{0,60}(?:,|&| and| or) ?#?)\\d{3,15}(?!\\d)${NOT_A_QUANTITY}`,
  'giu',
);

const US_GOVERNMENT_WORDS = /\bU\.?S\.?[- ]?Gov(?:ernment|t|\b)|\bUSG\b|\bfederal\b|\bFedRAMP\b/i;

/** Returns the sentence that contains the index. */
function sentenceAround(text: string, index: number): string {
  const start = Math.max(0, ...['. ', '! ', '? ', '\n'].map((end) => text.lastIndexOf(end, index) + 1));
  const rest = text.slice(index).search(/[.!?](?:\s|$)|\n/);
  return text.slice(start, rest < 0 ? undefined : index + rest);
}

/** Returns patterns for a host with the text attached to it, and for the first label of its name if that is distinctive. */
function hostPatterns(host: string): RegExp[] {
  const around = '[\\p{L}\\p{N}_.:/@%-]';
  const written = host.replace(/[.-]/g, (mark) => (mark === '.' ? SPELLED_DOT : SPELLED_DASH));
  const label = host.split('.')[0] ?? '';
  const isDistinctive = label.length >= 12 && /[-\d]/.test(label);
  return [
    new RegExp(`(?<!${around})${around}*?${written}(?:\\.?[\\p{L}\\p{N}-]+)*(?:[:/?#][^\\s<>"]*)?`, 'giu'),
    ...(isDistinctive ? [new RegExp(`(?<![\\p{L}\\p{N}])${label}(?![\\p{L}\\p{N}])`, 'giu')] : []),
  ];
}

const SPELLED_DOT = '(?:\\s{0,2}[.。]\\s{0,2}|\\s{1,2}dot\\s{1,2})';
const SPELLED_DASH = '[\\s_‐-―−-]{0,3}';
