/** `no-billing-access` and `already-linked` are sign-in problems, named after the message that the portal shows. */
export const TOPICS = [
  'sign-in',
  'license-upload',
  'contact-change',
  'change-subscription',
  'direct-renewal',
  'enable-login',
  'new-purchase',
  'no-billing-access',
  'already-linked',
  'usage-billing',
  'other',
] as const;
export type Topic = (typeof TOPICS)[number];

/** Aliases of each topic, comma-separated, in lower case, with spaces instead of hyphens. */
const TOPIC_ALIASES: Record<Topic, string> = {
  'sign-in': 'signin, signing in, log in, login, logging in, logon, log on, password',
  'license-upload':
    'license, licence, licenses, licences, licence upload, license uploads, licence uploads, upload, true up, trueup, true ups, license error, licence error, activation',
  'contact-change':
    'contact, contacts, change contact, change contacts, change a contact, change of contact, contacts change, new contact, billing contact, sold to',
  'change-subscription':
    'subscription change, change the subscription, change of subscription, seats, add seats, more seats, upgrade, downgrade, add on, addon, change plan, plan change',
  'direct-renewal':
    'renewal, renewals, renew, renews, renewing, renew direct, renew directly, renewal direct, renew subscription',
  'enable-login':
    'enable log in, enable sign in, restore login, restore log in, restore sign in, restore the login, enable the login, activate login, login activated, login activation, unlock login',
  'new-purchase': 'purchase, purchases, buy, buying, new order, new subscription, new purchases',
  'no-billing-access': 'no access to billing, billing account access, billing access',
  'already-linked': 'linked to another account, already linked account, account already linked',
  'usage-billing': 'usage, credits, agent platform, consumption',
  other: 'something else, others',
};

const TOPIC_BY_ALIAS: ReadonlyMap<string, Topic> = new Map(
  TOPICS.flatMap((topic) =>
    [topic.replaceAll('-', ' '), ...TOPIC_ALIASES[topic].split(', ')].map((words) => [words, topic] as const),
  ),
);
const MAX_ALIAS_WORDS = 4;

/** Words that are ignored silently. */
const FILLER_WORDS = new Set(
  `a an the for about of on in with to and or is this that please pls check topic re regarding customer requester subscription sub
  account ticket zendesk zd salesforce sfdc zuora email e-mail mail address number no nr id link cannot can't can not`.split(
    /\s+/,
  ),
);

/** Returns true for a word that is ignored silently. */
export function isFillerWord(word: string): boolean {
  return FILLER_WORDS.has(word.toLowerCase());
}

export interface ParsedTopic {
  readonly topic: Topic | null;
  /** Topics other than the chosen one, followed by the words that were not understood, as written. */
  readonly unrecognizedWords: readonly string[];
}

/** Finds the topic in the words around an id. The last of several topics wins. */
export function parseTopic(text: string): ParsedTopic {
  const words = text.split(/\s+/).map(trimPunctuation).filter(Boolean);
  const found: { readonly topic: Topic; readonly written: string }[] = [];
  const unrecognizedWords: string[] = [];
  for (let index = 0; index < words.length; ) {
    const length = aliasLengthAt(words, index);
    const written = words.slice(index, index + Math.max(length, 1)).join(' ');
    const topic = TOPIC_BY_ALIAS.get(normalizeAlias(written));
    if (topic) found.push({ topic, written });
    else if (!isFillerWord(written)) unrecognizedWords.push(written);
    index += Math.max(length, 1);
  }
  const last = found.at(-1);
  const others = found.filter(({ topic }) => topic !== last?.topic).map(({ written }) => written);
  return { topic: last?.topic ?? null, unrecognizedWords: [...others, ...unrecognizedWords] };
}

/** Returns true when the words are a topic or one of its aliases. */
export function isTopicAlias(words: string): boolean {
  return TOPIC_BY_ALIAS.has(normalizeAlias(words));
}

/** Returns the number of words of the longest alias that starts at the index; 0 when none does. */
function aliasLengthAt(words: readonly string[], index: number): number {
  for (let length = MAX_ALIAS_WORDS; length > 0; length -= 1) {
    const candidate = words.slice(index, index + length);
    if (candidate.length === length && TOPIC_BY_ALIAS.has(normalizeAlias(candidate.join(' ')))) return length;
  }
  return 0;
}

function normalizeAlias(words: string): string {
  return words.length > 60 ? '' : words.toLowerCase().replace(/[-_/]+/g, ' ');
}

/** Removes leading and trailing punctuation. */
function trimPunctuation(word: string): string {
  return word.replace(/^[^\p{L}\p{N}]+/u, '').replace(/(?<=[\p{L}\p{N}])[^\p{L}\p{N}]+$/u, '');
}

/** Returns the topics that a misspelled word may mean. */
export function similarTopics(written: string): Topic[] {
  const word = written.toLowerCase();
  if (word.length < 4 || word.length > 30) return [];
  const near = [...TOPIC_BY_ALIAS].filter(
    ([alias]) =>
      alias.length > 4 && editDistance(alias, word.replace(/[-_]/g, ' ')) <= (alias.length < 7 ? 1 : 2),
  );
  return TOPICS.filter((topic) => near.some(([, meant]) => meant === topic));
}

/** Returns the Levenshtein distance between two words. */
export function editDistance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, rightIndex) => rightIndex);
  for (let leftIndex = 0; leftIndex < left.length; leftIndex += 1) {
    const next = [leftIndex + 1];
    for (let rightIndex = 0; rightIndex < right.length; rightIndex += 1) {
      const replaced = (row[rightIndex] ?? 0) + (left[leftIndex] === right[rightIndex] ? 0 : 1);
      next.push(Math.min(replaced, (row[rightIndex + 1] ?? 0) + 1, (next[rightIndex] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
