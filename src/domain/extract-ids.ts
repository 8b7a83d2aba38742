import type { InvalidReference, KnownHosts } from './reference.ts';
import type { ReferenceCollector } from './reference-collector.ts';

/** Collects the ids and email addresses of a text whose links were removed. Returns the remaining text. */
export function extractIds(text: string, hosts: KnownHosts, found: ReferenceCollector): string {
  let rest = extractEmails(text, found);
  const extract = (pattern: RegExp, collect: (written: string, id: string) => void) => {
    rest = rest.replace(pattern, (written: string, id: unknown) => {
      // For a pattern without a group, the second argument is the offset.
      collect(written, typeof id === 'string' ? id : written);
      return ' ';
    });
  };
  extract(SUBSCRIPTION_NUMBER, (written) => {
    if (/^A-S\d{8,10}$/i.test(written)) found.add({ kind: 'subscription', number: written.toUpperCase() });
    else found.addInvalidReference('subscription', written);
  });
  extract(ACCOUNT_NUMBER, (written) => {
    if (/^A\d{8}$/i.test(written)) found.add({ kind: 'account', number: written.toUpperCase() });
    else found.addInvalidReference('account', written);
  });
  extract(CRM_ID, (written) => found.addCrmId(written));
  for (const [kind, pattern] of UNSUPPORTED_PATTERNS)
    extract(pattern, (_, id) => found.addUnsupported(kind, id));
  extract(TICKET_ID, (written, id) => {
    if (hosts.defaultTicketHost) found.add({ kind: 'ticket', host: hosts.defaultTicketHost, id });
    else found.addInvalidReference('not-a-ticket', written);
  });
  return rest;
}

function extractEmails(text: string, found: ReferenceCollector): string {
  let rest = '';
  let end = 0;
  for (const { 0: host, 1: localPart = '', index } of text.matchAll(EMAIL_HOST)) {
    found.add({ kind: 'email', address: (localPart + host).toLowerCase() });
    rest += `${text.slice(end, index - localPart.length)} `;
    end = index + host.length;
  }
  return rest + text.slice(end);
}

/** A letter or digit of a script that separates words with spaces. An address next to one is part of a longer word. */
const SPACED_SCRIPT_CHARACTER =
  '(?![\\p{scx=Han}\\p{scx=Hiragana}\\p{scx=Katakana}\\p{scx=Hangul}])[\\p{L}\\p{N}]';
const LATIN_CHARACTERS = '\\p{sc=Latin}\\p{Nd}';
/** Local part and host start with a letter or digit. */
const LOCAL_PART = `(?<!${SPACED_SCRIPT_CHARACTER}|[._+%@-])[${LATIN_CHARACTERS}](?:[${LATIN_CHARACTERS}._+'%-]{0,62}[${LATIN_CHARACTERS}_+%-])?`;
/**
 * The at sign and the host of an email address; the first group is the local part. The search begins with the at sign,
 * because a search from every possible start of a local part is slow on long text without one.
 */
const EMAIL_HOST = new RegExp(
  `@(?<=(${LOCAL_PART})@)(?:[${LATIN_CHARACTERS}](?:[${LATIN_CHARACTERS}-]{0,61}[${LATIN_CHARACTERS}])?\\.){1,10}\\p{sc=Latin}{2,63}(?!${SPACED_SCRIPT_CHARACTER}|@)`,
  'giu',
);

const SUBSCRIPTION_NUMBER = /(?<![a-z0-9])A[-_]?[ ]?S[-_]?[ ]?(?=[0-9OIl]*\d{2})[0-9OIl]{3,14}(?![a-z0-9])/gi;
/** Also matches eight digits after a dash, and look-alike letters among them, to say what is wrong. */
const ACCOUNT_NUMBER = /(?<![a-z0-9])A(?:\d{4,14}|[-_]?(?=[0-9OIl]*\d{4})[0-9OIl]{8})(?![a-z0-9])/gi;
const CRM_ID = /(?<![a-z0-9])001[a-z0-9]{11,17}(?![a-z0-9])/gi;
const TICKET_ID = /(?<![\w/&])(?:#|ZD[ #-]?)(\d{1,15})(?!\w)/gi;

/** References that cannot be looked up. Order matters: the first pattern that matches wins. */
const UNSUPPORTED_PATTERNS: readonly (readonly [InvalidReference['kind'], RegExp])[] = [
  ['order', /(?<![a-z0-9])O-\d{4,12}(?![a-z0-9])/gi],
  ['customer-subscription', /(?<![a-z0-9])CS-\d{4,14}(?![a-z0-9])/gi],
  ['invoice', /(?<![a-z0-9])INV-?\d{4,12}(?![a-z0-9])/gi],
  ['quote', /(?<![a-z0-9])Q-\d{4,12}(?![a-z0-9])/gi],
  ['zuora-id', /(?<![a-z0-9])[0-9a-f]{32}(?![a-z0-9])/gi],
  ['licence', /(?<![a-z0-9])licen[cs]e[ ]?(?:no\.?|number|nr\.?|id)?[ :]{0,2}#?[ ]?(\d{2,12})(?![a-z0-9])/gi],
  ['domain', /(?<![\w@.%+-])(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,8}[a-z]{2,24}(?![\w@-])/gi],
];
