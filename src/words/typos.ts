import { TOPICS, type Typo } from '../domain/reference.ts';
import { listed, type Piece, say } from '../domain/text.ts';
import { isTopic, nearTopics } from '../domain/topics.ts';
import { isUnsupported, sayUnsupported } from './unsupported-references.ts';

/** What is wrong with something that nearly is an id, and what would work. */
export function sayTypo({ kind, written }: Typo): Piece[] {
  if (isUnsupported(kind)) return sayUnsupported(kind, written);
  switch (kind) {
    case 'subscription':
      return subscription(written);
    case 'account':
      return say`${written} is not an account number: "A" and eight digits, such as A00900001. Copy it again from Zuora.`;
    case 'crm-checksum':
      return say`${written} has the length of a Salesforce id, but a letter or its case is wrong. Copy it again from the address bar.`;
    case 'crm-length':
      return crmLength(written);
    case 'crm-not-account':
      return say`${written} is ${CRM_KINDS[written.slice(0, 3)] ?? 'something else'} in Salesforce. Give me the account; its id starts with 001.`;
    case 'bare-number':
      return bareNumber(written);
    case 'not-a-ticket':
      return notATicket(written);
    case 'topic':
      return topic(written);
  }
}

/** All of them, the first thing first. */
export function sayTypos(typos: readonly Typo[]): Piece[] {
  return typos.flatMap((typo, place) => (place === 0 ? sayTypo(typo) : [...say`\n`, ...sayTypo(typo)]));
}

/** The most words that are quoted; the others are counted. */
const MAX_QUOTED = 4;

/** Follows the line that says what is checked. Names the other topics, then the words that were not understood. */
export function sayUnread(unread: readonly string[]): Piece[] {
  const topics = unread.filter(isTopic);
  const unknown = unread.filter((word) => !isTopic(word));
  return [
    ...(topics.length > 0
      ? say` A check has one topic; I used the last one and ignored ${listed(topics.map(quoted), 5)}.`
      : []),
    ...(unknown.length > 0 ? sayUnknown(unknown) : []),
  ];
}

/** Words that could hold customer data are counted, not quoted. */
function sayUnknown(unknown: readonly string[]): Piece[] {
  const shown = unknown.filter((word) => QUOTABLE.test(word)).slice(0, MAX_QUOTED);
  const others = unknown.length - shown.length;
  const rest = shown.length > 0 ? `${others} more` : others === 1 ? 'one word' : `${others} words`;
  const ignored = [...shown.map(quoted), ...(others > 0 ? [rest] : [])];
  return [
    ...say` I ignored ${listed(ignored, MAX_QUOTED + 1)}. `,
    { kind: 'text', text: `Topics: ${TOPICS.join(', ')}.` },
  ];
}

function quoted(word: string): string {
  return `“${word}”`;
}

/** Words, and short things with digits such as "FY24". */
const QUOTABLE = /^(?:[\p{L}\p{M}][\p{L}\p{M} '’-]{0,23}|[\p{L}\p{N}.]{1,8}|[A-Z]{1,3}-?\d{4,14})$/iu;

const CRM_KINDS: Record<string, string> = {
  '003': 'a contact',
  '005': 'a user',
  '006': 'an opportunity',
  '00Q': 'a lead',
  '500': 'a case',
};

function subscription(written: string): Piece[] {
  const meant = meantSubscription(written);
  return meant === null
    ? say`${written} is not a subscription number: "A-S" and eight to ten digits, such as A-S00012345. Copy it again from Zuora.`
    : say`${written} is not a subscription number. Did you mean ${meant}?`;
}

/** Dashes, spaces and look-alike letters put right; null when the number of digits is wrong anyway. */
function meantSubscription(written: string): string | null {
  const digits = written
    .replace(/^A[^0-9a-z]*S[^0-9a-z]*/i, '')
    .replace(/o/gi, '0')
    .replace(/[il]/gi, '1');
  return /^\d{8,10}$/.test(digits) ? `A-S${digits}` : null;
}

function crmLength(written: string): Piece[] {
  return written.includes('/')
    ? say`That Salesforce link leads to no record. Open the account and copy its address; the id in it starts with 001.`
    : say`${written} has ${String(written.length)} characters; a Salesforce id has 15 or 18. Copy it again from the account's address.`;
}

function bareNumber(written: string): Piece[] {
  const ways = [`#${written} for a ticket`];
  if (written.length === 8) ways.push(`A${written} for an account`);
  if (written.length >= 8 && written.length <= 10) ways.push(`A-S${written} for a subscription`);
  const last = ways.pop() ?? '';
  if (ways.length === 0)
    return say`${written} alone does not say what it is. If it is a ticket, write #${written}.`;
  return say`${written} could be several things. Write ${ways.join(', ')} or ${last}.`;
}

function topic(written: string): Piece[] {
  return say`${written} is not a topic. Did you mean ${nearTopics(written).join(' or ')}? Leave it out if you are not sure.`;
}

function notATicket(written: string): Piece[] {
  return written.includes('.')
    ? say`That link to ${written} is not a ticket. Open the ticket and copy its address; it ends in /tickets/ and a number.`
    : say`I am not connected to Zendesk, so ${written} means nothing to me. Check a subscription instead: /reseller-check A-S00012345`;
}
