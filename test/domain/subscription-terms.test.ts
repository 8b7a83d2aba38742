import { describe, expect, it } from 'vitest';
import { subscriptionTermsOn, UNKNOWN_TERMS } from '../../src/domain/subscription-terms.ts';
import type { SubscribedProduct } from '../../src/domain/upstream-records.ts';
import { aSubscription } from '../builders/cases.ts';

const [STARTS_ON, ENDS_ON] = ['2026-02-01', '2027-02-01'];

function product(name: string, seats: number | null, changes: Partial<SubscribedProduct> = {}) {
  return { name, seats, from: STARTS_ON, until: ENDS_ON, ...changes };
}

/** The terms of a subscription with these products, in the middle of its term. */
function termsOf(products: readonly SubscribedProduct[] | null, today = '2026-08-01') {
  const contents = { products, startsOn: STARTS_ON, termMonths: 12, autoRenew: false };
  return subscriptionTermsOn(aSubscription({ endsOn: ENDS_ON, contents }), today);
}

describe('the terms of a subscription', () => {
  it('are plan, seats and term', () => {
    expect(termsOf([product('Premium', 25)])).toEqual({
      products: ['Premium'],
      seats: 25,
      termMonths: 12,
      autoRenew: false,
    });
  });

  it.each([
    ['seats added during the term', [product('Premium', 25), product('Premium', 5)], ['Premium'], 30],
    [
      'a product without seats',
      [product('Storage', null), product('Premium', 25)],
      ['Premium', 'Storage'],
      25,
    ],
    ['an add-on per seat', [product('Duo Pro', 10), product('Premium', 25)], ['Premium', 'Duo Pro'], 25],
    [
      'two products with seats',
      [product('Premium', 25), product('Ultimate', 5)],
      ['Premium', 'Ultimate'],
      null,
    ],
    ['only an add-on', [product('Duo Pro', 10)], ['Duo Pro'], null],
    ['no product', [], [], null],
    ['products that cannot be read', null, [], null],
  ])('with %s', (_what, products, names, seats) => {
    expect(termsOf(products)).toMatchObject({ products: names, seats });
  });

  it.each([
    ['a product that has ended', product('Premium', 20, { until: '2026-06-01' })],
    ['a product that starts later', product('Premium', 20, { from: '2026-09-01' })],
  ])('leave out %s', (_what, other) => {
    expect(termsOf([product('Ultimate', 25), other])).toMatchObject({ products: ['Ultimate'], seats: 25 });
    expect(termsOf([other])).toMatchObject({ products: [], seats: null });
  });

  it('show no seats while another number of the same product starts later', () => {
    const products = [product('Premium', 5), product('Premium', 40, { from: '2026-09-01' })];

    expect(termsOf(products)).toMatchObject({ products: ['Premium'], seats: null });
  });

  it('are those of the first day before the subscription begins, and of the last day after its end', () => {
    const products = [product('Premium', 25), product('Ultimate', 5, { until: '2026-06-01' })];

    expect(termsOf(products, '2026-01-01')).toMatchObject({ products: ['Premium', 'Ultimate'] });
    expect(termsOf(products, '2027-08-01')).toMatchObject({ products: ['Premium'], seats: 25 });
  });

  it('are unknown where the record does not show them', () => {
    const { contents: _, ...withoutContents } = aSubscription();

    expect(subscriptionTermsOn(withoutContents, '2026-08-01')).toEqual(UNKNOWN_TERMS);
  });
});
