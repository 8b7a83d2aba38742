import { describe, expect, it } from 'vitest';
import type { Evidence, SubscriptionEvidence } from '../../src/domain/evidence.ts';
import {
  dependsOnSiblings,
  type JudgingFacts,
  judgeSubscriptions,
} from '../../src/domain/judge-subscriptions.ts';
import {
  anEvidence,
  aTicket,
  directSubscriptionEvidence,
  foundAnswer,
  gapAnswer,
  HALDEN,
  ownOnResellerChannelEvidence,
  QUILLMARK,
  resoldSubscriptionEvidence,
  soldToAtResellerEvidence,
} from '../builders/cases.ts';
import { aCrm, aCrmAccount, aDeal } from '../builders/situations.ts';

const TODAY = '2022-11-22';
const FACTS: JudgingFacts = { today: TODAY, managedService: undefined };
const SIBLING = 'A-S00900002';

function judge(changes: Partial<Evidence>, facts: Partial<JudgingFacts> = {}) {
  const [first] = judgeSubscriptions(anEvidence(changes), { ...FACTS, ...facts });
  if (!first) throw new Error('There is no subscription.');
  return first;
}

describe('a resold subscription of the same account', () => {
  const resoldSibling = (sibling: SubscriptionEvidence, siblings?: readonly SubscriptionEvidence[]) =>
    judge({
      subscriptions: [ownOnResellerChannelEvidence(), sibling],
      ...(siblings ? { siblings: foundAnswer(siblings) } : {}),
    }).resoldSibling;

  it('explains the channel of the account', () => {
    const sibling = resoldSubscriptionEvidence({ number: SIBLING });
    const judged = judge({ subscriptions: [ownOnResellerChannelEvidence(), sibling] });

    expect(judged).toMatchObject({ verdict: 'direct', resoldSibling: SIBLING });
    expect(judge({ subscriptions: [ownOnResellerChannelEvidence()] })).toMatchObject({
      verdict: 'transition-pending',
      resoldSibling: null,
    });
  });

  it('counts when it is a managed service, too', () => {
    const sibling = { ...soldToAtResellerEvidence(), number: SIBLING };
    const judged = judge(
      { subscriptions: [ownOnResellerChannelEvidence(), sibling] },
      { managedService: 'yes' },
    );

    expect(judged.resoldSibling).toBe(SIBLING);
  });

  it('is looked for in the siblings that were read, if they were', () => {
    const sibling = resoldSubscriptionEvidence({ number: SIBLING });
    expect(resoldSibling(directSubscriptionEvidence(), [sibling])).toBe(SIBLING);
    expect(resoldSibling(sibling, [])).toBeNull();
  });

  it.each<[string, SubscriptionEvidence]>([
    [
      'belongs to another account',
      resoldSubscriptionEvidence({ number: SIBLING, subscriptionOwner: QUILLMARK, invoiceOwner: HALDEN }),
    ],
    ['has ended', resoldSubscriptionEvidence({ number: SIBLING, endsOn: '2022-01-01' })],
    ['is not resold', directSubscriptionEvidence({ number: SIBLING })],
    [
      'cannot be read',
      { ...resoldSubscriptionEvidence({ number: SIBLING }), subscription: gapAnswer('timeout') },
    ],
    ['is the same one', resoldSubscriptionEvidence()],
  ])('does not count when it %s', (_, sibling) => {
    expect(resoldSibling(sibling)).toBeNull();
  });

  it('has itself no resold sibling, because the customer does not pay for it', () => {
    const subscriptions = [resoldSubscriptionEvidence(), resoldSubscriptionEvidence({ number: SIBLING })];

    expect(judge({ subscriptions }).resoldSibling).toBeNull();
  });
});

describe("whether a verdict depends on the account's other subscriptions,", () => {
  it.each<[string, SubscriptionEvidence, boolean]>([
    ['the customer always paid and the channel is Reseller', ownOnResellerChannelEvidence(), true],
    ['the channel is Non-Reseller', directSubscriptionEvidence(), false],
    ['another account pays', resoldSubscriptionEvidence(), false],
    [
      'another account pays now and the customer did before',
      { ...resoldSubscriptionEvidence(), ownerHistory: ownOnResellerChannelEvidence().ownerHistory },
      false,
    ],
    [
      'the history is unreadable',
      { ...ownOnResellerChannelEvidence(), ownerHistory: gapAnswer('timeout') },
      false,
    ],
    [
      'the channel is unreadable',
      { ...ownOnResellerChannelEvidence(), account: gapAnswer('timeout') },
      false,
    ],
  ])('when %s: %j', (_, evidence, depends) => {
    expect(dependsOnSiblings(evidence, TODAY)).toBe(depends);
  });
});

describe('a managed service', () => {
  const partnerAccount = foundAnswer(aCrmAccount({ type: 'Partner' }));
  const signOf = (changes: Partial<Evidence>, managedService?: 'yes' | 'no') =>
    judge({ subscriptions: [soldToAtResellerEvidence()], ...changes }, { managedService }).managedService;

  it('is inferred from a won opportunity on a partner account', () => {
    expect(signOf({ crm: aCrm({ account: partnerAccount }) })).toBe('opportunity');
    expect(signOf({ crm: aCrm({ account: partnerAccount }) }, 'no')).toBe('opportunity');
    expect(signOf({ crm: aCrm() })).toBe('unconfirmed');
    expect(signOf({ crm: aCrm({ account: gapAnswer('timeout') }) })).toBe('unconfirmed');
  });

  it.each([foundAnswer([]), gapAnswer('timeout')])('is not inferred without one: %j', (opportunities) => {
    expect(signOf({ crm: aCrm({ account: partnerAccount, opportunities }) })).toBe('unconfirmed');
  });

  it('is decided by the engineer when the systems leave it open', () => {
    expect([signOf({}), signOf({}, 'yes'), signOf({}, 'no')]).toEqual(['unconfirmed', 'confirmed', 'denied']);
  });
});

describe('the newest won opportunity', () => {
  const isDirect = (...deals: Parameters<typeof aDeal>[0][]) =>
    judge({ crm: aCrm({ opportunities: foundAnswer(deals.map((deal) => aDeal(deal))) }) }).hasDirectDeal;
  const direct = { dealPath: 'Direct', resalePartner: null };

  it('is direct by its path, unless it names a partner', () => {
    expect([isDirect(direct), isDirect({ ...direct, dealPath: 'Web Direct' })]).toEqual([true, true]);
    expect(isDirect({ ...direct, resalePartner: 'Quillmark' })).toBe(false);
    expect(isDirect({ ...direct, distributor: 'Ledgerline' })).toBe(false);
    expect(isDirect({ ...direct, dealPath: null })).toBe(false);
    expect(isDirect({ ...direct, dealPath: 'Partner' })).toBe(false);
  });

  it('is the first one, and without one the deal is not direct', () => {
    expect([isDirect(direct, {}), isDirect({}, direct), isDirect()]).toEqual([true, false, false]);
    expect(judge({ crm: null }).hasDirectDeal).toBe(false);
    expect(judge({ crm: aCrm({ opportunities: gapAnswer('timeout') }) }).hasDirectDeal).toBe(false);
  });
});

it('A ticket of an alliance partner gives every subscription the verdict "alliance"', () => {
  const organisation = { name: 'IBM', salesforceId: null, accountType: 'alliance_partner' };

  expect(judge({ ticket: foundAnswer(aTicket({ organisation })) }).verdict).toBe('alliance');
  expect(judge({ ticket: foundAnswer(aTicket({ organisation: null })) }).verdict).toBe('reseller');
});
