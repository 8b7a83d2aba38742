import { describe, expect, it } from 'vitest';
import { GAP_KINDS, type GapKind } from '../../src/domain/connector-result.ts';
import type { Evidence } from '../../src/domain/evidence.ts';
import { judgeSubscriptions } from '../../src/domain/judge-subscriptions.ts';
import { overallVerdict } from '../../src/domain/overall-verdict.ts';
import {
  anEvidence,
  aTicket,
  CHECKED_AT,
  directSubscriptionEvidence,
  foundAnswer,
  gapAnswer,
  HALDEN,
  QUILLMARK,
  resoldSubscriptionEvidence,
} from '../builders/cases.ts';

const UNREADABLE = GAP_KINDS.filter((kind) => kind !== 'not-found');

function verdictOf(changes: Partial<Evidence>): string {
  const evidence = anEvidence({ subscriptions: [], ...changes });
  const facts = { today: CHECKED_AT.slice(0, 10), managedService: undefined };
  return overallVerdict(evidence, judgeSubscriptions(evidence, facts));
}

function unreadSubscription(gap: GapKind) {
  return { ...resoldSubscriptionEvidence(), subscription: gapAnswer(gap) };
}

describe('the verdict of a check without subscriptions', () => {
  it.each(UNREADABLE)('is unknown when the ticket, the accounts or the subscriptions are %s', (gap) => {
    expect(verdictOf({ ticket: gapAnswer(gap) })).toBe('unknown');
    expect(verdictOf({ accounts: gapAnswer(gap) })).toBe('unknown');
    expect(verdictOf({ subscriptionCount: gapAnswer(gap) })).toBe('unknown');
    expect(verdictOf({ ticket: foundAnswer(aTicket()), accounts: gapAnswer(gap) })).toBe('unknown');
  });

  it('is "not found" when a system has no such record', () => {
    expect(verdictOf({})).toBe('not-found');
    expect(verdictOf({ ticket: gapAnswer('not-found') })).toBe('not-found');
    expect(verdictOf({ accounts: gapAnswer('not-found') })).toBe('not-found');
    expect(verdictOf({ accounts: foundAnswer([HALDEN]), subscriptionCount: foundAnswer(0) })).toBe(
      'not-found',
    );
  });

  it('is "ambiguous" with several accounts', () => {
    expect(verdictOf({ accounts: foundAnswer([HALDEN, QUILLMARK]) })).toBe('ambiguous');
    expect(verdictOf({ accounts: foundAnswer([HALDEN, QUILLMARK]), ticket: gapAnswer('timeout') })).toBe(
      'unknown',
    );
  });
});

describe('the verdict of a check with subscriptions', () => {
  it('is their common verdict, else "mixed"', () => {
    const resold = resoldSubscriptionEvidence();
    expect(verdictOf({ subscriptions: [resold] })).toBe('reseller');
    expect(
      verdictOf({ subscriptions: [resold, resoldSubscriptionEvidence({ number: 'A-S00900002' })] }),
    ).toBe('reseller');
    expect(
      verdictOf({ subscriptions: [resold, directSubscriptionEvidence({ number: 'A-S00900002' })] }),
    ).toBe('mixed');
  });

  it.each(GAP_KINDS)('is unknown when their number is %s, whatever was read', (gap) => {
    expect(
      verdictOf({ subscriptions: [directSubscriptionEvidence()], subscriptionCount: gapAnswer(gap) }),
    ).toBe('unknown');
  });

  it('is "not found" for one that does not exist, and unknown for one that cannot be read', () => {
    expect(verdictOf({ subscriptions: [unreadSubscription('not-found')] })).toBe('not-found');
    for (const gap of UNREADABLE)
      expect(verdictOf({ subscriptions: [unreadSubscription(gap)] })).toBe('unknown');
  });

  it('is not "not found" when another subscription exists', () => {
    const subscriptions = [
      unreadSubscription('not-found'),
      resoldSubscriptionEvidence({ number: 'A-S00900002' }),
    ];

    expect(verdictOf({ subscriptions })).toBe('mixed');
  });
});
