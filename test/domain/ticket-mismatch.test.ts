import { describe, expect, it } from 'vitest';
import type { Evidence } from '../../src/domain/evidence.ts';
import { handoffFactsOf, salesRegionOf } from '../../src/domain/handoff-facts.ts';
import { placeholderValuesOf } from '../../src/domain/placeholder-values.ts';
import { ticketMismatch } from '../../src/domain/ticket-mismatch.ts';
import type { Ticket } from '../../src/domain/upstream-records.ts';
import { judgeEvidence } from '../../src/usecases/judge-evidence.ts';
import {
  aCheck,
  anAccount,
  anEvidence,
  aTicket,
  foundAnswer,
  gapAnswer,
  HALDEN,
  QUILLMARK,
  resoldSubscriptionEvidence,
} from '../builders/cases.ts';

const HALDEN_CRM = '001000000000001AAA';
const QUILLMARK_CRM = '001000000000002AAA';
const OTHER_CRM = '001000000000003AAA';

function evidenceWith(ticket: Partial<Ticket>, changes: Partial<Evidence> = {}): Evidence {
  const one = {
    ...resoldSubscriptionEvidence(),
    account: foundAnswer(anAccount({ ...HALDEN, crmId: HALDEN_CRM })),
    invoiceOwnerAccount: foundAnswer(anAccount({ ...QUILLMARK, crmId: QUILLMARK_CRM })),
  };
  return anEvidence({ ticket: foundAnswer(aTicket(ticket)), subscriptions: [one], ...changes });
}

const organizationOf = (salesforceId: string | null, accountType: string | null = 'customer') => ({
  organisation: { name: 'Somebody', salesforceId, accountType, region: 'emea' },
});
const byAccount: Partial<Evidence> = { subject: { kind: 'account', number: 'A00900001' } };

describe('a ticket next to another reference', () => {
  it.each<[string, Evidence]>([
    ['it names the same subscription', evidenceWith({ subscriptionNumbers: ['A-S00900001'] })],
    ['it names that one and others', evidenceWith({ subscriptionNumbers: ['A-S00900002', 'A-S00900001'] })],
    ['it names nothing', evidenceWith({ organisation: null })],
    ['its organisation is the customer', evidenceWith(organizationOf(HALDEN_CRM))],
    ['its organisation is the invoice owner', evidenceWith(organizationOf(QUILLMARK_CRM))],
    ['its organisation is a partner', evidenceWith(organizationOf(OTHER_CRM, 'authorized_reseller'))],
    ['its organisation is a partner in other words', evidenceWith(organizationOf(OTHER_CRM, 'Open Partner'))],
    [
      'its organisation is a partner according to Salesforce',
      evidenceWith(organizationOf(OTHER_CRM), {
        requesterAccount: foundAnswer({
          id: OTHER_CRM,
          name: 'Somebody',
          type: 'Partner',
          owner: { name: 'Robin', kind: 'person' },
        }),
      }),
    ],
    ['its organisation has no Salesforce id', evidenceWith(organizationOf(null))],
    [
      'it names an older subscription of the account',
      evidenceWith({ ...organizationOf(HALDEN_CRM), subscriptionNumbers: ['A-S00900009'] }, byAccount),
    ],
    ['it could not be read', anEvidence({ ticket: gapAnswer('timeout') })],
    [
      'it is itself what was asked about',
      evidenceWith(
        { subscriptionNumbers: ['A-S00900009'] },
        { subject: { kind: 'ticket', host: 'h', id: '48211' } },
      ),
    ],
  ])('matches when %s', (_, evidence) => {
    expect(ticketMismatch(evidence)).toBeNull();
  });

  it.each<[string, Evidence, Record<string, unknown>]>([
    [
      'it names another subscription',
      evidenceWith({ ...organizationOf(HALDEN_CRM), subscriptionNumbers: ['A-S00900009'] }),
      { numbers: ['A-S00900009'], organisation: null, key: 'A-S00900009' },
    ],
    [
      'its organisation is another customer',
      evidenceWith(organizationOf(OTHER_CRM)),
      { numbers: [], organisation: 'Somebody', customer: 'Halden Mills', key: OTHER_CRM },
    ],
    [
      'it names this subscription and its organisation is another customer',
      evidenceWith({ ...organizationOf(OTHER_CRM), subscriptionNumbers: ['A-S00900001'] }),
      { numbers: [], organisation: 'Somebody', key: OTHER_CRM },
    ],
    [
      'it names a subscription that the account does not show',
      evidenceWith({ organisation: null, subscriptionNumbers: ['A-S00900009'] }, byAccount),
      { numbers: ['A-S00900009'], checkedNumbers: ['A-S00900001'] },
    ],
    [
      'Zuora cannot be read and it names another number',
      evidenceWith(
        { subscriptionNumbers: ['A-S00900009'] },
        {
          subscriptions: [
            {
              ...resoldSubscriptionEvidence(),
              subscription: gapAnswer('timeout'),
              account: gapAnswer('timeout'),
            },
          ],
        },
      ),
      { numbers: ['A-S00900009'], checkedNumbers: ['A-S00900001'], customer: null },
    ],
  ])('mismatches when %s', (_, evidence, mismatch) => {
    expect(ticketMismatch(evidence)).toMatchObject(mismatch);
  });

  it('is ignored until a person dismisses the mismatch', () => {
    const evidence = evidenceWith({
      ...organizationOf(OTHER_CRM),
      topic: 'sign-in',
      requesterDomain: 'halden-mills.example',
      subscriptionNumbers: ['A-S00900009'],
    });
    const at = new Date('2022-11-22T14:02:00Z');
    const judged = (ticketKept?: string) =>
      judgeEvidence(evidence, {
        at,
        lookedAt: at,
        by: 'U0ANA',
        trigger: 'requested',
        policy: 'seed',
        manualFacts: ticketKept === undefined ? {} : { dismissedMismatchKey: ticketKept },
      });
    const [open, kept, stale] = [judged(), judged(`A-S00900009 ${OTHER_CRM}`), judged('A-S00900008')];

    for (const check of [open, stale]) {
      expect(check).toMatchObject({ topic: 'other', requester: 'unknown' });
      expect(placeholderValuesOf(check).ticket).toBe('the ticket of A-S00900001');
      expect(handoffFactsOf(check).ticket).toBeNull();
      expect(salesRegionOf(check)).toBeNull();
    }
    expect(kept).toMatchObject({ topic: 'sign-in', requester: 'customer' });
    expect(placeholderValuesOf(kept).ticket).toBe('#48211');
    expect(handoffFactsOf(kept).ticket).toMatchObject({ id: '48211' });
    expect(salesRegionOf(kept)).toBe('emea');
  });

  it('does not affect the verdict while it mismatches', () => {
    const evidence = evidenceWith({
      ...organizationOf(OTHER_CRM, 'alliance_partner'),
      subscriptionNumbers: ['A-S00900009'],
    });
    const at = new Date('2022-11-22T14:02:00Z');
    const asked = {
      at,
      lookedAt: at,
      by: 'U0ANA',
      trigger: 'requested',
      policy: 'seed',
      manualFacts: {},
    } as const;

    expect(judgeEvidence(evidence, asked).verdict).toBe('reseller');
    expect(aCheck({ evidence }).verdict).toBe('reseller');
  });
});
