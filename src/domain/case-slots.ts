import { type Answer, SYSTEMS, type System } from './answer.ts';
import type { Check } from './case.ts';
import type { CrmEvidence, Evidence } from './evidence.ts';
import { resellerBehind } from './findings.ts';
import { listed, type SlotValues } from './text.ts';
import { effectiveEvidence, unresolvedMismatch } from './ticket-mismatch.ts';
import type { Judgement } from './verdict.ts';

export const SYSTEM_NAMES: Record<System, string> = {
  zuora: 'Zuora',
  salesforce: 'Salesforce',
  customersdot: 'CustomersDot',
  zendesk: 'Zendesk',
};

/** What the sentences of a card may name. A slot stays empty when nobody knows or when it would mislead. */
export function slotsOf({ evidence: gathered, judgements, told: manual }: Check): SlotValues {
  const evidence = effectiveEvidence(gathered, manual);
  const { ticket, subject } = evidence;
  const ticketId = ticket?.ok ? ticket.value.id : subject.kind === 'ticket' ? subject.id : null;
  const alone =
    evidence.accounts?.ok && evidence.accounts.value.length === 1 ? evidence.accounts.value[0] : null;
  const each = judgements.map((judgement) => slotsOfOne(judgement, evidence.crm));
  const all = (slot: keyof SlotValues) => each.map((slots) => slots[slot]);
  return compact({
    customer: together([...all('customer'), judgements.length === 0 ? alone?.name : null]),
    invoiceOwner: together(all('invoiceOwner')),
    reseller: together(all('reseller')),
    subscription: together(all('subscription')),
    account: together([...all('account'), judgements.length === 0 ? alone?.number : null]),
    endsOn: together(all('endsOn')),
    ticket: ticketId === null ? ownTicket({ evidence: gathered, judgements, told: manual }) : `#${ticketId}`,
    channel: together(all('channel')),
    earlierOwner: together(all('earlierOwner')),
    marketplace: together(all('marketplace')),
    systems: together(silentSystems(evidence).map((system) => SYSTEM_NAMES[system])),
  });
}

/** While the ticket at hand is left out, the sentences speak of another: that of the subscription. */
function ownTicket({ evidence, judgements, told: said }: Pick<Check, 'evidence' | 'judgements' | 'told'>) {
  const [only, ...others] = judgements;
  return only && others.length === 0 && unresolvedMismatch(evidence, said)
    ? `the ticket of ${only.number}`
    : null;
}

/** The same for a text that a customer reads: the reseller they know, not the distributor behind it. */
export function slotsForCustomer(check: Check): SlotValues {
  const { reseller, ...slots } = slotsOf(check);
  return reseller === undefined ? slots : { ...slots, reseller: reseller.replace(THROUGH, '') };
}

const THROUGH = / \(through distributor [^)]*\)/g;

/** The same for one subscription of several. */
export function slotsOfOne(judgement: Judgement, crm: CrmEvidence | null): SlotValues {
  return compact({
    customer: judgement.customer?.name,
    invoiceOwner: judgement.invoiceOwner?.name,
    reseller: resellerOf(judgement, crm),
    subscription: judgement.number,
    account: judgement.customer?.number,
    endsOn: judgement.endsOn,
    channel: judgement.channelValue,
    earlierOwner: judgement.earlierOwner,
    marketplace: judgement.marketplace,
  });
}

/** Only where the verdict says that there is or was a reseller: nobody calls a marketplace or a parent one. */
function resellerOf(
  { verdict, invoiceOwner, earlierOwner }: Judgement,
  crm: CrmEvidence | null,
): string | null {
  if (verdict === 'transition-pending' || verdict === 'transition-complete') return earlierOwner;
  if (verdict !== 'reseller' && verdict !== 'former-reseller' && verdict !== 'msp') return null;
  if (!invoiceOwner) return null;
  const behind = resellerBehind(invoiceOwner.name, crm);
  return behind === null ? invoiceOwner.name : `${behind} (through distributor ${invoiceOwner.name})`;
}

/** Systems that were asked and did not tell. One that answered "no such thing", or is not set up, is not silent. */
function silentSystems({ ticket, accounts, listing, subscriptions, crm, portal }: Evidence): System[] {
  const asked: Record<System, readonly (Answer<unknown> | null)[]> = {
    zuora: [
      accounts,
      listing,
      ...subscriptions.flatMap((one) => [
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
  return SYSTEMS.filter((system) => asked[system].some(isSilent));
}

function isSilent(answer: Answer<unknown> | null): boolean {
  return answer !== null && !answer.ok && answer.gap !== 'not-found' && answer.gap !== 'not-configured';
}

type Loose = string | null | undefined;

function together(values: readonly Loose[]): Loose {
  const distinct = [...new Set(values.filter((value) => typeof value === 'string'))];
  return distinct.length === 0 ? null : listed(distinct);
}

function compact(values: Readonly<Partial<Record<keyof SlotValues, Loose>>>): SlotValues {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => typeof value === 'string'));
}
