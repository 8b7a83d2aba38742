import { describe, expect, it } from 'vitest';
import { accountSnapshotOf, guardAllows } from '../../src/domain/account-guard.ts';
import type { AccountSnapshot } from '../../src/domain/case.ts';
import type { Evidence, SubscriptionEvidence } from '../../src/domain/evidence.ts';
import { judgeSubscriptions } from '../../src/domain/judge-subscriptions.ts';
import { VERDICTS } from '../../src/domain/verdict.ts';
import {
  anAccount,
  anEvidence,
  aSubscription,
  directSubscriptionEvidence,
  foundAnswer,
  gapAnswer,
  HALDEN,
  resoldSubscriptionEvidence,
} from '../builders/cases.ts';

const LATER = '2022-11-22T14:30:00.000Z';
const LOGIN = ['transition-complete', 'direct'] as const;

/** Evidence of a whole account, checked by its number. */
function account(...subscriptions: readonly SubscriptionEvidence[]): Evidence {
  return anEvidence({
    subject: { kind: 'account', number: HALDEN.number },
    accounts: foundAnswer([HALDEN]),
    subscriptionCount: foundAnswer(subscriptions.length),
    subscriptions,
  });
}

function snapshotOf(evidence: Evidence): AccountSnapshot {
  return accountSnapshotOf(
    evidence,
    judgeSubscriptions(evidence, { today: '2022-11-22', managedService: undefined }),
    LATER,
  );
}

const anAccountSnapshot = (change: Partial<AccountSnapshot> = {}): AccountSnapshot => ({
  asOf: LATER,
  subscriptions: [{ number: 'A-S1', verdict: 'direct', channel: 'Non-Reseller' }],
  gap: null,
  ...change,
});

describe('the snapshot of an account', () => {
  it('lists every subscription with verdict and channel, and the time of the check', () => {
    const evidence = account(
      directSubscriptionEvidence({ number: 'A-S1' }),
      resoldSubscriptionEvidence({ number: 'A-S2' }),
    );

    expect(snapshotOf(evidence)).toEqual({
      asOf: LATER,
      subscriptions: [
        { number: 'A-S1', verdict: expect.stringMatching(/direct|transition/), channel: 'Non-Reseller' },
        { number: 'A-S2', verdict: 'reseller', channel: 'Reseller' },
      ],
      gap: null,
    });
  });

  it('keeps the channel unchanged', () => {
    const odd = {
      ...directSubscriptionEvidence(),
      account: foundAnswer(anAccount({ channel: ' non-reseller' })),
    };

    expect(snapshotOf(account(odd)).subscriptions).toEqual([
      { number: 'A-S00900001', verdict: 'unknown', channel: ' non-reseller' },
    ]);
  });

  it.each([
    'forbidden',
    'unauthenticated',
    'rate-limited',
    'timeout',
    'unavailable',
    'invalid-response',
    'not-found',
  ] as const)('reports a gap when the account, its list or the owner history is %s', (why) => {
    const silent = { ...directSubscriptionEvidence(), ownerHistory: gapAnswer(why) };

    expect(snapshotOf({ ...account(directSubscriptionEvidence()), accounts: gapAnswer(why) }).gap).toBe(
      'account',
    );
    expect(
      snapshotOf({ ...account(directSubscriptionEvidence()), subscriptionCount: gapAnswer(why) }).gap,
    ).toBe('subscriptions');
    expect(snapshotOf(account(directSubscriptionEvidence({ number: 'A-S1' }), silent)).gap).toBe('history');
  });

  it('reports a gap when the account or its list was not read', () => {
    expect(snapshotOf({ ...account(directSubscriptionEvidence()), accounts: null }).gap).toBe('account');
    expect(snapshotOf({ ...account(directSubscriptionEvidence()), subscriptionCount: null }).gap).toBe(
      'subscriptions',
    );
  });

  it('ignores an unreadable history of a subscription that a reseller pays for', () => {
    expect(
      snapshotOf(account({ ...resoldSubscriptionEvidence(), ownerHistory: gapAnswer('timeout') })).gap,
    ).toBeNull();
  });

  it('treats an empty history as unreadable', () => {
    expect(snapshotOf(account({ ...directSubscriptionEvidence(), ownerHistory: foundAnswer([]) })).gap).toBe(
      'history',
    );
  });
});

