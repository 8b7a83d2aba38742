import {
  joinFragments,
  joinWithAnd,
  literalFragment,
  phrase,
  type RichText,
} from '../domain/text-fragments.ts';
import type { Judgement } from '../domain/verdict.ts';

/**
 * Returns plan, seats, term and end as one line, such as "Premium · 25 seats · 12 months · ends 2027-02-04"; empty when none
 * is known.
 */
export function subscriptionTermsText({ terms, endsOn, endedDaysAgo }: Judgement): RichText {
  const { products, seats, termMonths, autoRenew } = terms;
  const facts = [
    ...(products.length === 0 ? [] : [phrase`${joinWithAnd(products)}`]),
    ...(seats === null ? [] : [[literalFragment(counted(seats, 'seat'))]]),
    ...(termMonths === null ? [] : [[literalFragment(counted(termMonths, 'month'))]]),
    endText({ endsOn, endedDaysAgo }),
    ...(autoRenew === true && endedDaysAgo === null ? [phrase`renews automatically`] : []),
  ];
  return joinFragments(facts, ' · ');
}

/** Returns the end, such as "ended 2027-02-04"; empty when it is not known. */
export function endText({ endsOn, endedDaysAgo }: Pick<Judgement, 'endsOn' | 'endedDaysAgo'>): RichText {
  if (endsOn === null) return [];
  return endedDaysAgo === null ? phrase`ends ${endsOn}` : phrase`ended ${endsOn}`;
}

function counted(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
