import type { Case, Check } from '../../src/domain/case.ts';
import { START } from './site.ts';

const customer = { id: 'z1', number: 'A00000001', name: 'Ødegård & Søn "Møbler" 🪑 株式会社' };
const reseller = { id: 'z2', number: 'A00000002', name: "O'Neill\\Partners\u2028\n\tGmbH \u0000" };

/** A check with every field filled, in many alphabets. */
export function aCheck(change: Partial<Check> = {}): Check {
  return {
    at: START,
    lookedAt: START,
    by: 'U0000ANA',
    because: 'asked',
    ruleVersion: 1,
    policy: 'seed',
    topic: 'sign-in',
    asker: 'customer',
    proof: 'unknown',
    told: {},
    evidence: {
      subject: {
        kind: 'email',
        masked: 'a***@halden.example',
        fingerprint: '0123456789abcdef0123456789abcdef',
      },
      ticket: { ok: false, gap: 'timeout', asOf: START, detail: 'no answer in 3000 ms' },
      accounts: { ok: true, asOf: START, value: [customer] },
      listing: { ok: true, asOf: START, value: 1 },
      subscriptions: [
        {
          number: 'A-S00012345',
          subscription: {
            ok: true,
            asOf: START,
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
            asOf: START,
            value: {
              ...customer,
              crmId: null,
              parentId: null,
              channel: 'Reseller',
              contactDomains: ['é.example'],
            },
          },
          invoiceOwnerAccount: null,
          ownerHistory: { ok: true, asOf: START, value: [{ version: 1, since: null, owner: reseller }] },
        },
      ],
      crm: null,
      portal: { ok: true, asOf: START, value: { login: 'unknown' } },
    },
    judgements: [
      {
        number: 'A-S00012345',
        verdict: 'reseller',
        owner: 'partner',
        channel: 'reseller',
        history: 'other-before',
        obstacle: null,
        customer,
        invoiceOwner: reseller,
        channelValue: 'Reseller',
        status: 'Active',
        endsOn: '2027-02-01',
        endedDaysAgo: null,
        marketplace: null,
        earlierOwner: null,
      },
    ],
    verdict: 'reseller',
    scenario: {
      id: 'reseller-sign-in',
      when: { policy: ['seed'], verdict: ['reseller'] },
      headline: '{customer} – “gekauft” über {reseller}',
      never: ['никогда', '絶対にしない'],
      steps: [{ id: 'one', text: 'Frag nach 👩‍👩‍👧', needs: { verdict: ['direct'] } }],
      newer: { text: 'مرحبا', date: '2025-06-16' },
      source: { rules: ['R1'], page: 'A page', checkedOn: '2026-01-01' },
    },
    ...change,
  };
}

export function aCase(id: string, change: Partial<Case> = {}): Case {
  const place = { channel: 'C0SUPPORT', thread: '1700000000.000100' };
  const { checks = [aCheck()] } = change;
  const events = checks.map(({ at, by }, check) => ({ kind: 'checked' as const, at, by, check }));
  return { id, openedAt: START, openedBy: 'U0000ANA', erasedAt: null, place, checks, events, ...change };
}
