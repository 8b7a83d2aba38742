import { redactActivationCodes, redactGroupedCodes } from './redact-codes.ts';
import { redactEmailAddresses, redactPhoneNumbers } from './redact-contacts.ts';
import { redactBankNumbers, redactPasswords } from './redact-credentials.ts';
import { redactForeignIds, redactGovernmentReferences } from './redact-foreign-ids.ts';
import { redactEncodedLicences, redactLicenceBlocks } from './redact-licences.ts';
import {
  redactFileNames,
  redactLinks,
  redactMentionMarkup,
  redactTypedMentions,
  unwrapMarkup,
} from './redact-links.ts';
import { normalizeForRedaction } from './redact-normalize.ts';
import { redactQuotedText } from './redact-quoted.ts';
import { addRemovedCounts, RedactionBuffer, type RemovedCounts } from './redaction-buffer.ts';

export interface RedactedText {
  readonly text: string;
  readonly removed: RemovedCounts;
}

export interface RedactionRules {
  /** Maximum length of the result, in UTF-16 units. */
  readonly maxLength: number;
  /** Hosts whose names must not appear (US Government help desks), lower case. */
  readonly refusedHosts: readonly string[];
  /** Subscription, account, Salesforce and ticket ids of this case, which are kept. Null when unknown: then all ids are kept. */
  readonly ownIds: readonly string[] | null;
}

/** Returns the text as one line without confidential content, and the number of removals per kind. Idempotent. */
export function redact(typed: string, rules: RedactionRules): RedactedText {
  let text = typed.slice(0, MAX_INPUT_LENGTH);
  let removed: RemovedCounts = typed.length > MAX_INPUT_LENGTH ? { long: 1 } : {};
  for (let passIndex = 0; passIndex < MAX_PASSES; passIndex += 1) {
    const pass = redactOnce(text, rules);
    removed = addRemovedCounts(removed, pass.removed);
    if (pass.text === text) return { text, removed: countTruncationOnce(removed) };
    text = pass.text;
  }
  return {
    text: truncateLine(ALL_TEXT_REMOVED, rules.maxLength),
    removed: countTruncationOnce(addRemovedCounts(removed, { long: 1 })),
  };
}

const MAX_INPUT_LENGTH = 20_000;
/** Limits the time of the pattern search. Form inputs are shorter. */
const MAX_SEARCHED_LENGTH = 4_000;
/** A removal can join the text around it into a new match. Ordinary texts need two passes. */
const MAX_PASSES = 12;
const ALL_TEXT_REMOVED = '(text removed)';

/** Runs all removals once. Order matters: markup before its content, links before the addresses and codes that are part of them. */
function redactOnce(typed: string, { maxLength, refusedHosts, ownIds }: RedactionRules): RedactedText {
  const plain = normalizeForRedaction(typed);
  const buffer = new RedactionBuffer(
    plain.length > MAX_SEARCHED_LENGTH ? truncateAtWord(plain, MAX_SEARCHED_LENGTH) : plain,
  );
  redactQuotedText(buffer);
  buffer.text = unwrapMarkup(buffer.text);
  redactGovernmentReferences(buffer, refusedHosts, ownIds ?? []);
  redactPasswords(buffer);
  redactLicenceBlocks(buffer);
  redactMentionMarkup(buffer);
  redactLinks(buffer);
  redactEmailAddresses(buffer);
  redactBankNumbers(buffer);
  redactPhoneNumbers(buffer);
  redactTypedMentions(buffer);
  redactFileNames(buffer);
  redactEncodedLicences(buffer);
  redactActivationCodes(buffer);
  redactGroupedCodes(buffer);
  if (ownIds) redactForeignIds(buffer, ownIds);
  const line = buffer.text.replace(/</g, '‹').replace(/\s+/g, ' ').trim();
  const text = truncateLine(line, maxLength);
  const isTruncated = text !== line || plain.length > MAX_SEARCHED_LENGTH;
  return { text, removed: isTruncated ? addRemovedCounts(buffer.removed, { long: 1 }) : buffer.removed };
}

/** Returns the line, or its first whole words followed by "…". */
function truncateLine(line: string, maxLength: number): string {
  return line.length <= maxLength ? line : `${truncateAtWord(line, maxLength - 1)}…`;
}

/** Truncates at a word boundary if one is near, and never within a surrogate pair. */
function truncateAtWord(text: string, maxLength: number): string {
  const cut = text.slice(0, Math.max(0, maxLength)).replace(/[\uD800-\uDBFF]$/, '');
  const whole = cut.replace(/\S{0,60}$/, '').trimEnd();
  return whole === '' || /\s/.test(text.charAt(cut.length)) ? cut.trimEnd() : whole;
}

/** Counts truncation at most once. */
function countTruncationOnce(removed: RemovedCounts): RemovedCounts {
  return removed.long ? { ...removed, long: 1 } : removed;
}
