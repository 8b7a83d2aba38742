import type { InvalidReference } from '../domain/reference.ts';
import { likelyReferences } from '../domain/suggest-lookups.ts';
import type { TextFragment } from '../domain/text-fragments.ts';
import { joinWithAnd, phrase } from '../domain/text-fragments.ts';
import { isTopicAlias, similarTopics, TOPICS } from '../domain/topics.ts';
import { isUnsupportedReference, unsupportedReferenceText } from './unsupported-reference-text.ts';

/** Explains what is wrong with something that resembles an id, and what would be accepted. */
export function invalidReferenceText({ kind, written }: InvalidReference): TextFragment[] {
  if (isUnsupportedReference(kind)) return unsupportedReferenceText(kind, written);
  switch (kind) {
    case 'subscription':
    case 'account':
      return mistypedNumberText({ kind, written });
    case 'crm-checksum':
      return phrase`${written} fails the checksum of a Salesforce id: a letter or its case is wrong. Copy it again from the address bar; it looks like 001000000000001AAA.`;
    case 'crm-length':
      return invalidCrmIdLengthText(written);
    case 'crm-not-account':
      return phrase`${written} is ${CRM_PREFIX_NAMES[written.slice(0, 3)] ?? 'something else'} in Salesforce. Use the account instead; its id starts with 001, such as 001000000000001AAA.`;
    case 'bare-number':
      return ambiguousNumberText(written);
    case 'not-a-ticket':
      return notATicketText(written);
    case 'topic':
      return unknownTopicText(written);
  }
}

/** Explains all invalid references, one per line. */
export function invalidReferencesText(invalidReferences: readonly InvalidReference[]): TextFragment[] {
  return invalidReferences.flatMap((invalidReference, index) =>
    index === 0
      ? invalidReferenceText(invalidReference)
      : [...phrase`\n`, ...invalidReferenceText(invalidReference)],
  );
}

/** Further words are counted, not quoted. */
const MAX_QUOTED = 4;

/** Returns a note about ignored topics and unrecognized words. Shown after the line about the started check. */
export function ignoredWordsText(ignoredWords: readonly string[]): TextFragment[] {
  const topics = ignoredWords.filter(isTopicAlias);
  const unknown = ignoredWords.filter((word) => !isTopicAlias(word));
  return [
    ...(topics.length > 0
      ? phrase` A check has one topic; I used the last one and ignored ${joinWithAnd(topics.map(quoteWord), 5)}.`
      : []),
    ...(unknown.length > 0 ? unknownWordsText(unknown) : []),
  ];
}

/** Words that could contain customer data are counted, not quoted. */
function unknownWordsText(unknown: readonly string[]): TextFragment[] {
  const shown = unknown.filter((word) => QUOTABLE_WORD.test(word)).slice(0, MAX_QUOTED);
  const others = unknown.length - shown.length;
  const rest = shown.length > 0 ? `${others} more` : others === 1 ? 'one word' : `${others} words`;
  const ignored = [...shown.map(quoteWord), ...(others > 0 ? [rest] : [])];
  return [
    ...phrase` I ignored ${joinWithAnd(ignored, MAX_QUOTED + 1)}. `,
    { kind: 'text', text: `Topics: ${TOPICS.join(', ')}.` },
  ];
}

function quoteWord(word: string): string {
  return `“${word}”`;
}

/** Matches words, and short codes such as "FY24". */
const QUOTABLE_WORD = /^(?:[\p{L}\p{M}][\p{L}\p{M} '’-]{0,23}|[\p{L}\p{N}.]{1,8}|[A-Z]{1,3}-?\d{4,14})$/iu;

const CRM_PREFIX_NAMES: Record<string, string> = {
  '003': 'a contact',
  '005': 'a user',
  '006': 'an opportunity',
  '00Q': 'a lead',
  '500': 'a case',
};

function mistypedNumberText(
  invalid: InvalidReference & { kind: 'subscription' | 'account' },
): TextFragment[] {
  const what = invalid.kind === 'subscription' ? 'a subscription number' : 'an account number';
  const form =
    invalid.kind === 'subscription'
      ? '"A-S" and eight to ten digits, such as A-S00012345'
      : '"A" and eight digits, such as A00900001';
  const likely = likelyReferences(invalid).flatMap((each) => ('number' in each ? [each.number] : []));
  return likely.length === 0
    ? phrase`${invalid.written} is not ${what}: ${form}. Copy it again from Zuora.`
    : phrase`${invalid.written} is not ${what}. Did you mean ${likely.join(' or ')}?`;
}

function invalidCrmIdLengthText(written: string): TextFragment[] {
  return written.includes('/')
    ? phrase`That link does not point to a Salesforce account. Open the account and copy its address; the id in it starts with 001, such as 001000000000001AAA.`
    : phrase`${written} has ${String(written.length)} characters; a Salesforce id has 15 or 18, such as 001000000000001AAA. Copy it again from the account's address.`;
}

/** Shown below the field of the form that holds several references. */
export function oneReferenceOnlyText(): TextFragment[] {
  return phrase`Only one reference can be checked at a time. Keep one of them.`;
}

function ambiguousNumberText(written: string): TextFragment[] {
  const ways = [`#${written} for a ticket`];
  if (written.length === 8) ways.push(`A${written} for an account`);
  if (written.length >= 8 && written.length <= 10) ways.push(`A-S${written} for a subscription`);
  const last = ways.pop() ?? '';
  if (ways.length === 0)
    return phrase`${written} could be several things. If it is a ticket, write #${written}.`;
  return phrase`${written} could be several things. Write ${ways.join(', ')} or ${last}.`;
}

function unknownTopicText(written: string): TextFragment[] {
  return phrase`${written} is not a topic. Did you mean ${similarTopics(written).join(' or ')}? Leave it out if you are not sure.`;
}

function notATicketText(written: string): TextFragment[] {
  return written.includes('.')
    ? phrase`That link to ${written} is not a ticket. Open the ticket and copy its address; it ends in /tickets/ and a number.`
    : phrase`I am not connected to Zendesk, so ${written} cannot be looked up. Check a subscription instead: /reseller-check A-S00012345`;
}
