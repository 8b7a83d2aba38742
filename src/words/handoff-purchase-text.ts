import { daysBetween, tenantDate } from '../domain/dates.ts';
import type { HandoffFacts } from '../domain/handoff-state.ts';
import { MARKETPLACE_NAMES } from '../domain/placeholder-values.ts';
import type { TextFragment } from '../domain/text-fragments.ts';
import { literalFragment, phrase } from '../domain/text-fragments.ts';
import type { Verdict } from '../domain/verdict.ts';

/** Number of days before the end date from which it counts as urgent. */
const URGENT_WITHIN_DAYS = 14;

/** Verdicts of a subscription that is still invoiced to the partner. */
const HELD_BY_PARTNER: readonly Verdict[] = ['reseller', 'former-reseller', 'msp'];

/** Returns the sentence that Sales needs when a customer leaves a reseller. */
export function firstPurchaseText(): TextFragment[] {
  return [literalFragment('The customer first bought through a reseller.')];
}

/** Shown when the earlier invoice owners could not be read, so that Sales checks before it assumes a direct customer. */
export function firstPurchaseUnknownText(): TextFragment[] {
  return [
    literalFragment(
      'Zuora did not return the earlier invoice owners, so the customer may have first bought through a reseller.',
    ),
  ];
}

/** Returns through whom the customer bought, and whether that purchase still runs; empty when neither is known. */
export function partnerText(facts: HandoffFacts, at: string): TextFragment[] {
  const { reseller, distributor, marketplace, firstBoughtFromReseller, subscriptions } = facts;
  if (marketplace !== null) return phrase`Bought through ${MARKETPLACE_NAMES[marketplace]}.`;
  const runs = purchaseEndText(facts, at);
  if (reseller !== null) {
    if (subscriptions.some(({ verdict }) => verdict === 'msp'))
      return phrase`Bought through ${reseller} (managed service provider)${runs}.`;
    return distributor === null
      ? phrase`Bought through ${reseller} (reseller)${runs}.`
      : phrase`Bought through ${reseller} (reseller)${runs}; the invoice owner is ${distributor} (distributor).`;
  }
  if (distributor !== null)
    return phrase`The invoice owner is ${distributor}. Salesforce does not say whether that is a reseller or a distributor.`;
  return firstBoughtFromReseller ? phrase`The systems do not name the reseller.` : [];
}

/** Returns whether the last subscription that the partner holds still runs. The dates themselves are not fragments. */
function purchaseEndText({ subscriptions }: HandoffFacts, at: string): TextFragment {
  const held = subscriptions.filter(({ verdict }) => HELD_BY_PARTNER.includes(verdict));
  const ends = held.map(({ endsOn }) => endsOn);
  if (held.length === 0) return literalFragment(', no longer the invoice owner');
  if (ends.includes(null)) return literalFragment('');
  const [lastEnd = ''] = ends.filter((end) => end !== null).toSorted((a, b) => b.localeCompare(a));
  return literalFragment(hasEnded(lastEnd, at) ? `, ended ${lastEnd}` : `, runs until ${lastEnd}`);
}

/**
 * Returns when a subscription ends or ended, with the days counted from the moment of drawing, and whether that is urgent.
 */
export function subscriptionEndText(endsOn: string | null, at: string): TextFragment[] {
  if (endsOn === null) return [literalFragment('end date not known')];
  const today = tenantDate(new Date(at));
  const days = daysBetween(today, endsOn);
  if (days === 0) return phrase`ended ${endsOn} (today, ${today}): urgent`;
  const asOf = `${formatDays(Math.abs(days))}${days < 0 ? ' ago' : ''}, as of ${today}`;
  if (days < 0) return [...phrase`ended ${endsOn} `, literalFragment(`(${asOf}): urgent`)];
  return [
    ...phrase`ends ${endsOn} `,
    literalFragment(`(in ${asOf})${days <= URGENT_WITHIN_DAYS ? ': urgent' : ''}`),
  ];
}

function hasEnded(endsOn: string, at: string): boolean {
  return daysBetween(tenantDate(new Date(at)), endsOn) <= 0;
}

function formatDays(days: number): string {
  return days === 1 ? '1 day' : `${days} days`;
}
