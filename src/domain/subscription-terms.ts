import type { SubscribedProduct, Subscription } from './upstream-records.ts';

/** What a subscription contains and how long it runs, as far as Zuora shows it. Never decides the verdict. */
export interface SubscriptionTerms {
  /** Names of the products, the one with the seats first; empty when unknown. */
  readonly products: readonly string[];
  /** Seats of the main product, without add-ons; null when it is not clear which number counts. */
  readonly seats: number | null;
  /** Length of the current term. */
  readonly termMonths: number | null;
  readonly autoRenew: boolean | null;
}

/** The terms of a subscription that could not be read. */
export const UNKNOWN_TERMS: SubscriptionTerms = {
  products: [],
  seats: null,
  termMonths: null,
  autoRenew: null,
};

/** Products that are sold per seat next to the product that gives access. Their seats are a part of the same users. */
const ADD_ON_PATTERN =
  /\b(?:add-?ons?|agile planning|compute|credits?|duo|minutes|storage|success|support|training)\b/i;

/**
 * Returns the terms on that day; on the first or last day of the subscription when it does not run on that day. Products
 * that start later or have ended are left out.
 */
export function subscriptionTermsOn({ contents, endsOn }: Subscription, today: string): SubscriptionTerms {
  if (!contents) return UNKNOWN_TERMS;
  const { startsOn, termMonths, autoRenew } = contents;
  const products = contents.products ?? [];
  const day = startsOn !== null && today < startsOn ? startsOn : today;
  const hasEnded = endsOn !== null && day >= endsOn;
  const present = products.filter(({ from, until }) => {
    if (from !== null && from > day) return false;
    return until === null || (hasEnded ? until >= endsOn : until > day);
  });
  const main = present.filter(({ name, seats }) => seats !== null && !ADD_ON_PATTERN.test(name));
  const changesLater = products.some(
    ({ name, from }) => from !== null && from > day && main.some((product) => product.name === name),
  );
  return {
    products: [...new Set([...main, ...present].map(({ name }) => name))],
    seats: changesLater ? null : seatsOf(main),
    termMonths,
    autoRenew,
  };
}

/** Returns the sum, or null when there is no product or several. */
function seatsOf(products: readonly SubscribedProduct[]): number | null {
  const names = new Set(products.map(({ name }) => name));
  return names.size === 1 ? products.reduce((sum, { seats }) => sum + (seats ?? 0), 0) : null;
}
