import { describe, expect, it } from 'vitest';
import { aZuoraSubscription } from '../../builders/zuora-responses.ts';
import { lookupOptions, respondWith } from '../local-http-server.ts';
import { useZuoraFixture } from './zuora-fixture.ts';

const zuora = useZuoraFixture();

/** A rate plan with one charge for 25 seats. */
function aRatePlan(changes: Record<string, unknown> = {}, charge: Record<string, unknown> = {}) {
  return {
    productName: 'Premium',
    ratePlanName: 'Premium - 1 Year',
    ratePlanCharges: [aCharge(charge)],
    ...changes,
  };
}

function aCharge(changes: Record<string, unknown> = {}) {
  return {
    name: 'Premium - 1 Year',
    type: 'Recurring',
    model: 'PerUnit',
    uom: 'Seats',
    quantity: 25,
    effectiveStartDate: '2026-02-01',
    effectiveEndDate: '2027-02-01',
    ...changes,
  };
}

/** Reads a subscription with these fields. It must be readable whatever they are. */
async function contentsWith(fields: Record<string, unknown>) {
  zuora.server.handle = respondWith(aZuoraSubscription(fields));
  const answer = await zuora.billing.subscription('A-S00000001', lookupOptions());
  expect(answer).toMatchObject({ ok: true, value: { invoiceOwner: { number: 'A00000777' } } });
  return answer.ok ? answer.value.contents : undefined;
}

const PREMIUM = { name: 'Premium', seats: 25, from: '2026-02-01', until: '2027-02-01' };

describe('what a subscription contains', () => {
  it('is read from its rate plans, charges and dates', async () => {
    const contents = await contentsWith({
      ratePlans: [aRatePlan(), aRatePlan({ productName: 'Storage' }, { uom: 'GB', quantity: 0.5 })],
      subscriptionStartDate: '2026-02-01',
      contractEffectiveDate: '2026-01-15',
      currentTerm: 12,
      currentTermPeriodType: 'Month',
      autoRenew: false,
    });

    expect(contents).toEqual({
      products: [PREMIUM, { ...PREMIUM, name: 'Storage', seats: null }],
      startsOn: '2026-02-01',
      termMonths: 12,
      autoRenew: false,
    });
  });

  it('is read from an account list without another request', async () => {
    const row = { ...aZuoraSubscription({ ratePlans: [aRatePlan()] }) };
    zuora.routes({ '/v1/subscriptions/accounts/': respondWith({ success: true, subscriptions: [row] }) });

    const answer = await zuora.billing.subscriptionsByAccount('A00000001', lookupOptions());

    expect(answer).toMatchObject({ ok: true, value: [{ contents: { products: [PREMIUM] } }] });
    expect(zuora.server.asked()).toHaveLength(1);
  });

  it.each([
    ['a removed rate plan', [aRatePlan(), aRatePlan({ lastChangeType: 'Remove', productName: 'Ultimate' })]],
    ['a one-time charge', [aRatePlan(), aRatePlan({ productName: 'Training' }, { type: 'OneTime' })]],
    [
      'a discount',
      [aRatePlan(), aRatePlan({ productName: 'Rebate' }, { model: 'DiscountPercentage', uom: null })],
    ],
    [
      'a true-up of seats',
      [aRatePlan({ ratePlanCharges: [aCharge(), aCharge({ name: 'True-Up', quantity: 3 })] })],
    ],
  ])('leaves out %s', async (_what, ratePlans) => {
    expect(await contentsWith({ ratePlans })).toMatchObject({ products: [PREMIUM] });
  });

  it('counts no seats for usage', async () => {
    const usage = aCharge({ type: 'Usage', quantity: null });

    expect(
      await contentsWith({ ratePlans: [aRatePlan({ ratePlanCharges: [aCharge(), usage] })] }),
    ).toMatchObject({
      products: [PREMIUM],
    });
  });

  it('lists every charge per seat, and names a product by its rate plan when it has no name', async () => {
    const ratePlanCharges = [aCharge(), aCharge({ uom: 'user', quantity: 5 })];
    const ratePlans = [
      { productName: ' ', ratePlanName: 'Old plan', ratePlanCharges },
      { productName: 'Support' },
    ];

    expect(await contentsWith({ ratePlans })).toMatchObject({
      products: [
        { name: 'Old plan', seats: 25 },
        { name: 'Old plan', seats: 5 },
        { name: 'Support', seats: null, from: null, until: null },
      ],
    });
  });

  it.each([
    ['the rate plans are missing', undefined],
    ['the rate plans are an object', {}],
    ['a rate plan is a text', [aRatePlan(), 'Premium']],
    ['a rate plan has no name', [aRatePlan({ productName: null, ratePlanName: '' })]],
    ['the charges are a text', [aRatePlan({ ratePlanCharges: 'none' })]],
    ['a quantity is a text', [aRatePlan({}, { quantity: '25' })]],
    ['a charge per seat has no quantity', [aRatePlan({}, { quantity: null })]],
    ['seats are not whole', [aRatePlan({}, { quantity: 2.5 })]],
    ['seats are negative', [aRatePlan({}, { quantity: -1 })]],
    ['a charge begins on no date', [aRatePlan({}, { effectiveStartDate: '2026-02-30' })]],
    ['there are very many products', Array.from({ length: 41 }, () => aRatePlan())],
  ])('has unknown products when %s', async (_what, ratePlans) => {
    expect(await contentsWith({ ratePlans })).toMatchObject({ products: null });
    expect(zuora.unread).toEqual([]);
  });

  it.each([
    [{ subscriptionStartDate: 'soon', contractEffectiveDate: '2026-01-15' }, { startsOn: '2026-01-15' }],
    [{ subscriptionStartDate: 7, contractEffectiveDate: {} }, { startsOn: null }],
    [{ currentTerm: 3, currentTermPeriodType: 'Year' }, { termMonths: 36 }],
    [{ currentTerm: 90, currentTermPeriodType: 'Day' }, { termMonths: null }],
    [{ currentTerm: '12', currentTermPeriodType: 'Month' }, { termMonths: null }],
    [{ currentTerm: 12 }, { termMonths: null }],
    [{ autoRenew: 'no' }, { autoRenew: null }],
  ])('with %j is %j', async (fields, expected) => {
    expect(await contentsWith(fields)).toMatchObject(expected);
  });
});
