import { FoundReferences } from './found-references.ts';
import { plainInput } from './plain-input.ts';
import { readIds } from './read-ids.ts';
import { readLinks, refusedIn } from './read-links.ts';
import { nearTopics, readTopic, type Topic } from './topics.ts';

export { crmId18 } from './crm-id.ts';
export { TOPICS, type Topic } from './topics.ts';

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
  /** `id`: 32 hexadecimal digits, as in the addresses of Zuora's pages. */
  | { readonly kind: 'zuora-subscription' | 'zuora-account'; readonly id: string }
  | { readonly kind: 'email'; readonly address: string }
  | TicketReference;

/** Kinds of valid references that the bot cannot look up. */
export const UNSUPPORTED_KINDS = [
  'order',
  'customer-subscription',
  'invoice',
  'quote',
  'licence',
  'namespace',
  'domain',
  /** Words alone, such as a company's name. */
  'name',
  'zuora-id',
  'zuora-page',
  'portal-page',
] as const;

/** Every kind of `Typo`; a stored request may carry any of them. */
export const TYPO_KINDS = [
  'subscription',
  'account',
  'crm-checksum',
  'crm-length',
  'crm-not-account',
  'bare-number',
  'not-a-ticket',
  /** A misspelt topic. */
  'topic',
  ...UNSUPPORTED_KINDS,
] as const;

/** An invalid id, or a reference that cannot be looked up. `written`: at most 40 characters. */
export interface Typo {
  readonly kind: (typeof TYPO_KINDS)[number];
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
  /** The tickets that were given as a link. */
  readonly ticketLinks: readonly TicketReference[];
  /** Words that were not understood. They may be shown to the person who typed them and are never stored. */
  readonly unread: readonly string[];
}

export interface Hosts {
  /** Hosts whose ticket links may be opened, lower case. */
  readonly ticket: readonly string[];
  readonly refused: readonly string[];
  /** The host that `#123` belongs to; null when no help desk is set up. */
  readonly home: string | null;
  /** Host of Zuora's pages if it is not below zuora.com. */
  readonly zuora?: string | null;
  /** Host of Salesforce's pages if it is not below salesforce.com or force.com. */
  readonly crm?: string | null;
  /** Host of CustomersDot. */
  readonly portal?: string | null;
}

/** Longest text that is read. A Slack message has up to 40,000 characters, which its blocks repeat. */
const MAX_TEXT = 150_000;

/** How much of the text beside the ids is searched for a topic, in UTF-16 units. */
const MAX_TOPIC_TEXT = 2_000;

/** How many words beside an id are compared with topics. */
const MAX_WORDS = 20;

/**
 * Reads what a command, a form or a message asks for. Pure; understands Slack's own link markup. `chosen`: the topic that was
 * chosen beside the text, which then needs none.
 */
export function readAsked(raw: string, hosts: Hosts, chosen: Topic | null = null): Asked {
  const cut = raw.slice(0, MAX_TEXT);
  const text = plainInput(cut);
  const found = new FoundReferences();
  const rest = readIds(readLinks(text, hosts, found), hosts, found);
  const refused = [...refusedIn(cut, hosts), ...refusedIn(text, hosts), ...found.refusedHosts];
  if (refused.length > 0) return { ...NOTHING, refusedHosts: [...new Set(refused)] };
  const { topic: written, unread } = readTopic(rest.slice(0, MAX_TOPIC_TEXT));
  const named = chosen ?? written;
  readSingleWord(unread, named, found);
  const topic = named ?? (found.hasUnsupported('licence') ? 'license-upload' : null);
  const needsTopic = topic === null && found.references.size > 0;
  const near = needsTopic ? unread.slice(0, MAX_WORDS).filter((word) => nearTopics(word).length > 0) : [];
  for (const word of near) found.addTypo('topic', word);
  const unsupported = [...found.unsupported.values()];
  const hasReference = found.references.size > 0;
  const ignored = [...unsupported.map((each) => each.written), ...found.unknownHosts];
  return {
    references: [...found.references.values()],
    topic,
    refusedHosts: [],
    unknownHosts: [...found.unknownHosts].slice(0, 3),
    typos: [...found.typos.values(), ...(hasReference ? [] : unsupported)].slice(0, 3),
    ticketLinks: [...found.ticketLinks.values()],
    unread: [...(hasReference ? ignored : []), ...unread],
  };
}

/** Returns the distinct subscription numbers in a text, and whether it contains an invalid one. */
export function readSubscriptionNumbers(text: string): { numbers: readonly string[]; isMistyped: boolean } {
  const { references, typos } = readAsked(text, { ticket: [], refused: [], home: null });
  return {
    numbers: references.flatMap((one) => (one.kind === 'subscription' ? [one.number] : [])),
    isMistyped: typos.some(({ kind }) => kind === 'subscription'),
  };
}

const NOTHING: Asked = {
  references: [],
  topic: null,
  refusedHosts: [],
  unknownHosts: [],
  typos: [],
  ticketLinks: [],
  unread: [],
};

/** Reads a single word beside a topic: a number may be a ticket or, with the topic `license-upload`, a licence. */
function readSingleWord(unread: readonly string[], topic: Topic | null, found: FoundReferences): void {
  const [word = '', ...others] = unread;
  if (others.length > 0 || found.references.size > 0) return;
  if (/^\d{3,12}$/.test(word)) {
    if (topic === 'license-upload') found.addUnsupported('licence', word);
    else found.addTypo('bare-number', word);
  } else if (/^[\w-]{2,60}(?:\/[\w-]{1,60}){1,5}$/.test(word)) {
    found.addUnsupported('namespace', word);
  }
}
