import type { Asked, Reference, TicketReference, Typo } from './reference.ts';

/** What to do with what was asked. */
export type Wanted =
  | { readonly kind: 'refused'; readonly host: string }
  | { readonly kind: 'nothing'; readonly typos: readonly Typo[]; readonly unknownHosts: readonly string[] }
  | { readonly kind: 'several'; readonly choices: readonly Reference[] }
  | { readonly kind: 'one'; readonly subject: Reference; readonly ticket: TicketReference | null };

/**
 * One thing is checked at a time, so that a card never mixes two customers. A ticket may stand beside another
 * reference: it then tells the topic and who asks.
 *
 * `typed`: a person wrote this as a command, so a mistyped id beside a good one is worth stopping for; in a
 * message it is not.
 */
export function whatIsWanted(asked: Asked, how: { readonly typed: boolean }): Wanted {
  const [refused] = asked.refusedHosts;
  if (refused) return { kind: 'refused', host: refused };
  const tickets = asked.references.filter((reference) => reference.kind === 'ticket');
  const others = asked.references.filter((reference) => reference.kind !== 'ticket');
  const typos = how.typed || asked.references.length === 0 ? asked.typos : [];
  const [ticket = null] = tickets;
  const subject = others[0] ?? ticket;
  if (!subject || typos.length > 0) return { kind: 'nothing', typos, unknownHosts: asked.unknownHosts };
  if (others.length > 1) return { kind: 'several', choices: others };
  if (tickets.length > 1) return { kind: 'several', choices: asked.references };
  return { kind: 'one', subject, ticket };
}
