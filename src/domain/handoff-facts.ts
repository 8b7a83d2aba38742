import type { Case, Check } from './case.ts';
import { latestCheck } from './case.ts';
import { valueOrNull } from './connector-result.ts';
import { resellerOfDistributor } from './findings.ts';
import type { HandoffFacts } from './handoff-state.ts';
import type { Step } from './scenario.ts';
import { effectiveEvidence } from './ticket-mismatch.ts';
import type { Judgement, Verdict } from './verdict.ts';

/** Verdicts of a subscription that was originally bought through a reseller. */
const FIRST_SOLD_BY_RESELLER: readonly Verdict[] = [
  'reseller',
  'former-reseller',
  'transition-pending',
  'transition-complete',
];

/** Returns the facts that a handoff may contain, taken from one check. */
export function handoffFactsOf(check: Check): HandoffFacts {
  const { judgements, topic, policy, scenario, lookedUpAt } = check;
  const evidence = effectiveEvidence(check.evidence, check.manualFacts);
  const [account] = new Set(judgements.flatMap(({ customer }) => customer?.number ?? []));
  const partner = judgements.map((judgement) => partnerOf(judgement, check)).find((one) => one !== null);
  const crmAccount = valueOrNull(evidence.crm?.account ?? null);
  const zuoraAccount = evidence.subscriptions
    .map((one) => valueOrNull(one.account))
    .find((one) => one !== null);
  const ticket = valueOrNull(evidence.ticket);
  const { subject } = evidence;
  return {
    topic,
    policy,
    scenario: scenario.id,
    customer: judgements.map(({ customer }) => customer?.name).find((name) => name !== undefined) ?? null,
    reseller: partner?.reseller ?? null,
    distributor: partner?.distributor ?? null,
    firstBoughtFromReseller: judgements.some(({ verdict }) => FIRST_SOLD_BY_RESELLER.includes(verdict)),
    subscriptions: judgements.map(({ number, verdict, status, endsOn }) => ({
      number,
      verdict,
      status,
      endsOn,
    })),
    checkedAt: lookedUpAt,
    accountNumber: account ?? null,
    crmId: crmAccount?.id ?? zuoraAccount?.crmId ?? null,
    accountOwner: crmAccount?.owner ?? null,
    ticket: ticket
      ? { host: ticket.host, id: ticket.id }
      : subject.kind === 'ticket'
        ? { host: subject.host, id: subject.id }
        : null,
  };
}

/** Returns the numbers and ids that texts about this case may contain. */
export function ownIdsOf({ subscriptions, accountNumber, crmId, ticket }: HandoffFacts): string[] {
  const ids = [...subscriptions.map(({ number }) => number), accountNumber, crmId, ticket && `#${ticket.id}`];
  return ids.filter((id) => typeof id === 'string');
}

/** Returns the sales region of the ticket's organisation, as written in Zendesk. */
export function salesRegionOf(check: Check): string | null {
  return (
    valueOrNull(effectiveEvidence(check.evidence, check.manualFacts).ticket)?.organisation?.region ?? null
  );
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
