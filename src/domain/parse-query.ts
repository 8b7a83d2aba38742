import type { RequesterSide } from './case-facts.ts';
import { extractIds } from './extract-ids.ts';
import { extractLinks, refusedHostsIn } from './extract-links.ts';
import { normalizeInput } from './normalize-input.ts';
import type { InvalidReference, KnownHosts, Reference, TicketReference } from './reference.ts';
import { ReferenceCollector } from './reference-collector.ts';
import { findRequester } from './requester-words.ts';
import { parseTopic, similarTopics, type Topic } from './topics.ts';

/** What a text asks for. Contains only the ids of the text, and words that are never stored. */
export interface ParsedQuery {
  /** Distinct, in order of appearance. */
  readonly references: readonly Reference[];
  readonly topic: Topic | null;
  /** Who wrote the ticket, if a word says so. */
  readonly requester: RequesterSide | null;
  /** Whether the word `new` asks for a new case even if there is an open one. */
  readonly anew: boolean;
  /** Refused hosts in the text. When there is one, all other fields are empty. */
  readonly refusedHosts: readonly string[];
  readonly unknownHosts: readonly string[];
  readonly invalidReferences: readonly InvalidReference[];
  /** Tickets given as links. */
  readonly ticketLinks: readonly TicketReference[];
  /** Words that were not understood. They may be shown to the author and are never stored. */
  readonly unrecognizedWords: readonly string[];
}

/** Longest text that is read. A Slack message has up to 40,000 characters, which its blocks repeat. */
const MAX_TEXT_LENGTH = 150_000;

/** Maximum length of the text that is searched for a topic, in UTF-16 units. */
const MAX_TOPIC_TEXT_LENGTH = 2_000;

/** Maximum number of words that are compared with topics. */
const MAX_TOPIC_WORDS = 20;

/**
 * Parses the text of a command, a form or a message, including Slack's link markup. `chosenTopic` is the topic selected in
 * the form; it takes precedence over a topic in the text.
 */
export function parseQuery(raw: string, hosts: KnownHosts, chosenTopic: Topic | null = null): ParsedQuery {
  const limitedText = raw.slice(0, MAX_TEXT_LENGTH);
  const text = normalizeInput(limitedText);
  const found = new ReferenceCollector();
  const rest = extractIds(extractLinks(text, hosts, found), hosts, found);
  const refused = [
    ...refusedHostsIn(limitedText, hosts),
    ...refusedHostsIn(text, hosts),
    ...found.refusedHosts,
  ];
  if (refused.length > 0) return { ...EMPTY_QUERY, refusedHosts: [...new Set(refused)] };
  const { topic: typedTopic, unrecognizedWords: otherWords } = parseTopic(
    rest.slice(0, MAX_TOPIC_TEXT_LENGTH),
  );
  const { side: requester, unrecognizedWords: remainingWords } = findRequester(text, otherWords);
  const unrecognizedWords = remainingWords.filter((word) => !isAnewWord(word));
  const explicitTopic = chosenTopic ?? typedTopic;
  collectSingleWord(unrecognizedWords, explicitTopic, found);
  const topic = explicitTopic ?? (found.hasUnsupported('licence') ? 'license-upload' : null);
  const needsTopic = topic === null && found.references.size > 0;
  const misspelledTopics = needsTopic
    ? unrecognizedWords.slice(0, MAX_TOPIC_WORDS).filter((word) => similarTopics(word).length > 0)
    : [];
  for (const word of misspelledTopics) found.addInvalidReference('topic', word);
  const unsupported = [...found.unsupported.values()];
  const hasReference = found.references.size > 0;
  const ignored = [...unsupported.map((each) => each.written), ...found.unknownHosts];
  return {
    references: [...found.references.values()],
    topic,
    requester,
    anew: remainingWords.some(isAnewWord),
    refusedHosts: [],
    unknownHosts: [...found.unknownHosts].slice(0, 3),
    invalidReferences: [...found.invalidReferences.values(), ...(hasReference ? [] : unsupported)].slice(
      0,
      3,
    ),
    ticketLinks: [...found.ticketLinks.values()],
    unrecognizedWords: [...(hasReference ? ignored : []), ...unrecognizedWords],
  };
}

/** Returns the distinct subscription numbers in a text, and whether the text contains an invalid one. */
export function parseSubscriptionNumbers(text: string): { numbers: readonly string[]; isMistyped: boolean } {
  const { references, invalidReferences } = parseQuery(text, {
    ticket: [],
    refused: [],
    defaultTicketHost: null,
  });
  return {
    numbers: references.flatMap((reference) => (reference.kind === 'subscription' ? [reference.number] : [])),
    isMistyped: invalidReferences.some(({ kind }) => kind === 'subscription'),
  };
}

const EMPTY_QUERY: ParsedQuery = {
  references: [],
  topic: null,
  requester: null,
  anew: false,
  refusedHosts: [],
  unknownHosts: [],
  invalidReferences: [],
  ticketLinks: [],
  unrecognizedWords: [],
};

/** The word that asks for a new case. */
function isAnewWord(word: string): boolean {
  return word.toLowerCase() === 'new';
}

/** Interprets a text of a single word: a number may be a ticket or, with the topic `license-upload`, a license. */
function collectSingleWord(
  unrecognizedWords: readonly string[],
  topic: Topic | null,
  found: ReferenceCollector,
): void {
  const [word = '', ...others] = unrecognizedWords;
  if (others.length > 0 || found.references.size > 0) return;
  if (/^\d{3,12}$/.test(word)) {
    if (topic === 'license-upload') found.addUnsupported('licence', word);
    else found.addInvalidReference('bare-number', word);
  } else if (/^[\w-]{2,60}(?:\/[\w-]{1,60}){1,5}$/.test(word)) {
    found.addUnsupported('namespace', word);
  }
}
