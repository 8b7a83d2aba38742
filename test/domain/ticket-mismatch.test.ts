import { describe, expect, it } from '@jest/globals';
import { slotsOf } from '../../src/domain/case-slots.ts';
import type { Evidence } from '../../src/domain/evidence.ts';
import { factsOf, regionOf } from '../../src/domain/handoff-facts.ts';
import type { Ticket } from '../../src/domain/records.ts';
import { ticketMismatch } from '../../src/domain/ticket-mismatch.ts';
import { judgeEvidence } from '../../src/usecases/judge-evidence.ts';
import {
  aCheck,
  anAccount,
  aTicket,
  found,
  gap,
  HALDEN,
  QUILLMARK,
  resold,
  someEvidence,
} from '../slack/cases.ts';

const HALDEN_CRM = '001000000000001AAA';
const QUILLMARK_CRM = '001000000000002AAA';
const OTHER_CRM = '001000000000003AAA';

function evidenceWith(ticket: Partial<Ticket>, changes: Partial<Evidence> = {}): Evidence {
  const one = {
    ...resold(),
    account: found(anAccount({ ...HALDEN, crmId: HALDEN_CRM })),
    invoiceOwnerAccount: found(anAccount({ ...QUILLMARK, crmId: QUILLMARK_CRM })),
  };
  return someEvidence({ ticket: found(aTicket(ticket)), subscriptions: [one], ...changes });
}

const of = (salesforceId: string | null, accountType: string | null = 'customer') => ({
  organisation: { name: 'Somebody', salesforceId, accountType, region: 'emea' },
});
const byAccount: Partial<Evidence> = { subject: { kind: 'account', number: 'A00900001' } };

describe('a ticket beside something that was asked about', () => {
  it.each<[string, Evidence]>([
    ['it names the same subscription', evidenceWith({ subscriptionNumbers: ['A-S00900001'] })],
    ['it names that one and others', evidenceWith({ subscriptionNumbers: ['A-S00900002', 'A-S00900001'] })],
    ['it names nothing', evidenceWith({ organisation: null })],
    ['its organisation is the customer', evidenceWith(of(HALDEN_CRM))],
    ['its organisation is the invoice owner', evidenceWith(of(QUILLMARK_CRM))],
    ['its organisation is a partner', evidenceWith(of(OTHER_CRM, 'authorized_reseller'))],
    ['its organisation has no Salesforce id', evidenceWith(of(null))],
    [
      'it names an older subscription of the account',
      evidenceWith({ ...of(HALDEN_CRM), subscriptionNumbers: ['A-S00900009'] }, byAccount),
    ],
    ['it could not be read', someEvidence({ ticket: gap('timeout') })],
    [
      'it is itself what was asked about',
      evidenceWith(
        { subscriptionNumbers: ['A-S00900009'] },
        { subject: { kind: 'ticket', host: 'h', id: '48211' } },
      ),
    ],
  ])('fits when %s', (_, evidence) => {
    expect(ticketMismatch(evidence)).toBeNull();
  });

  it.each<[string, Evidence, Record<string, unknown>]>([
    [
      'it names another subscription',
      evidenceWith({ ...of(HALDEN_CRM), subscriptionNumbers: ['A-S00900009'] }),
      { numbers: ['A-S00900009'], organisation: null, key: 'A-S00900009' },
    ],
    [
      'its organisation is another customer',
      evidenceWith(of(OTHER_CRM)),
      { numbers: [], organisation: 'Somebody', customer: 'Halden Mills', key: OTHER_CRM },
    ],
    [
      'it names this subscription and its organisation is another customer',
      evidenceWith({ ...of(OTHER_CRM), subscriptionNumbers: ['A-S00900001'] }),
      { numbers: [], organisation: 'Somebody', key: OTHER_CRM },
    ],
    [
      'it names a subscription that the account does not show',
      evidenceWith({ organisation: null, subscriptionNumbers: ['A-S00900009'] }, byAccount),
      { numbers: ['A-S00900009'], checked: ['A-S00900001'] },
    ],
    [
      'Zuora cannot be read and it names another number',
      evidenceWith(
        { subscriptionNumbers: ['A-S00900009'] },
        { subscriptions: [{ ...resold(), subscription: gap('timeout'), account: gap('timeout') }] },
      ),
      { numbers: ['A-S00900009'], checked: ['A-S00900001'], customer: null },
    ],
  ])('differs when %s', (_, evidence, mismatch) => {
    expect(ticketMismatch(evidence)).toMatchObject(mismatch);
  });

  it('counts for nothing until somebody has said that it belongs there', () => {
    const evidence = evidenceWith({
      ...of(OTHER_CRM),
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
        because: 'asked',
        policy: 'seed',
        told: ticketKept === undefined ? {} : { ticketKept },
      });
    const [open, kept, stale] = [judged(), judged(`A-S00900009 ${OTHER_CRM}`), judged('A-S00900008')];

    for (const check of [open, stale]) {
      expect(check).toMatchObject({ topic: 'other', asker: 'unknown' });
      expect(slotsOf(check).ticket).toBe('the ticket of A-S00900001');
      expect(factsOf(check).ticket).toBeNull();
      expect(regionOf(check)).toBeNull();
    }
    expect(kept).toMatchObject({ topic: 'sign-in', asker: 'customer' });
    expect(slotsOf(kept).ticket).toBe('#48211');
    expect(factsOf(kept).ticket).toMatchObject({ id: '48211' });
    expect(regionOf(kept)).toBe('emea');
  });

  it('does not make a subscription an alliance one', () => {
    const evidence = evidenceWith({
      ...of(OTHER_CRM, 'alliance_partner'),
      subscriptionNumbers: ['A-S00900009'],
    });
    const at = new Date('2022-11-22T14:02:00Z');
    const asked = { at, lookedAt: at, by: 'U0ANA', because: 'asked', policy: 'seed', told: {} } as const;

    expect(judgeEvidence(evidence, asked).verdict).toBe('reseller');
    expect(aCheck({ evidence }).verdict).toBe('reseller');
  });
});
