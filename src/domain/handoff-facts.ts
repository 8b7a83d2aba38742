import type { Case, Check, TicketId } from './case.ts';
import { latestCheck } from './case.ts';
import { PAID_BY_CUSTOMER } from './classify-subscription.ts';
import { valueOrNull } from './connector-result.ts';
import { findDiscrepancies, resellerOfDistributor } from './discrepancies.ts';
import type { Evidence } from './evidence.ts';
import type { HandoffFacts } from './handoff-state.ts';
import type { Step } from './scenario.ts';
import { joinWithAnd } from './text-fragments.ts';
import { effectiveEvidence, unresolvedMismatch } from './ticket-mismatch.ts';
import type { Judgement, Verdict } from './verdict.ts';

/** Verdicts of a subscription whose invoice went to a reseller, if an earlier invoice owner is known where it no longer does. */
const FIRST_SOLD_BY_RESELLER: readonly Verdict[] = [
  'reseller',
  'former-reseller',
  'transition-pending',
  'transition-complete',
];

/** Returns the facts that a handoff may contain, taken from one check. */
export function handoffFactsOf(check: Check): HandoffFacts {
  const { judgements, topic, policy, requester, scenario, lookedUpAt } = check;
  const evidence = effectiveEvidence(check.evidence, check.manualFacts);
  const [account] = new Set(judgements.flatMap(({ customer }) => customer?.number ?? []));
  const partner = judgements.map((judgement) => partnerOf(judgement, check)).find((one) => one !== null);
  const crmAccount = valueOrNull(evidence.crm?.account ?? null);
  const zuoraAccount = evidence.subscriptions
    .map((one) => valueOrNull(one.account))
    .find((one) => one !== null);
  const marketplace = judgements.find((one) => one.marketplace !== null)?.marketplace ?? null;
  const firstBoughtFromReseller =
    marketplace === null && (topic === 'direct-renewal' || judgements.some(hadResellerPurchase));
  return {
    topic,
    policy,
    scenario: scenario.id,
    requester,
    customer: judgements.map(({ customer }) => customer?.name).find((name) => name !== undefined) ?? null,
    reseller: partner?.reseller ?? null,
    distributor: partner?.distributor ?? null,
    firstBoughtFromReseller,
    isFirstPurchaseUnknown:
      marketplace === null && !firstBoughtFromReseller && judgements.some(mayHaveEarlierOwner),
    marketplace,
    subscriptions: judgements.map(({ number, verdict, status, endsOn, terms }) => ({
      number,
      verdict,
      status,
      endsOn,
      plan: terms.products.length === 0 ? null : joinWithAnd(terms.products),
      seats: terms.seats,
      termMonths: terms.termMonths,
    })),
    opportunity: newestOpportunity(evidence),
    discrepancies: findDiscrepancies(evidence, judgements),
    checkedAt: lookedUpAt,
    accountNumber: account ?? null,
    crmId: crmAccount?.id ?? zuoraAccount?.crmId ?? null,
    accountOwner: crmAccount?.owner ?? null,
    ticket: caseTicketOf(check),
  };
}

/** Returns the numbers and ids that texts about this case may contain. `ticket`: entered in the form. */
export function ownIdsOf(
  { subscriptions, accountNumber, crmId, ticket: ownTicket }: HandoffFacts,
  enteredTicket: TicketId | null,
): string[] {
  const ticket = ownTicket ?? enteredTicket;
  const ids = [...subscriptions.map(({ number }) => number), accountNumber, crmId, ticket && `#${ticket.id}`];
  return ids.filter((id) => typeof id === 'string');
}

/** Returns the sales region: of the customer's account in Salesforce, otherwise of the ticket's organisation in Zendesk. */
export function salesRegionOf(check: Check): string | null {
  const { crm, ticket } = effectiveEvidence(check.evidence, check.manualFacts);
  const account = valueOrNull(crm?.account ?? null);
  return account?.region ?? valueOrNull(ticket)?.organisation?.region ?? null;
}

/** Returns the ticket of the case, also one that Zendesk did not return; null without one and for one of another customer. */
function caseTicketOf({ evidence, manualFacts }: Check): TicketId | null {
  if (unresolvedMismatch(evidence, manualFacts)) return null;
  const { subject, accompanyingTicket } = evidence;
  const reference = subject.kind === 'ticket' ? subject : accompanyingTicket;
  const { host, id } = valueOrNull(evidence.ticket) ?? reference ?? {};
  return host === undefined || id === undefined ? null : { host, id };
}

function newestOpportunity({ crm }: Evidence): HandoffFacts['opportunity'] {
  const [newest] = valueOrNull(crm?.opportunities ?? null) ?? [];
  return newest ? { id: newest.id, name: newest.name, closedOn: newest.closedOn } : null;
}

function hadResellerPurchase({ verdict, earlierOwner }: Judgement): boolean {
  if (!FIRST_SOLD_BY_RESELLER.includes(verdict)) return false;
  return !verdict.startsWith('transition-') || earlierOwner !== null;
}

/** Returns true when the customer is the invoice owner now, and nobody knows who was before. */
function mayHaveEarlierOwner({ invoiceOwnerKind, ownerHistory }: Judgement): boolean {
  return ownerHistory === 'unknown' && PAID_BY_CUSTOMER.includes(invoiceOwnerKind);
}

/** Returns the step that hands the case off to Sales; null when the scenario has none. */
export function findHandoffStep(kase: Case): Step | null {
  return latestCheck(kase).scenario.steps.find(({ startsHandoff }) => startsHandoff) ?? null;
}

function partnerOf(
  { verdict, invoiceOwner, earlierOwner }: Judgement,
  { evidence }: Check,
): { reseller: string | null; distributor: string | null } | null {
  const isPast = verdict.startsWith('transition-');
  const name = isPast ? earlierOwner : (invoiceOwner?.name ?? null);
  if (name === null || (!FIRST_SOLD_BY_RESELLER.includes(verdict) && verdict !== 'msp')) return null;
  // The invoice owner may be a distributor; only Salesforce names the reseller.
  if (!isPast && verdict !== 'msp' && evidence.crm?.opportunities.ok === false)
    return { reseller: null, distributor: name };
  const resalePartner = resellerOfDistributor(name, evidence.crm);
  return resalePartner === null
    ? { reseller: name, distributor: null }
    : { reseller: resalePartner, distributor: name };
}
