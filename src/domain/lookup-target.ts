import type { InvalidReference, ParsedQuery, Reference, TicketReference, Topic } from './reference.ts';

/** What else was given with several references, of which one has to be chosen. */
export interface ChoiceContext {
  readonly ticket?: TicketReference;
  readonly topic?: Topic;
}

/** What to do with what was asked. */
export type LookupTarget =
  | { readonly kind: 'refused'; readonly host: string }
  | {
      readonly kind: 'nothing';
      readonly invalidReferences: readonly InvalidReference[];
      readonly unknownHosts: readonly string[];
    }
  | { readonly kind: 'several'; readonly choices: readonly Reference[] }
  | { readonly kind: 'one'; readonly subject: Reference; readonly ticket: TicketReference | null };

/**
 * Decides what to check: one thing at a time, so that a card never mixes two customers.
 *
 * `typed`: true for a command. A ticket beside another reference then provides topic and requester, and an invalid id is
 * reported even beside a valid one. False for a message that somebody else may have written: a ticket link wins over
 * everything else, and an e-mail address is used only when there is no link and no number.
 */
export function resolveLookupTarget(query: ParsedQuery, options: { readonly typed: boolean }): LookupTarget {
  const [refused] = query.refusedHosts;
  if (refused) return { kind: 'refused', host: refused };
  const references = options.typed ? query.references : mostSpecificReferences(query);
  const tickets = references.filter((reference) => reference.kind === 'ticket');
  const others = references.filter((reference) => reference.kind !== 'ticket');
  const invalidReferences = reportableInvalidReferences(query, options);
  const [ticket = null] = tickets;
  const subject = others[0] ?? ticket;
  if (!subject || invalidReferences.length > 0)
    return { kind: 'nothing', invalidReferences, unknownHosts: query.unknownHosts };
  if (others.length > 1) return { kind: 'several', choices: others };
  if (tickets.length > 1) return { kind: 'several', choices: references };
  return { kind: 'one', subject, ticket };
}

/** Returns the ticket links of a message; if there are none, its ids; if there are none, its e-mail addresses. */
function mostSpecificReferences({ references, ticketLinks }: ParsedQuery): readonly Reference[] {
  if (ticketLinks.length > 0) return ticketLinks;
  const numbers = references.filter(({ kind }) => kind !== 'email');
  return numbers.length > 0 ? numbers : references;
}

/** Kinds whose text may be free text. From a message, they are never stored. */
const FREE_TEXT_KINDS: ReadonlySet<InvalidReference['kind']> = new Set([
  'namespace',
  'domain',
  'name',
  'zuora-page',
  'portal-page',
]);

function reportableInvalidReferences(
  { references, invalidReferences: typos, unrecognizedWords: unread }: ParsedQuery,
  { typed }: { readonly typed: boolean },
): readonly InvalidReference[] {
  if (!typed) return references.length > 0 ? [] : typos.filter(({ kind }) => !FREE_TEXT_KINDS.has(kind));
  const name = unread.join(' ');
  const isName =
    references.length === 0 && typos.length === 0 && /^\p{Lu}[\p{L}\p{M}&.' -]{1,39}$/u.test(name);
  return isName && unread.length <= 4 ? [{ kind: 'name', written: name }] : typos;
}
