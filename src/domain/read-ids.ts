import type { FoundReferences } from './found-references.ts';
import type { Hosts, Typo } from './reference.ts';

/** Reads the ids and e-mail addresses in a text without links. Returns the text without them. */
export function readIds(text: string, hosts: Hosts, found: FoundReferences): string {
  let rest = readAddresses(text, found);
  const take = (pattern: RegExp, read: (written: string, id: string) => void) => {
    rest = rest.replace(pattern, (written: string, id: unknown) => {
      // Without a group, the second argument is the position.
      read(written, typeof id === 'string' ? id : written);
      return ' ';
    });
  };
  take(SUBSCRIPTION, (written) => {
    if (/^A-S\d{8,10}$/i.test(written)) found.add({ kind: 'subscription', number: written.toUpperCase() });
    else found.addTypo('subscription', written);
  });
  take(ACCOUNT, (written) => {
    if (/^A\d{8}$/i.test(written)) found.add({ kind: 'account', number: written.toUpperCase() });
    else found.addTypo('account', written);
  });
  take(CRM_ID, (written) => found.addCrmId(written));
  for (const [kind, pattern] of UNSUPPORTED) take(pattern, (_, id) => found.addUnsupported(kind, id));
  take(TICKET, (written, id) => {
    if (hosts.home) found.add({ kind: 'ticket', host: hosts.home, id });
    else found.addTypo('not-a-ticket', written);
  });
  return rest;
}

function readAddresses(text: string, found: FoundReferences): string {
  return text.replace(ADDRESS, (address) => {
    found.add({ kind: 'email', address: address.toLowerCase() });
    return ' ';
  });
}

/** A letter or digit of a script with spaces between words. Next to one, an address would be part of a longer word. */
const SPACED = '(?![\\p{scx=Han}\\p{scx=Hiragana}\\p{scx=Katakana}\\p{scx=Hangul}])[\\p{L}\\p{N}]';
const LATIN = '\\p{sc=Latin}\\p{Nd}';
/** The name and the host begin with a letter or digit. */
const ADDRESS = new RegExp(
  `(?<!${SPACED}|[._+%@-])[${LATIN}](?:[${LATIN}._+'%-]{0,62}[${LATIN}_+%-])?@(?:[${LATIN}](?:[${LATIN}-]{0,61}[${LATIN}])?\\.){1,10}\\p{sc=Latin}{2,63}(?!${SPACED}|@)`,
  'giu',
);

const SUBSCRIPTION = /(?<![a-z0-9])A[-_]?[ ]?S[-_]?[ ]?(?=[0-9OIl]*\d{2})[0-9OIl]{3,14}(?![a-z0-9])/gi;
const ACCOUNT = /(?<![a-z0-9])A\d{4,14}(?![a-z0-9])/gi;
const CRM_ID = /(?<![a-z0-9])001[a-z0-9]{11,17}(?![a-z0-9])/gi;
const TICKET = /(?<![\w/&])(?:#|ZD[ #-]?)(\d{1,15})(?!\w)/gi;

/** References that cannot be looked up. Order matters: the first pattern that matches wins. */
const UNSUPPORTED: readonly (readonly [Typo['kind'], RegExp])[] = [
  ['order', /(?<![a-z0-9])O-\d{4,12}(?![a-z0-9])/gi],
  ['customer-subscription', /(?<![a-z0-9])CS-\d{4,14}(?![a-z0-9])/gi],
  ['invoice', /(?<![a-z0-9])INV-?\d{4,12}(?![a-z0-9])/gi],
  ['quote', /(?<![a-z0-9])Q-\d{4,12}(?![a-z0-9])/gi],
  ['zuora-id', /(?<![a-z0-9])[0-9a-f]{32}(?![a-z0-9])/gi],
  ['licence', /(?<![a-z0-9])licen[cs]e[ ]?(?:no\.?|number|nr\.?|id)?[ :]{0,2}#?[ ]?(\d{2,12})(?![a-z0-9])/gi],
  ['domain', /(?<![\w@.%+-])(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,8}[a-z]{2,24}(?![\w@-])/gi],
];
