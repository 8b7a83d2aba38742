import { describe, expect, it } from 'vitest';
import { findDiscrepancies } from '../../src/domain/discrepancies.ts';
import type { CrmEvidence, Evidence } from '../../src/domain/evidence.ts';
import { collectFindings } from '../../src/domain/findings.ts';
import type { ResoldClaim } from '../../src/domain/upstream-records.ts';
import {
  aCheck,
  anEvidence,
  aTicket,
  directSubscriptionEvidence,
  foundAnswer,
  gapAnswer,
  ownOnResellerChannelEvidence,
  QUILLMARK,
  resoldSubscriptionEvidence,
} from '../builders/cases.ts';

const RESOLD = resoldSubscriptionEvidence();
const DIRECT = directSubscriptionEvidence();
const OWN_ON_RESELLER_CHANNEL = ownOnResellerChannelEvidence();
const SIBLING = resoldSubscriptionEvidence({ number: 'A-S00900002' });
const BESIDE_RESOLD = { subscriptions: [OWN_ON_RESELLER_CHANNEL], siblings: foundAnswer([SIBLING]) };
const EARLIER_RESELLER = {
  ...OWN_ON_RESELLER_CHANNEL,
  ownerHistory: foundAnswer([{ version: 1, since: null, owner: QUILLMARK }]),
};

function crmWith(...partners: string[]): CrmEvidence {
  return {
    account: gapAnswer('timeout'),
    partners: foundAnswer(partners.map((name) => ({ accountId: name, name, role: null }))),
    opportunities: foundAnswer([]),
  };
}

const claim = (resoldClaim: ResoldClaim) => foundAnswer(aTicket({ resoldClaim }));

describe('contradictions to Zuora', () => {
  it.each<[string, Partial<Evidence>, string[]]>([
    ['resold, Salesforce none', { subscriptions: [RESOLD], crm: crmWith() }, ['crm-shows-no-partner']],
    ['resold, Salesforce one', { subscriptions: [RESOLD], crm: crmWith('Quillmark') }, []],
    ['direct, Salesforce one', { subscriptions: [DIRECT], crm: crmWith('Quillmark') }, ['crm-shows-partner']],
    ['direct, Salesforce none', { subscriptions: [DIRECT], crm: crmWith() }, []],
    ['direct beside a resold one, Salesforce one', { ...BESIDE_RESOLD, crm: crmWith('Quillmark') }, []],
    ['direct beside a resold one, claims resold', { ...BESIDE_RESOLD, ticket: claim('resold') }, []],
    ['direct, claims resold', { subscriptions: [DIRECT], ticket: claim('resold') }, ['customer-says-resold']],
    ['resold, claims direct', { subscriptions: [RESOLD], ticket: claim('no') }, ['customer-says-direct']],
    [
      'earlier resold, claims direct',
      { subscriptions: [EARLIER_RESELLER], ticket: claim('no') },
      ['customer-says-direct'],
    ],
    [
      'no earlier reseller known, claims direct',
      { subscriptions: [OWN_ON_RESELLER_CHANNEL], ticket: claim('no') },
      [],
    ],
  ])('%s', (_, changes, expected) => {
    const { evidence, judgements } = aCheck({ evidence: anEvidence(changes) });

    expect(findDiscrepancies(evidence, judgements).map(({ kind }) => kind)).toEqual(expected);
    const isMarked = collectFindings(evidence, judgements).some(({ status }) => status === 'contradicts');
    expect(isMarked).toBe(expected.some((kind) => kind !== 'crm-shows-no-partner'));
  });
});

describe('the other subscriptions of an account', () => {
  it('are reported as unread when the verdict depends on them', () => {
    const { evidence, judgements, verdict } = aCheck({
      evidence: anEvidence({ subscriptions: [OWN_ON_RESELLER_CHANNEL], siblings: gapAnswer('timeout') }),
    });

    expect(verdict).toBe('transition-pending');
    expect(collectFindings(evidence, judgements)).toContainEqual(
      expect.objectContaining({ question: 'subscriptions', status: 'could-not-check', gap: 'timeout' }),
    );
  });
});
