import { describe, expect, it } from 'vitest';
import { findNewPurchase, judgeCandidates } from '../../src/domain/candidates.ts';
import type { SubscriptionEvidence } from '../../src/domain/evidence.ts';
import {
  anAmbiguousEvidence,
  anEvidence,
  directSubscriptionEvidence,
  foundAnswer,
  HALDEN,
  resoldSubscriptionEvidence,
} from '../builders/cases.ts';

const FACTS = { today: '2022-11-22', managedService: undefined };
const OTHER = { id: 'z-other', number: 'A00900002', name: 'Halden Mills AG' };

const ended = resoldSubscriptionEvidence({ endsOn: '2022-10-01', status: 'Expired' });
const endedRecently = resoldSubscriptionEvidence({ endsOn: '2022-11-01', status: 'Expired' });
const direct = directSubscriptionEvidence({ number: 'A-S00900002', subscriptionOwner: OTHER });
const directEnded = directSubscriptionEvidence({ subscriptionOwner: OTHER, endsOn: '2022-11-01' });

describe('the accounts to choose from', () => {
  it('have the verdict of their own subscriptions', () => {
    const evidence = anAmbiguousEvidence([HALDEN, [ended]], [OTHER, [direct]]);

    expect(judgeCandidates(evidence, FACTS)).toMatchObject([
      { account: HALDEN, verdict: 'former-reseller', judgements: [{ number: 'A-S00900001' }] },
      { account: OTHER, verdict: 'direct', judgements: [{ number: 'A-S00900002' }] },
    ]);
  });

  it('are unknown when they could not be read, and have no verdict when they were not read', () => {
    const evidence = anAmbiguousEvidence([HALDEN, 'timeout'], [OTHER, []]);
    const third = { id: 'z-third', number: 'A00900003', name: 'Halden Mills SA' };
    const more = { ...evidence, accounts: foundAnswer([HALDEN, OTHER, third]) };

    expect(judgeCandidates(more, FACTS).map(({ verdict }) => verdict)).toEqual([
      'unknown',
      'not-found',
      null,
    ]);
  });

  it('have no verdict, and show no new purchase, when only some of their subscriptions were read', () => {
    const evidence = anAmbiguousEvidence([HALDEN, [ended]], [OTHER, [direct]]);
    const partlyRead = (unread: number) => {
      const candidates = evidence.candidates?.map((one, index) =>
        index === unread ? { ...one, unreadCount: 1 } : one,
      );
      return judgeCandidates({ ...evidence, ...(candidates && { candidates }) }, FACTS);
    };

    expect(partlyRead(0).map(({ verdict }) => verdict)).toEqual([null, 'direct']);
    expect(partlyRead(1).map(({ verdict }) => verdict)).toEqual(['former-reseller', null]);
    expect([partlyRead(0), partlyRead(1)].map(findNewPurchase)).toEqual([null, null]);
  });

  it('are empty when one account matches', () => {
    expect(judgeCandidates(anEvidence({ accounts: foundAnswer([HALDEN]) }), FACTS)).toEqual([]);
    expect(judgeCandidates(anEvidence(), FACTS)).toEqual([]);
  });
});

describe('a new purchase on another account', () => {
  it.each<[string, SubscriptionEvidence[], SubscriptionEvidence[], boolean]>([
    ['resold and ended long ago, and direct', [ended], [direct], true],
    ['resold and ended recently, and direct', [endedRecently], [direct], true],
    ['still resold, and direct', [resoldSubscriptionEvidence()], [direct], false],
    ['one ended and one still resold, and direct', [ended, resoldSubscriptionEvidence()], [direct], false],
    ['resold and ended, and direct and ended', [ended], [directEnded], false],
    ['nothing, and direct', [], [direct], false],
    ['resold and ended, and nothing', [ended], [], false],
  ])('is recognized from the two accounts: %s', (_, first, second, expected) => {
    for (const accounts of [
      [
        [HALDEN, first],
        [OTHER, second],
      ],
      [
        [OTHER, second],
        [HALDEN, first],
      ],
    ] as const) {
      const found = findNewPurchase(judgeCandidates(anAmbiguousEvidence(...accounts), FACTS));

      expect(found && [found.ended.account.number, found.direct.account.number]).toEqual(
        expected ? [HALDEN.number, OTHER.number] : null,
      );
    }
  });
});
