import type { ParsedQuery } from './parse-query.ts';
import type { InvalidReference, Reference, TicketReference } from './reference.ts';
import { similarTopics, type Topic } from './topics.ts';

/** A lookup that a mistyped request may mean. */
export interface LookupSuggestion {
  readonly subject: Reference;
  readonly ticket?: TicketReference | undefined;
  /** The topic that a mistyped one may mean. */
  readonly topic?: Topic | undefined;
}

const MAX_SUGGESTIONS = 5;

/**
 * Returns the lookups that a request with mistyped numbers or topics may mean. Corrects dashes, look-alike letters and what
 * stands before the digits; never adds, drops or changes a digit. `ticketHost`: the help desk of `#123`, or null.
 */
export function suggestLookups(query: ParsedQuery, ticketHost: string | null): readonly LookupSuggestion[] {
  const { references, invalidReferences } = query;
  const tickets = references.filter((reference) => reference.kind === 'ticket');
  const ticket = tickets.length === 1 ? tickets[0] : undefined;
  const corrected = invalidReferences.flatMap((invalid) => likelyReferences(invalid, ticketHost));
  const ofNumbers = corrected.map((subject) => ({
    subject,
    ...(ticket && subject.kind !== 'ticket' ? { ticket } : {}),
  }));
  return [...ofNumbers, ...suggestTopics(query)].slice(0, MAX_SUGGESTIONS);
}

/** Returns what was named, once with each similar topic and once without a topic. */
function suggestTopics({ references, invalidReferences }: ParsedQuery): LookupSuggestion[] {
  const mistyped = invalidReferences.filter(({ kind }) => kind === 'topic');
  const others = references.filter(({ kind }) => kind !== 'ticket');
  const tickets = references.filter((reference) => reference.kind === 'ticket');
  const subject = others[0] ?? tickets[0];
  // An address is never put into a button.
  if (!subject || subject.kind === 'email' || others.length > 1 || tickets.length > 1) return [];
  if (mistyped.length === 0 || mistyped.length < invalidReferences.length) return [];
  const [ticket] = others.length > 0 ? tickets : [];
  const lookup = { subject, ...(ticket ? { ticket } : {}) };
  const topics: readonly Topic[] = mistyped.flatMap(({ written }) => similarTopics(written));
  return [...new Set(topics)].map((topic): LookupSuggestion => ({ ...lookup, topic })).concat(lookup);
}

/** Returns the references that a mistyped one may mean; empty when its number of digits fits none. */
export function likelyReferences(
  { kind, written }: InvalidReference,
  ticketHost: string | null = null,
): readonly Reference[] {
  const digits = written
    .replace(/^A[^0-9a-z]*S?[^0-9a-z]*/i, '')
    .replace(/o/gi, '0')
    .replace(/[il]/gi, '1');
  const account = /^\d{8}$/.test(digits) ? [{ kind: 'account', number: `A${digits}` } as const] : [];
  const subscription = /^\d{8,10}$/.test(digits)
    ? [{ kind: 'subscription', number: `A-S${digits}` } as const]
    : [];
  if (kind === 'subscription') return subscription;
  // With a dash, it may also be a subscription number without its "S".
  if (kind === 'account')
    return account.length > 0 && /^A[-_]/i.test(written) ? [...account, ...subscription] : account;
  if (kind !== 'bare-number') return [];
  const ticket = ticketHost ? [{ kind: 'ticket', host: ticketHost, id: written } as const] : [];
  return [...ticket, ...account, ...subscription];
}
