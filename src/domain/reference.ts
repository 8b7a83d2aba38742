import { distance } from './spelling.ts';

export const TOPICS = [
  'sign-in',
  'license-upload',
  'contact-change',
  'change-subscription',
  'direct-renewal',
  'enable-login',
  'new-purchase',
  'other',
] as const;
export type Topic = (typeof TOPICS)[number];

export interface TicketReference {
  readonly kind: 'ticket';
  readonly host: string;
  readonly id: string;
}

/** One thing that can be checked. An e-mail is kept only as long as a look-up needs it. */
export type Reference =
  | { readonly kind: 'subscription'; readonly number: string }
  | { readonly kind: 'account'; readonly number: string }
  /** 18 characters, checksum verified. */
  | { readonly kind: 'crm-account'; readonly id: string }
  | { readonly kind: 'email'; readonly address: string }
  | TicketReference;

/** Something that nearly is an id: what was written (40 characters at most), and what is wrong with it. */
export interface Typo {
  readonly kind:
    | 'subscription'
    | 'account'
    | 'crm-checksum'
    | 'crm-length'
    | 'crm-not-account'
    | 'bare-number'
    | 'not-a-ticket'
    /** The last word is nearly a topic. */
    | 'topic';
  readonly written: string;
}

/** Everything a text asks for. Holds no part of the text but the ids in it. */
export interface Asked {
  /** Distinct, in order of appearance. */
  readonly references: readonly Reference[];
  readonly topic: Topic | null;
  /** Hosts we must not look at. When there is one, nothing else in here counts. */
  readonly refusedHosts: readonly string[];
  readonly unknownHosts: readonly string[];
  readonly typos: readonly Typo[];
}

export interface Hosts {
  /** Hosts whose ticket links may be opened, lower case. */
  readonly ticket: readonly string[];
  readonly refused: readonly string[];
  /** The host that `#123` belongs to; null when no help desk is set up. */
  readonly home: string | null;
}

/** Longer texts are cut here: no message that a person wrote by hand comes near it. */
const MAX_TEXT = 12_000;

/** Reads what a command or a message asks for. Pure; understands Slack's own link markup. */
export function readAsked(raw: string, hosts: Hosts): Asked {
  const text = raw.slice(0, MAX_TEXT);
  const found = new Finds();
  const rest = readLinks(text, hosts, found);
  readPlain(rest, hosts, found);
  const refused = hosts.refused.filter((host) => text.toLowerCase().includes(host));
  if (refused.length > 0 || found.refusedHosts.size > 0) {
    return {
      references: [],
      topic: null,
      refusedHosts: [...new Set([...refused, ...found.refusedHosts])],
      unknownHosts: [],
      typos: [],
    };
  }
  const last = lastWord(rest);
  const topic = TOPICS.find((known) => known === last) ?? null;
  if (!topic && found.references.size > 0 && nearTopics(last).length > 0) found.typo('topic', last);
  return {
    references: [...found.references.values()],
    topic,
    refusedHosts: [],
    unknownHosts: [...found.unknownHosts].slice(0, 3),
    typos: [...found.typos.values()].slice(0, 3),
  };
}

class Finds {
  readonly references = new Map<string, Reference>();
  readonly typos = new Map<string, Typo>();
  readonly refusedHosts = new Set<string>();
  readonly unknownHosts = new Set<string>();

  add(reference: Reference): void {
    this.references.set(referenceKey(reference), reference);
  }

  typo(kind: Typo['kind'], written: string): void {
    const cut = written.slice(0, 40);
    this.typos.set(`${kind} ${cut}`, { kind, written: cut });
  }
}

/** The same for two ways of writing the same thing. */
export function referenceKey(reference: Reference): string {
  switch (reference.kind) {
    case 'subscription':
    case 'account':
      return `${reference.kind} ${reference.number}`;
    case 'crm-account':
      return `crm-account ${reference.id}`;
    case 'email':
      return `email ${reference.address}`;
    case 'ticket':
      return `ticket ${reference.id}`;
  }
}

