import type { RequesterSide } from './case-facts.ts';
import type { ParsedQuery } from './parse-query.ts';
import type { InvalidReference, Reference, TicketReference } from './reference.ts';
import { type LookupSuggestion, suggestLookups } from './suggest-lookups.ts';
import type { Topic } from './topics.ts';

/** What a request says besides the reference that is still to be chosen or entered. Applies to that reference. */
export interface ChoiceContext {
  readonly ticket?: TicketReference | undefined;
  readonly topic?: Topic | undefined;
  readonly requester?: RequesterSide | undefined;
  /** The channel and the thread that the card belongs in; missing when the request was made in no thread. */
  readonly channel?: string | undefined;
  readonly thread?: string | undefined;
}

interface TargetOptions {
  readonly typed: boolean;
  /** Help desk host of a number without "#"; null or missing when none is configured. */
  readonly defaultTicketHost?: string | null;
}

/** What a request asks to look up. */
export type LookupTarget =
  | { readonly kind: 'refused'; readonly host: string }
  | {
      readonly kind: 'nothing';
      readonly invalidReferences: readonly InvalidReference[];
      readonly unknownHosts: readonly string[];
      readonly suggestions: readonly LookupSuggestion[];
    }
  | { readonly kind: 'several'; readonly choices: readonly Reference[] }
  | { readonly kind: 'one'; readonly subject: Reference; readonly ticket: TicketReference | null };

/**
 * Selects the one reference to check, so that a card never mixes two customers.
 *
 * `typed` is true for a command or form: a ticket next to another reference provides topic and requester, and an invalid id
 * is reported even next to a valid one. It is false for a message, which someone else may have written: ticket links take
 * precedence, and email addresses are used only when there is neither a link nor a number.
 */
export function resolveLookupTarget(query: ParsedQuery, options: TargetOptions): LookupTarget {
  const [refused] = query.refusedHosts;
  if (refused) return { kind: 'refused', host: refused };
  const references = options.typed ? query.references : mostSpecificReferences(query);
  const tickets = references.filter((reference) => reference.kind === 'ticket');
  const others = references.filter((reference) => reference.kind !== 'ticket');
  const invalidReferences = reportableInvalidReferences(query, options);
  const [ticket = null] = tickets;
  const subject = others[0] ?? ticket;
  if (!subject || invalidReferences.length > 0)
    return {
      kind: 'nothing',
      invalidReferences,
      unknownHosts: query.unknownHosts,
      suggestions: suggestLookups({ ...query, invalidReferences }, options.defaultTicketHost ?? null),
    };
  if (others.length > 1) return { kind: 'several', choices: others };
  if (tickets.length > 1) return { kind: 'several', choices: references };
  return { kind: 'one', subject, ticket };
}

/** Returns the ticket links of a message, otherwise its ids, otherwise its email addresses. */
function mostSpecificReferences({ references, ticketLinks }: ParsedQuery): readonly Reference[] {
  if (ticketLinks.length > 0) return ticketLinks;
  const numbers = references.filter(({ kind }) => kind !== 'email');
  return numbers.length > 0 ? numbers : references;
}

/** Kinds whose `written` may be free text, which is never stored. */
const FREE_TEXT_KINDS: ReadonlySet<InvalidReference['kind']> = new Set([
  'namespace',
  'domain',
  'name',
  'zuora-page',
  'portal-page',
]);

/** Returns the target with `written` empty where that may be free text, so that the target may be stored. */
export function toStorableTarget(target: LookupTarget): LookupTarget {
  if (target.kind !== 'nothing') return target;
  const invalidReferences = target.invalidReferences.map(({ kind, written }) => ({
    kind,
    written: FREE_TEXT_KINDS.has(kind) ? '' : written,
  }));
  return { ...target, invalidReferences };
}

function reportableInvalidReferences(
  { references, invalidReferences, unrecognizedWords }: ParsedQuery,
  { typed }: { readonly typed: boolean },
): readonly InvalidReference[] {
  if (!typed)
    return references.length > 0 ? [] : invalidReferences.filter(({ kind }) => !FREE_TEXT_KINDS.has(kind));
  const name = unrecognizedWords.join(' ');
  const isName =
    references.length === 0 &&
    invalidReferences.length === 0 &&
    /^\p{Lu}[\p{L}\p{M}&.' -]{1,39}$/u.test(name);
  return isName && unrecognizedWords.length <= 4 ? [{ kind: 'name', written: name }] : invalidReferences;
}
