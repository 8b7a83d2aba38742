import { redactActivationCodes } from './redact-activation-codes.ts';
import {
  redactEmailAddresses,
  redactEncodedLicences,
  redactLicenceBlocks,
  redactPhoneNumbers,
} from './redact-contacts-and-licences.ts';
import { redactBankNumbers, redactPasswords } from './redact-credentials.ts';
import { redactForeignIds, redactGovernmentReferences } from './redact-foreign-ids.ts';
import { redactGroupedCodes } from './redact-grouped-codes.ts';
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

export { findPromise } from './find-promise.ts';
export { addRemovedCounts, REMOVED_KINDS, type RemovedCounts, type RemovedKind } from './redaction-buffer.ts';

export interface RedactedText {
  readonly text: string;
  readonly removed: RemovedCounts;
}

export interface RedactionRules {
  /** Most characters kept, in UTF-16 units. */
  readonly maxLength: number;
  /** Hosts whose very names must not appear (US Government help desks), lower case. */
  readonly refusedHosts: readonly string[];
  /** Ids of this case (subscription, account, Salesforce, ticket numbers) that may stay; null: not known yet, so ids are left alone. */
  readonly ownIds: readonly string[] | null;
}

/** One line of plain text without anything that must not leave; names what was taken out and how often. Doing it twice changes nothing. */
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
/** Nobody types more into a form; what is searched has to be searched quickly. */
const MAX_SEARCHED_LENGTH = 4_000;
/** Taking something out can bring something else together. Texts that are no attack take two rounds. */
const MAX_PASSES = 12;
const ALL_TEXT_REMOVED = '(text removed)';

/** Markup before what stands in it, places before the addresses, names and runs of characters that are parts of them. */
function redactOnce(typed: string, { maxLength: limit, refusedHosts, ownIds }: RedactionRules): RedactedText {
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
  const text = truncateLine(line, limit);
  const long = text !== line || plain.length > MAX_SEARCHED_LENGTH;
  return { text, removed: long ? addRemovedCounts(buffer.removed, { long: 1 }) : buffer.removed };
}

/** The line, or its first whole words and "…". */
function truncateLine(line: string, maxLength: number): string {
  return line.length <= maxLength ? line : `${truncateAtWord(line, maxLength - 1)}…`;
}

/** As many characters; no half ones, and where a word ends if that is near. */
function truncateAtWord(text: string, maxLength: number): string {
  const cut = text.slice(0, Math.max(0, maxLength)).replace(/[\uD800-\uDBFF]$/, '');
  const whole = cut.replace(/\S{0,60}$/, '').trimEnd();
  return whole === '' || /\s/.test(text.charAt(cut.length)) ? cut.trimEnd() : whole;
}

/** A text is cut or it is not. */
function countTruncationOnce(removed: RemovedCounts): RemovedCounts {
  return removed.long ? { ...removed, long: 1 } : removed;
}
