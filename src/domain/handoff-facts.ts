import { told } from './answer.ts';
import type { Case, Check } from './case.ts';
import { latest } from './case.ts';
import { resellerBehind } from './findings.ts';
import type { HandoffFacts } from './handoff.ts';
import type { Step } from './scenario.ts';
import { effectiveEvidence } from './ticket-mismatch.ts';
import type { Judgement, Verdict } from './verdict.ts';

/** Verdicts of a subscription that a reseller sold first. */
const RESOLD_FIRST: readonly Verdict[] = [
  'reseller',
  'former-reseller',
  'transition-pending',
  'transition-complete',
];

/** What a handoff may say of a case, from the evidence of its latest check alone. */
export function factsOf(check: Check): HandoffFacts {
  const { judgements, topic, policy, scenario, lookedAt } = check;
  const evidence = effectiveEvidence(check.evidence, check.told);
  const [account] = new Set(judgements.flatMap(({ customer }) => customer?.number ?? []));
  const partner = judgements.map((judgement) => partnerOf(judgement, check)).find((one) => one !== null);
  const crm = told(evidence.crm?.account ?? null);
  const zuora = evidence.subscriptions.map((one) => told(one.account)).find((one) => one !== null);
  const ticket = told(evidence.ticket);
  const { subject } = evidence;
  return {
    topic,
    policy,
    scenario: scenario.id,
    customer: judgements.map(({ customer }) => customer?.name).find((name) => name !== undefined) ?? null,
    reseller: partner?.reseller ?? null,
    distributor: partner?.distributor ?? null,
    firstReseller: judgements.some(({ verdict }) => RESOLD_FIRST.includes(verdict)),
    subscriptions: judgements.map(({ number, verdict, status, endsOn }) => ({
      number,
      verdict,
      status,
      endsOn,
    })),
    checkedAt: lookedAt,
    account: account ?? null,
    crmId: crm?.id ?? zuora?.crmId ?? null,
    owner: crm?.owner ?? null,
    ticket: ticket
      ? { host: ticket.host, id: ticket.id }
      : subject.kind === 'ticket'
        ? { host: subject.host, id: subject.id }
        : null,
  };
}

/** Numbers and ids that texts about this case may name. */
export function idsOf({ subscriptions, account, crmId, ticket }: HandoffFacts): string[] {
  const ids = [...subscriptions.map(({ number }) => number), account, crmId, ticket && `#${ticket.id}`];
  return ids.filter((id) => typeof id === 'string');
}

/** The region that the help desk's organisation names, as it is written there. */
export function regionOf(check: Check): string | null {
  return told(effectiveEvidence(check.evidence, check.told).ticket)?.organisation?.region ?? null;
}

/** The step by which the case goes to Sales; null when the workflow does not hand it over. */
export function handoffStep(kase: Case): Step | null {
  return latest(kase).scenario.steps.find(({ handsOff }) => handsOff) ?? null;
}

function partnerOf(
  { verdict, invoiceOwner, earlierOwner }: Judgement,
  { evidence }: Check,
): { reseller: string | null; distributor: string | null } | null {
  const isPast = verdict.startsWith('transition-');
  const name = isPast ? earlierOwner : (invoiceOwner?.name ?? null);
  if (name === null || (!RESOLD_FIRST.includes(verdict) && verdict !== 'msp')) return null;
  // The invoice may go to a distributor, and only Salesforce knows who the reseller is then.
  if (!isPast && verdict !== 'msp' && evidence.crm?.opportunities.ok === false)
    return { reseller: null, distributor: name };
  const behind = resellerBehind(name, evidence.crm);
  return behind === null ? { reseller: name, distributor: null } : { reseller: behind, distributor: name };
}
