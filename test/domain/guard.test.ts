import { describe, expect, it } from '@jest/globals';
import type { Sight } from '../../src/domain/case.ts';
import type { Evidence, SubscriptionEvidence } from '../../src/domain/evidence.ts';
import { allows, sightOf } from '../../src/domain/guard.ts';
import { judge, VERDICTS } from '../../src/domain/verdict.ts';
import {
  anAccount,
  aSubscription,
  direct,
  found,
  gap,
  HALDEN,
  resold,
  someEvidence,
} from '../slack/cases.ts';

const LATER = '2022-11-22T14:30:00.000Z';
const LOGIN = ['transition-complete', 'direct'] as const;

/** A whole account, asked for by its number. */
function account(...subscriptions: readonly SubscriptionEvidence[]): Evidence {
  return someEvidence({
    subject: { kind: 'account', number: HALDEN.number },
    accounts: found([HALDEN]),
    listing: found(subscriptions.length),
    subscriptions,
  });
}

function see(evidence: Evidence): Sight {
  const context = { today: '2022-11-22', allianceTicket: false };
  return sightOf(
    evidence,
    evidence.subscriptions.map((one) => judge(one, context)),
    LATER,
  );
}

const sight = (change: Partial<Sight> = {}): Sight => ({
  asOf: LATER,
  subscriptions: [{ number: 'A-S1', verdict: 'direct', channel: 'Non-Reseller' }],
  gap: null,
  ...change,
});

describe('what a guard sees', () => {
  it('is every subscription of the account with its verdict and its channel, and when', () => {
    const evidence = account(direct({ number: 'A-S1' }), resold({ number: 'A-S2' }));

    expect(see(evidence)).toEqual({
      asOf: LATER,
      subscriptions: [
        { number: 'A-S1', verdict: expect.stringMatching(/direct|transition/), channel: 'Non-Reseller' },
        { number: 'A-S2', verdict: 'reseller', channel: 'Reseller' },
      ],
      gap: null,
    });
  });

  it('keeps a channel to the letter, whatever it says', () => {
    const odd = { ...direct(), account: found(anAccount({ channel: ' non-reseller' })) };

    expect(see(account(odd)).subscriptions).toEqual([
      { number: 'A-S00900001', verdict: 'unknown', channel: ' non-reseller' },
    ]);
  });

  it.each(['forbidden', 'auth', 'throttled', 'timeout', 'unavailable', 'bad-shape', 'not-found'] as const)(
    'is a gap when the account, the list or the earlier owners are %s',
    (why) => {
      const silent = { ...direct(), ownerHistory: gap(why) };

      expect(see({ ...account(direct()), accounts: gap(why) }).gap).toBe('account');
      expect(see({ ...account(direct()), listing: gap(why) }).gap).toBe('subscriptions');
      expect(see(account(direct({ number: 'A-S1' }), silent)).gap).toBe('history');
    },
  );

  it('is a gap when nobody asked for the account or its list', () => {
    expect(see({ ...account(direct()), accounts: null }).gap).toBe('account');
    expect(see({ ...account(direct()), listing: null }).gap).toBe('subscriptions');
  });

  it('does not mind earlier owners that are unread where the owner is a reseller anyway', () => {
    expect(see(account({ ...resold(), ownerHistory: gap('timeout') })).gap).toBeNull();
  });

  it('minds an empty history, which tells as little as none', () => {
    expect(see(account({ ...direct(), ownerHistory: found([]) })).gap).toBe('history');
  });
});

describe('a guard', () => {
  it('allows when every subscription fits', () => {
    const two = sight({
      subscriptions: [
        { number: 'A-S1', verdict: 'direct', channel: 'Non-Reseller' },
        { number: 'A-S2', verdict: 'transition-complete', channel: 'Non-Reseller' },
      ],
    });

    expect(allows(sight(), LOGIN)).toBe(true);
    expect(allows(two, LOGIN)).toBe(true);
  });

  it('refuses when one subscription of several does not fit, wherever it stands', () => {
    const [fits] = sight().subscriptions;
    const other = { number: 'A-S2', verdict: 'reseller', channel: 'Reseller' } as const;

    expect(allows(sight({ subscriptions: fits ? [fits, other] : [] }), LOGIN)).toBe(false);
    expect(allows(sight({ subscriptions: fits ? [other, fits] : [] }), LOGIN)).toBe(false);
  });

  it.each(['account', 'subscriptions', 'history'] as const)(
    'refuses when the %s could not be read',
    (why) => {
      expect(allows(sight({ gap: why }), LOGIN)).toBe(false);
    },
  );

  it('refuses when there is no subscription at all', () => {
    expect(allows(sight({ subscriptions: [] }), LOGIN)).toBe(false);
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
  ])('refuses the channel %j', (channel) => {
    const subscriptions = [{ number: 'A-S1', verdict: 'direct', channel }] as const;

    expect(allows(sight({ subscriptions }), LOGIN)).toBe(false);
  });

  it.each(VERDICTS.filter((verdict) => verdict !== 'direct' && verdict !== 'transition-complete'))(
    'refuses %s even where the channel would do',
    (verdict) => {
      const subscriptions = [{ number: 'A-S1', verdict, channel: 'Non-Reseller' }];

      expect(allows(sight({ subscriptions }), LOGIN)).toBe(false);
    },
  );

  it('refuses when the step needs nothing that there is', () => {
    expect(allows(sight(), [])).toBe(false);
  });

  it('goes from evidence to an answer as a whole', () => {
    expect(allows(see(account(direct())), LOGIN)).toBe(true);
    expect(allows(see(account(direct({ number: 'A-S1' }), direct({ invoiceOwner: null }))), LOGIN)).toBe(
      false,
    );
    expect(allows(see(account({ ...direct(), subscription: found(aSubscription()) })), LOGIN)).toBe(false);
  });
});
