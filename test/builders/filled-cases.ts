import type { Case, Check } from '../../src/domain/case.ts';
import { START_TIME } from '../store/database-fixture.ts';

const customer = { id: 'z1', number: 'A00000001', name: 'Ødegård & Søn "Møbler" 🪑 株式会社' };
const reseller = { id: 'z2', number: 'A00000002', name: "O'Neill\\Partners\u2028\n\tGmbH \u0000" };

/** A check with every field filled, in many alphabets. */
export function aFilledCheck(change: Partial<Check> = {}): Check {
  return {
    at: START_TIME,
    lookedUpAt: START_TIME,
    by: 'U0000ANA',
    trigger: 'requested',
    ruleVersion: 1,
    policy: 'seed',
    topic: 'sign-in',
    requester: 'customer',
    requesterIsSoldTo: 'yes',
    requesterReason: { kind: 'customer-domain', value: 'halden.example' },
    proof: 'unknown',
    manualFacts: {},
    evidence: {
      subject: {
        kind: 'email',
        masked: 'a***@halden.example',
        fingerprint: '0123456789abcdef0123456789abcdef',
      },
      ticket: { ok: false, gap: 'timeout', asOf: START_TIME, detail: 'no answer in 3000 ms' },
      accounts: { ok: true, asOf: START_TIME, value: [customer] },
      subscriptionCount: { ok: true, asOf: START_TIME, value: 1 },
      subscriptions: [
        {
          number: 'A-S00012345',
          subscription: {
            ok: true,
            asOf: START_TIME,
            value: {
              id: 's1',
              number: 'A-S00012345',
              version: 3,
              status: 'Active',
              subscriptionOwner: customer,
              invoiceOwner: reseller,
              endsOn: '2027-02-01',
              soldToDomain: 'halden.example',
              marketplace: null,
            },
          },
          account: {
            ok: true,
            asOf: START_TIME,
            value: {
              ...customer,
              crmId: null,
              parentId: null,
              channel: 'Reseller',
              contactDomains: ['é.example'],
            },
          },
          invoiceOwnerAccount: null,
          ownerHistory: { ok: true, asOf: START_TIME, value: [{ version: 1, since: null, owner: reseller }] },
        },
      ],
      crm: null,
      portal: { ok: true, asOf: START_TIME, value: { login: 'unknown' } },
    },
    judgements: [
      {
        number: 'A-S00012345',
        verdict: 'reseller',
        invoiceOwnerKind: 'partner',
        channel: 'reseller',
        ownerHistory: 'other-before',
        obstacle: null,
        customer,
        invoiceOwner: reseller,
        channelValue: 'Reseller',
        status: 'Active',
        endsOn: '2027-02-01',
        endedDaysAgo: null,
        marketplace: null,
        earlierOwner: null,
        terms: {
          products: ['Ultimate for Halden'],
          seats: 25,
          termMonths: 12,
          autoRenew: false,
        },
        hasDirectDeal: false,
        resoldSibling: null,
        managedService: null,
      },
    ],
    candidates: [],
    verdict: 'reseller',
    scenario: {
      id: 'reseller-sign-in',
      headline: '{customer} – “gekauft” über {reseller}',
      prohibitions: ['никогда', '絶対にしない'],
      steps: [{ id: 'one', text: 'Frag nach 👩‍👩‍👧', requires: { verdict: ['direct'] } }],
      newer: { text: 'مرحبا', date: '2025-06-16' },
      source: { rules: ['R1'], page: 'A page', checkedOn: '2026-01-01' },
    },
    ...change,
  };
}

export function aFilledCase(id: string, change: Partial<Case> = {}): Case {
  const place = { channel: 'C0SUPPORT', thread: '1700000000.000100' };
  const { checks = [aFilledCheck()] } = change;
  const events = checks.map(({ at, by }, checkIndex) => ({ kind: 'checked' as const, at, by, checkIndex }));
  return {
    id,
    openedAt: START_TIME,
    openedBy: 'U0000ANA',
    erasedAt: null,
    location: place,
    checks,
    events,
    ...change,
  };
}
