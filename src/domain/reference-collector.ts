import { normalizeCrmId } from './crm-id.ts';
import type { InvalidReference, Reference, TicketReference } from './reference.ts';

/** Maximum number of references collected from one text. */
const MAX_REFERENCES = 50;

/** Collects the references found in a text, without duplicates and in order of appearance. */
export class ReferenceCollector {
  readonly references = new Map<string, Reference>();
  /** Tickets given as links, by ticket number. */
  readonly ticketLinks = new Map<string, TicketReference>();
  readonly invalidReferences = new Map<string, InvalidReference>();
  /** Valid references of kinds that the bot cannot look up. */
  readonly unsupported = new Map<string, InvalidReference>();
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
    const full = normalizeCrmId(id);
    if (!id.startsWith('001')) this.addInvalidReference('crm-not-account', id);
    else if (full) this.add({ kind: 'crm-account', id: full });
    else this.addInvalidReference(id.length === 18 ? 'crm-checksum' : 'crm-length', id);
  }

  addInvalidReference(kind: InvalidReference['kind'], written: string): void {
    const cut = written.slice(0, 40);
    this.invalidReferences.set(`${kind} ${cut}`, { kind, written: cut });
  }

  /** Returns true if an unsupported reference of that kind was found. */
  hasUnsupported(kind: InvalidReference['kind']): boolean {
    return [...this.unsupported.values()].some((each) => each.kind === kind);
  }

  addUnsupported(kind: InvalidReference['kind'], written: string): void {
    const cut = written.slice(0, 40);
    this.unsupported.set(`${kind} ${cut}`, { kind, written: cut });
  }
}

/** Returns a key that is equal for all spellings of a reference. */
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
