import { crmId18 } from './crm-id.ts';
import type { Reference, TicketReference, Typo } from './reference.ts';

/** The most references that are collected from one text. */
const MAX_REFERENCES = 50;

/** Collects what was found in a text: each thing once, in order of appearance. */
export class FoundReferences {
  readonly references = new Map<string, Reference>();
  /** Tickets that were given as a link. */
  readonly ticketLinks = new Map<string, TicketReference>();
  readonly typos = new Map<string, Typo>();
  /** Valid references of kinds that cannot be looked up. */
  readonly unsupported = new Map<string, Typo>();
  readonly refusedHosts = new Set<string>();
  readonly unknownHosts = new Set<string>();

  add(reference: Reference): void {
    if (this.references.size < MAX_REFERENCES) this.references.set(referenceKey(reference), reference);
  }

  addTicketLink(ticket: TicketReference): void {
    this.add(ticket);
    this.ticketLinks.set(ticket.id, ticket);
  }

  addCrmId(id: string): void {
    const full = crmId18(id);
    if (!id.startsWith('001')) this.addTypo('crm-not-account', id);
    else if (full) this.add({ kind: 'crm-account', id: full });
    else this.addTypo(id.length === 18 ? 'crm-checksum' : 'crm-length', id);
  }

  addTypo(kind: Typo['kind'], written: string): void {
    const cut = written.slice(0, 40);
    this.typos.set(`${kind} ${cut}`, { kind, written: cut });
  }

  /** Returns true if an unsupported reference of that kind was found. */
  hasUnsupported(kind: Typo['kind']): boolean {
    return [...this.unsupported.values()].some((each) => each.kind === kind);
  }

  addUnsupported(kind: Typo['kind'], written: string): void {
    const cut = written.slice(0, 40);
    this.unsupported.set(`${kind} ${cut}`, { kind, written: cut });
  }
}

/** Returns the same key for every spelling of a reference. */
function referenceKey(reference: Reference): string {
  switch (reference.kind) {
    case 'subscription':
    case 'account':
      return `${reference.kind} ${reference.number}`;
    case 'crm-account':
    case 'zuora-subscription':
    case 'zuora-account':
    case 'ticket':
      return `${reference.kind} ${reference.id}`;
    case 'email':
      return `email ${reference.address}`;
  }
}
