import { z } from 'zod';
import type { SubscribedProduct, SubscriptionContents } from '../../domain/upstream-records.ts';
import { isBlank, isoDate } from '../field-schemas.ts';

/** Maximum length of a product's name. */
const MAX_NAME_LENGTH = 40;
/** A subscription with more products is treated as one whose products are unknown. */
const MAX_PRODUCTS = 40;
/** Units of charges for people who use the product. */
const SEAT_UNIT_PATTERN = /^(?:seat|user)s?$/i;

const Charge = z.object({
  type: z.string().nullish(),
  model: z.string().nullish(),
  name: z.string().nullish(),
  uom: z.string().nullish(),
  quantity: z.number().nullish(),
  effectiveStartDate: isoDate.nullish(),
  effectiveEndDate: isoDate.nullish(),
});
type Charge = z.infer<typeof Charge>;

const RatePlan = z
  .object({
    productName: z.string().nullish(),
    ratePlanName: z.string().nullish(),
    lastChangeType: z.string().nullish(),
    ratePlanCharges: z.array(Charge).nullish(),
  })
  .transform((plan, context) => {
    const name = [plan.productName, plan.ratePlanName].find((text) => !isBlank(text))?.trim();
    if (name !== undefined) return { ...plan, name: name.slice(0, MAX_NAME_LENGTH) };
    context.addIssue({ code: 'custom', message: 'no name' });
    return z.NEVER;
  });
type RatePlan = z.infer<typeof RatePlan>;

/** Every field may be missing or unexpected, because none of them may reject the subscription. */
const ContentFields = z.object({
  ratePlans: z.array(RatePlan).nullish().catch(null),
  contractEffectiveDate: isoDate.nullish().catch(null),
  subscriptionStartDate: isoDate.nullish().catch(null),
  currentTerm: z.int().positive().nullish().catch(null),
  currentTermPeriodType: z.enum(['Month', 'Year']).nullish().catch(null),
  autoRenew: z.boolean().nullish().catch(null),
});

/** Returns what was bought, from `GET /v1/subscriptions/{number}` or a row in an account's list. */
export function subscriptionContentsOf(row: Readonly<Record<string, unknown>>): SubscriptionContents {
  const fields = ContentFields.parse(row);
  const { currentTerm, currentTermPeriodType: unit } = fields;
  return {
    products: fields.ratePlans ? productsOf(fields.ratePlans) : null,
    startsOn: fields.subscriptionStartDate ?? fields.contractEffectiveDate ?? null,
    termMonths: currentTerm && unit ? currentTerm * MONTHS_PER_UNIT[unit] : null,
    autoRenew: fields.autoRenew ?? null,
  };
}

const MONTHS_PER_UNIT = { Month: 1, Year: 12 };

/** Returns null when the seats of a product are unclear, because the other products alone could mislead. */
function productsOf(plans: readonly RatePlan[]): SubscribedProduct[] | null {
  const perPlan = plans.map((plan) => (isRemoved(plan) ? [] : productsOfPlan(plan)));
  if (perPlan.some((products) => products === null)) return null;
  const all = perPlan.flatMap((products) => products ?? []);
  return all.length > MAX_PRODUCTS ? null : all;
}

function isRemoved({ lastChangeType }: RatePlan): boolean {
  return lastChangeType?.toLowerCase() === 'remove';
}

/** Returns null when a charge per seat has no number of seats. */
function productsOfPlan({ name, ratePlanCharges }: RatePlan): SubscribedProduct[] | null {
  const charges = (ratePlanCharges ?? []).filter(isProductCharge);
  const isOnlyExtras = charges.length === 0 && (ratePlanCharges ?? []).length > 0;
  if (isOnlyExtras) return [];
  const seatCharges = charges.filter(isPerSeat);
  if (seatCharges.length === 0) return [{ name, seats: null, ...periodOf(charges) }];
  const products = seatCharges.map((charge): SubscribedProduct | null => {
    const { quantity: seats } = charge;
    return isSeatCount(seats) ? { name, seats, ...periodOf([charge]) } : null;
  });
  return products.every((product) => product !== null) ? products : null;
}

/** Returns false for one-time charges such as training, for discounts, and for the true-up of past users. */
function isProductCharge({ type, model, name }: Charge): boolean {
  return type !== 'OneTime' && !model?.startsWith('Discount') && !/\btrue-?up\b/i.test(name ?? '');
}

/** Returns false for usage, such as that of more users than were bought. */
function isPerSeat({ type, uom }: Charge): boolean {
  return type !== 'Usage' && SEAT_UNIT_PATTERN.test(uom?.trim() ?? '');
}

function isSeatCount(quantity: number | null | undefined): quantity is number {
  return quantity !== null && quantity !== undefined && Number.isInteger(quantity) && quantity >= 0;
}

/** Returns the period that the charges cover together; null where one of them is open. */
function periodOf(charges: readonly Charge[]): Pick<SubscribedProduct, 'from' | 'until'> {
  const starts = charges.map(({ effectiveStartDate }) => effectiveStartDate ?? null);
  const ends = charges.map(({ effectiveEndDate }) => effectiveEndDate ?? null);
  return { from: extreme(starts, 0), until: extreme(ends, -1) };
}

/** Returns the first (0) or last (-1) of the dates; null when there is none or one is missing. */
function extreme(dates: readonly (string | null)[], index: 0 | -1): string | null {
  const known = dates.filter((date) => date !== null);
  return known.length === dates.length ? (known.sort((a, b) => a.localeCompare(b)).at(index) ?? null) : null;
}
