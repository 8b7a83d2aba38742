import { findNewPurchase } from './candidates.ts';
import type { Check } from './case.ts';
import { type ConnectorResult, SYSTEMS, type System } from './connector-result.ts';
import { resellerOfDistributor } from './discrepancies.ts';
import type { CrmEvidence, Evidence } from './evidence.ts';
import type { Marketplace } from './known-partners.ts';
import type { PlaceholderValues } from './text-fragments.ts';
import { joinWithAnd } from './text-fragments.ts';
import { effectiveEvidence, unresolvedMismatch } from './ticket-mismatch.ts';
import type { Judgement } from './verdict.ts';

export const SYSTEM_NAMES: Record<System, string> = {
  zuora: 'Zuora',
  salesforce: 'Salesforce',
  customersdot: 'CustomersDot',
  zendesk: 'Zendesk',
};

/** Names of the marketplaces in sentences. */
export const MARKETPLACE_NAMES: Record<Marketplace, string> = {
  aws: 'AWS Marketplace',
  google: 'Google Cloud Marketplace',
  other: 'a cloud marketplace',
};

/** The values of checks, which never change. A card needs them for each of its sentences. */
const computedValues = new WeakMap<Check, PlaceholderValues>();

/** Returns the values for the placeholders of a card's sentences. Omits values that are unknown or would mislead. */
export function placeholderValuesOf(check: Check): PlaceholderValues {
  const known = computedValues.get(check);
  if (known) return known;
  const values = computePlaceholderValues(check);
  computedValues.set(check, values);
  return values;
}

function computePlaceholderValues({
  evidence: fullEvidence,
  judgements,
  candidates,
  manualFacts,
}: Check): PlaceholderValues {
  const newPurchase = findNewPurchase(candidates);
  const evidence = effectiveEvidence(fullEvidence, manualFacts);
  const { ticket, subject } = evidence;
  const ticketId = ticket?.ok ? ticket.value.id : subject.kind === 'ticket' ? subject.id : null;
  const onlyAccount =
    evidence.accounts?.ok && evidence.accounts.value.length === 1 ? evidence.accounts.value[0] : null;
  const perSubscription = judgements.map((judgement) =>
    subscriptionPlaceholderValues(judgement, evidence.crm),
  );
  const valuesOf = (placeholder: keyof PlaceholderValues) =>
    perSubscription.map((values) => values[placeholder]);
  return omitMissing({
    customer: joinDistinct([...valuesOf('customer'), judgements.length === 0 ? onlyAccount?.name : null]),
    invoiceOwner: joinDistinct(valuesOf('invoiceOwner')),
    reseller: joinDistinct(valuesOf('reseller')),
    subscription: joinDistinct(valuesOf('subscription')),
    account: joinDistinct([...valuesOf('account'), judgements.length === 0 ? onlyAccount?.number : null]),
    endsOn: joinDistinct(valuesOf('endsOn')),
    ticket:
      ticketId === null
        ? subscriptionTicketText({ evidence: fullEvidence, judgements, manualFacts })
        : `#${ticketId}`,
    channel: joinDistinct(valuesOf('channel')),
    earlierOwner: joinDistinct(valuesOf('earlierOwner')),
    marketplace: joinDistinct(valuesOf('marketplace')),
    sibling: joinDistinct(valuesOf('sibling')),
    endedAccount: newPurchase?.ended.account.number,
    directAccount: newPurchase?.direct.account.number,
    ...planValues(judgements),
    systems: joinDistinct(unansweredSystems(evidence).map((system) => SYSTEM_NAMES[system])),
  });
}

/** Returns the plan and the seats while they are clear: the plan of every subscription, and the seats of a single one. */
function planValues(judgements: readonly Judgement[]) {
  const plans = judgements.map(({ terms }) => joinWithAnd(terms.products));
  const [only, ...others] = judgements;
  const seats = others.length === 0 ? (only?.terms.seats ?? null) : null;
  return {
    plan: plans.includes('') ? null : joinDistinct(plans),
    seats: seats === null ? null : String(seats),
  };
}

