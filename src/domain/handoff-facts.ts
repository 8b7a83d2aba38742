import type { Case, Check } from './case.ts';
import { latestCheck } from './case.ts';
import { valueOrNull } from './connector-result.ts';
import { resellerOfDistributor } from './findings.ts';
import type { HandoffFacts } from './handoff-state.ts';
import type { Step } from './scenario.ts';
import { effectiveEvidence } from './ticket-mismatch.ts';
import type { Judgement, Verdict } from './verdict.ts';

/** Verdicts of a subscription that a reseller sold first. */
const FIRST_SOLD_BY_RESELLER: readonly Verdict[] = [
  'reseller',
  'former-reseller',
  'transition-pending',
  'transition-complete',
];

/** What a handoff may say of a case, from the evidence of its latest check alone. */
export function handoffFactsOf(check: Check): HandoffFacts {
  const { judgements, topic, policy, scenario, lookedUpAt: lookedAt } = check;
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
    checkedAt: lookedAt,
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

/** Numbers and ids that texts about this case may name. */
export function ownIdsOf({ subscriptions, accountNumber: account, crmId, ticket }: HandoffFacts): string[] {
  const ids = [...subscriptions.map(({ number }) => number), account, crmId, ticket && `#${ticket.id}`];
  return ids.filter((id) => typeof id === 'string');
}

/** The region that the help desk's organisation names, as it is written there. */
export function salesRegionOf(check: Check): string | null {
  return (
    valueOrNull(effectiveEvidence(check.evidence, check.manualFacts).ticket)?.organisation?.region ?? null
  );
}

/** The step by which the case goes to Sales; null when the workflow does not hand it over. */
export function findHandoffStep(kase: Case): Step | null {
  return latestCheck(kase).scenario.steps.find(({ startsHandoff: handsOff }) => handsOff) ?? null;
}

function partnerOf(
  { verdict, invoiceOwner, earlierOwner }: Judgement,
  { evidence }: Check,
): { reseller: string | null; distributor: string | null } | null {
  const isPast = verdict.startsWith('transition-');
  const name = isPast ? earlierOwner : (invoiceOwner?.name ?? null);
  if (name === null || (!FIRST_SOLD_BY_RESELLER.includes(verdict) && verdict !== 'msp')) return null;
  // The invoice may go to a distributor, and only Salesforce knows who the reseller is then.
  if (!isPast && verdict !== 'msp' && evidence.crm?.opportunities.ok === false)
    return { reseller: null, distributor: name };
  const resalePartner = resellerOfDistributor(name, evidence.crm);
  return resalePartner === null
    ? { reseller: name, distributor: null }
    : { reseller: resalePartner, distributor: name };
}
