import type { CrmEvidence, Evidence } from './evidence.ts';
import type { Judgement } from './verdict.ts';

/** A record in another system that disagrees with the verdict. Shown on the card; never changes the verdict. */
export interface Discrepancy {
  readonly kind:
    | 'crm-shows-no-partner'
    | 'crm-shows-partner'
    | 'customer-says-direct'
    | 'customer-says-resold';
  readonly value: string | null;
}

/** Returns where Salesforce or the ticket disagrees with the verdicts. */
export function findDiscrepancies(evidence: Evidence, judgements: readonly Judgement[]): Discrepancy[] {
  const found: Discrepancy[] = [];
  const resold = judgements.some(isResold);
  const direct = areAllDirect(judgements);
  const partners = partnerNames(evidence.crm);
  if (
    judgements.some(({ verdict }) => verdict === 'reseller') &&
    partners !== null &&
    partners.length === 0
  ) {
    found.push({ kind: 'crm-shows-no-partner', value: null });
  }
  if (direct && partners !== null && partners.length > 0) {
    found.push({ kind: 'crm-shows-partner', value: partners.join(', ') });
  }
  const claim = evidence.ticket?.ok ? evidence.ticket.value.resoldClaim : null;
  if (resold && claim === 'no') found.push({ kind: 'customer-says-direct', value: null });
  if (direct && (claim === 'resold' || claim === 'reseller')) {
    found.push({ kind: 'customer-says-resold', value: null });
  }
  return found;
}

/**
 * Returns the resale partner of the won opportunity whose distributor owns the invoice. Null when Salesforce names none or
 * the distributor itself.
 */
export function resellerOfDistributor(distributor: string, crm: CrmEvidence | null): string | null {
  if (!crm?.opportunities.ok) return null;
  const deal = crm.opportunities.value.find((opportunity) => opportunity.distributor === distributor);
  return deal?.resalePartner && deal.resalePartner !== distributor ? deal.resalePartner : null;
}

/** Returns null when the partners could not be read. */
function partnerNames(crm: CrmEvidence | null): string[] | null {
  if (!crm?.partners.ok) return null;
  const sold = crm.opportunities.ok ? crm.opportunities.value : [];
  const names = [
    ...crm.partners.value.map(({ name }) => name),
    ...sold.flatMap(({ resalePartner, distributor }) => [resalePartner, distributor]),
  ];
  return [...new Set(names.filter((name) => name !== null))];
}

/** Returns true when the records show that the invoice goes, or went, to a reseller. */
export function isResold({ verdict, invoiceOwnerKind, ownerHistory }: Judgement): boolean {
  if (verdict === 'conflict') return invoiceOwnerKind !== 'related-account';
  if (verdict === 'transition-pending') return ownerHistory === 'other-before';
  return verdict === 'reseller' || verdict === 'former-reseller' || verdict === 'msp';
}

/** Returns true when every subscription is direct, and no other one of the account is resold. */
export function areAllDirect(judgements: readonly Judgement[]): boolean {
  return (
    judgements.length > 0 &&
    judgements.every(({ verdict, resoldSibling }) => verdict === 'direct' && resoldSibling === null)
  );
}