/** Slack writes links as <url|label>; a bare host with a path counts too. What is left comes back. */
function readLinks(text: string, hosts: Hosts, found: Finds): string {
  const unwrapped = text
    .replace(/<mailto:([^|>]*)(?:\|[^>]*)?>/gi, ' $1 ')
    .replace(/<(https?:[^|>]*)(?:\|[^>]*)?>/gi, ' $1 ')
    .replace(/<[@#!][^>]*>/g, ' ');
  return unwrapped.replace(
    /(?<![@\w.-])(?:https?:\/\/[^\s<>"]+|[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::\d+)?\/[^\s<>"]*)/gi,
    (link) => {
      readLink(link, hosts, found);
      return ' ';
    },
  );
}

function readLink(link: string, hosts: Hosts, found: Finds): void {
  const url = parseUrl(link);
  if (!url) return;
  const host = url.host.replace(/\.(?=$|:)/, '');
  const bare = host.replace(/:\d+$/, '');
  if (hosts.refused.some((refused) => bare === refused || bare.endsWith(`.${refused}`))) {
    found.refusedHosts.add(bare);
  } else if (/(^|\.)(salesforce|force)\.com$/.test(bare)) {
    readCrmLink(url, found);
  } else if (hosts.ticket.includes(host)) {
    const id = /\/(?:tickets|requests)\/(\d{1,15})(?:\.json)?(?:\/|$)/.exec(url.pathname)?.[1];
    if (id) found.add({ kind: 'ticket', host, id });
    else found.typo('not-a-ticket', host);
  } else {
    found.unknownHosts.add(host.slice(0, 60));
  }
}

function parseUrl(link: string): URL | null {
  const trimmed = link.replace(/[).,;:!?'"\]]+$/, '');
  try {
    return new URL(/^https?:\/\//i.test(trimmed) ? trimmed : `https://${trimmed}`);
  } catch {
    return null;
  }
}

function readCrmLink(url: URL, found: Finds): void {
  const id = /(?:^|\/)([a-z0-9]{18}|[a-z0-9]{15})(?:\/|$)/i.exec(url.pathname)?.[1];
  if (id) readCrmId(id, found);
  else found.typo('crm-length', url.pathname);
}

function readCrmId(id: string, found: Finds): void {
  const full = crmId18(id);
  if (!id.startsWith('001')) found.typo('crm-not-account', id);
  else if (full) found.add({ kind: 'crm-account', id: full });
  else found.typo(id.length === 18 ? 'crm-checksum' : 'crm-length', id);
}

function readPlain(text: string, hosts: Hosts, found: Finds): void {
  const rest = text.replace(
    /(?<![^\s"'(,;:])[\w.+'%-]{1,64}@[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}/gi,
    (address) => {
      found.add({ kind: 'email', address: address.toLowerCase() });
      return ' ';
    },
  );
  for (const [written] of rest.matchAll(
    /(?<![a-z0-9])A[-–—_]?[ ]?S[-–—_]?[ ]?[0-9OIl]{3,14}(?![a-z0-9])/gi,
  )) {
    const exact = /^A-S\d{8,10}$/i.test(written);
    if (exact) found.add({ kind: 'subscription', number: written.toUpperCase() });
    else if (/\d{2}/.test(written)) found.typo('subscription', written);
  }
  for (const [written] of rest.matchAll(/(?<![a-z0-9-])A\d{4,14}(?![a-z0-9])/gi)) {
    if (/^A\d{8}$/i.test(written)) found.add({ kind: 'account', number: written.toUpperCase() });
    else found.typo('account', written);
  }
  for (const [written] of rest.matchAll(/(?<![a-z0-9])001[a-z0-9]{11,17}(?![a-z0-9])/gi)) {
    readCrmId(written, found);
  }
  for (const match of rest.matchAll(/(?<![\w/&])(?:#|ZD[ #-]?)(\d{1,15})(?!\w)/gi)) {
    if (hosts.home && match[1]) found.add({ kind: 'ticket', host: hosts.home, id: match[1] });
    else found.typo('not-a-ticket', match[0]);
  }
  const bare = /^\s*(\d{3,12})(?:\s+[a-z-]+)?\s*$/i.exec(rest)?.[1];
  if (bare && found.references.size === 0) found.typo('bare-number', bare);
}

/** Topics that a mistyped word was probably meant to be. */
export function nearTopics(word: string): Topic[] {
  return TOPICS.filter((topic) => word.length > 3 && distance(topic, word) <= (topic.length < 7 ? 1 : 2));
}

function lastWord(text: string): string {
  return text.trim().split(/\s+/).at(-1)?.toLowerCase().slice(0, 30) ?? '';
}

/**
 * The 18-character form of a Salesforce id. A 15-character id keeps its case, which carries meaning; an
 * 18-character one is accepted only when its last three characters are the checksum of the case of the others.
 */
export function crmId18(id: string): string | null {
  if (!/^[A-Za-z0-9]{15}(?:[A-Za-z0-9]{3})?$/.test(id)) return null;
  const base = id.slice(0, 15);
  let suffix = '';
  for (let chunk = 0; chunk < 3; chunk += 1) {
    let bits = 0;
    for (let place = 0; place < 5; place += 1) {
      if (/[A-Z]/.test(base.charAt(chunk * 5 + place))) bits |= 1 << place;
    }
    suffix += 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345'.charAt(bits);
  }
  if (id.length === 18 && id.slice(15).toUpperCase() !== suffix) return null;
  return base + suffix;
}