/** Returns the text for `{ticket}` while the given ticket is ignored because it belongs to another subscription. */
function subscriptionTicketText({
  evidence,
  judgements,
  manualFacts,
}: Pick<Check, 'evidence' | 'judgements' | 'manualFacts'>) {
  const [only, ...others] = judgements;
  return only && others.length === 0 && unresolvedMismatch(evidence, manualFacts)
    ? `the ticket of ${only.number}`
    : null;
}

/** Returns the values for texts that a customer reads: they name the reseller without its distributor. */
export function customerPlaceholderValues(check: Check): PlaceholderValues {
  const { reseller, ...values } = placeholderValuesOf(check);
  return reseller === undefined ? values : { ...values, reseller: reseller.replace(DISTRIBUTOR_SUFFIX, '') };
}

/** Returns the values for a text that the requester reads: it names the reseller to the customer only. */
export function requesterPlaceholderValues(check: Check): PlaceholderValues {
  const { reseller, ...values } = customerPlaceholderValues(check);
  return check.requester === 'customer' && reseller !== undefined ? { ...values, reseller } : values;
}

const DISTRIBUTOR_SUFFIX = / \(through distributor [^)]*\)/g;

/** Returns the values of one subscription. */
export function subscriptionPlaceholderValues(
  judgement: Judgement,
  crm: CrmEvidence | null,
): PlaceholderValues {
  return omitMissing({
    customer: judgement.customer?.name,
    invoiceOwner: judgement.invoiceOwner?.name,
    reseller: resellerName(judgement, crm),
    subscription: judgement.number,
    account: judgement.customer?.number,
    endsOn: judgement.endsOn,
    channel: judgement.channelValue,
    earlierOwner: judgement.earlierOwner,
    ...planValues([judgement]),
    marketplace: judgement.marketplace && MARKETPLACE_NAMES[judgement.marketplace],
    sibling: judgement.resoldSibling,
  });
}

/** Returns the reseller's name, or null for verdicts without one, such as a marketplace or a related account. */
function resellerName(
  { verdict, invoiceOwner, earlierOwner }: Judgement,
  crm: CrmEvidence | null,
): string | null {
  if (verdict === 'transition-pending' || verdict === 'transition-complete') return earlierOwner;
  if (verdict !== 'reseller' && verdict !== 'former-reseller' && verdict !== 'msp') return null;
  if (!invoiceOwner) return null;
  const resalePartner = resellerOfDistributor(invoiceOwner.name, crm);
  return resalePartner === null
    ? invoiceOwner.name
    : `${resalePartner} (through distributor ${invoiceOwner.name})`;
}

/** Returns the systems that failed to answer. "Not found" is an answer, and systems that are not configured are not called. */
function unansweredSystems({
  ticket,
  accounts,
  subscriptionCount,
  siblings,
  subscriptions,
  candidates = [],
  crm,
  portal,
}: Evidence): System[] {
  const results: Record<System, readonly (ConnectorResult<unknown> | null)[]> = {
    zuora: [
      accounts,
      subscriptionCount,
      siblings ?? null,
      ...candidates.flatMap((one) => [one.accounts, one.subscriptionCount]),
      ...[...subscriptions, ...candidates.flatMap((one) => one.subscriptions)].flatMap((one) => [
        one.subscription,
        one.account,
        one.invoiceOwnerAccount,
        one.ownerHistory,
      ]),
    ],
    salesforce: crm ? [crm.account, crm.partners, crm.opportunities] : [],
    customersdot: [portal],
    zendesk: [ticket],
  };
  return SYSTEMS.filter((system) => results[system].some(isUnanswered));
}

function isUnanswered(result: ConnectorResult<unknown> | null): boolean {
  return result !== null && !result.ok && result.gap !== 'not-found' && result.gap !== 'not-configured';
}

type OptionalText = string | null | undefined;

function joinDistinct(values: readonly OptionalText[]): OptionalText {
  const distinct = [...new Set(values.filter((value) => typeof value === 'string'))];
  return distinct.length === 0 ? null : joinWithAnd(distinct);
}

function omitMissing(
  values: Readonly<Partial<Record<keyof PlaceholderValues, OptionalText>>>,
): PlaceholderValues {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => typeof value === 'string'));
}