describe('a guard', () => {
  it('allows when every subscription qualifies', () => {
    const two = anAccountSnapshot({
      subscriptions: [
        { number: 'A-S1', verdict: 'direct', channel: 'Non-Reseller' },
        { number: 'A-S2', verdict: 'transition-complete', channel: 'Non-Reseller' },
      ],
    });

    expect(guardAllows(anAccountSnapshot(), LOGIN)).toBe(true);
    expect(guardAllows(two, LOGIN)).toBe(true);
  });

  it('denies when one of several subscriptions does not qualify', () => {
    const [fits] = anAccountSnapshot().subscriptions;
    const other = { number: 'A-S2', verdict: 'reseller', channel: 'Reseller' } as const;

    expect(guardAllows(anAccountSnapshot({ subscriptions: fits ? [fits, other] : [] }), LOGIN)).toBe(false);
    expect(guardAllows(anAccountSnapshot({ subscriptions: fits ? [other, fits] : [] }), LOGIN)).toBe(false);
  });

  it.each(['account', 'subscriptions', 'history'] as const)(
    'refuses when the %s could not be read',
    (why) => {
      expect(guardAllows(anAccountSnapshot({ gap: why }), LOGIN)).toBe(false);
    },
  );

  it('denies an account without subscriptions', () => {
    expect(guardAllows(anAccountSnapshot({ subscriptions: [] }), LOGIN)).toBe(false);
  });

  it.each([
    null,
    '',
    'Reseller',
    'non-reseller',
    'Non-reseller',
    'NON-RESELLER',
    'Non-Reseller ',
    ' Non-Reseller',
    'Non–Reseller',
    'Non Reseller',
    'Non-Reseller\n',
    'Non-Reseller (pending)',
    'No Non-Reseller',
  ])('denies the channel %j', (channel) => {
    const subscriptions = [{ number: 'A-S1', verdict: 'direct', channel }] as const;

    expect(guardAllows(anAccountSnapshot({ subscriptions }), LOGIN)).toBe(false);
  });

  it.each(VERDICTS.filter((verdict) => verdict !== 'direct' && verdict !== 'transition-complete'))(
    'denies %s even with the right channel',
    (verdict) => {
      const subscriptions = [{ number: 'A-S1', verdict, channel: 'Non-Reseller' }];

      expect(guardAllows(anAccountSnapshot({ subscriptions }), LOGIN)).toBe(false);
    },
  );

  it('denies an account whose direct subscription follows the channel of a resold one', () => {
    const resold = resoldSubscriptionEvidence({ number: 'A-S2' });
    const own = { ...directSubscriptionEvidence({ number: 'A-S1' }), account: resold.account };
    const snapshot = snapshotOf(account(own, resold));
    const beside = snapshot.subscriptions.filter(({ verdict }) => verdict === 'direct');

    expect(beside).toEqual([{ number: 'A-S1', verdict: 'direct', channel: 'Reseller' }]);
    expect(guardAllows(snapshot, LOGIN)).toBe(false);
    expect(guardAllows({ ...snapshot, subscriptions: beside }, LOGIN)).toBe(false);
  });

  it('reports a gap when the history of a direct subscription beside a resold one is unreadable', () => {
    const resold = resoldSubscriptionEvidence({ number: 'A-S2' });
    const own = {
      ...directSubscriptionEvidence(),
      account: resold.account,
      ownerHistory: gapAnswer('timeout'),
    };

    expect(snapshotOf(account(own, resold)).gap).toBe('history');
  });

  it('denies when no verdict is allowed', () => {
    expect(guardAllows(anAccountSnapshot(), [])).toBe(false);
  });

  it('decides from the evidence of a whole account', () => {
    expect(guardAllows(snapshotOf(account(directSubscriptionEvidence())), LOGIN)).toBe(true);
    expect(
      guardAllows(
        snapshotOf(
          account(
            directSubscriptionEvidence({ number: 'A-S1' }),
            directSubscriptionEvidence({ invoiceOwner: null }),
          ),
        ),
        LOGIN,
      ),
    ).toBe(false);
    expect(
      guardAllows(
        snapshotOf(account({ ...directSubscriptionEvidence(), subscription: foundAnswer(aSubscription()) })),
        LOGIN,
      ),
    ).toBe(false);
  });
});
