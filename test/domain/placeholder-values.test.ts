import { describe, expect, it } from 'vitest';
import type { CrmEvidence } from '../../src/domain/evidence.ts';
import { customerPlaceholderValues, placeholderValuesOf } from '../../src/domain/placeholder-values.ts';
import {
  aCheck,
  anEvidence,
  aTicket,
  directSubscriptionEvidence,
  foundAnswer,
  gapAnswer,
  HALDEN,
  QUILLMARK,
  resoldSubscriptionEvidence,
} from '../builders/cases.ts';

const crm = (distributor: string, resalePartner: string): CrmEvidence => ({
  account: foundAnswer({
    id: '001000000000001AAA',
    name: 'Halden Mills',
    owner: { name: 'Robin', kind: 'person' },
  }),
  partners: foundAnswer([]),
  opportunities: foundAnswer([
    { id: '006', name: 'Deal', closedOn: null, dealPath: 'Partner', resalePartner, distributor },
  ]),
});

describe('what the sentences of a card may name', () => {
  it('names customer, reseller, subscription and account of a resold one', () => {
    const slots = placeholderValuesOf(aCheck());

    expect(slots).toMatchObject({
      customer: 'Halden Mills',
      invoiceOwner: 'Quillmark Resale Ltd',
      reseller: 'Quillmark Resale Ltd',
      subscription: 'A-S00900001',
      account: 'A00900001',
      endsOn: '2027-02-01',
      channel: 'Reseller',
    });
  });

  it('names the reseller behind a distributor, and the distributor', () => {
    const evidence = anEvidence({ crm: crm(QUILLMARK.name, 'Bramblegate Partners') });

    expect(placeholderValuesOf(aCheck({ evidence })).reseller).toBe(
      'Bramblegate Partners (through distributor Quillmark Resale Ltd)',
    );
    expect(customerPlaceholderValues(aCheck({ evidence })).reseller).toBe('Bramblegate Partners');
  });

  it('names no reseller where the customer buys from us', () => {
    const slots = placeholderValuesOf(
      aCheck({ evidence: anEvidence({ subscriptions: [directSubscriptionEvidence()] }) }),
    );

    expect(slots).toMatchObject({ invoiceOwner: 'Halden Mills', channel: 'Non-Reseller' });
    expect(slots).not.toHaveProperty('reseller');
  });

  it('never calls a marketplace a reseller', () => {
    const amazon = { ...QUILLMARK, name: 'Amazon Web Services, Inc.' };
    const slots = placeholderValuesOf(
      aCheck({
        evidence: anEvidence({ subscriptions: [resoldSubscriptionEvidence({ invoiceOwner: amazon })] }),
      }),
    );

    expect(slots.marketplace).toBe('Amazon Web Services, Inc.');
    expect(slots).not.toHaveProperty('reseller');
  });

  it('takes the earlier invoice owner for the reseller of a customer who goes direct', () => {
    const one = resoldSubscriptionEvidence({ invoiceOwner: HALDEN });
    const owners = [QUILLMARK, HALDEN].map((owner, version) => ({ version, since: null, owner }));
    const subscriptions = [{ ...one, invoiceOwnerAccount: null, ownerHistory: foundAnswer(owners) }];

    const slots = placeholderValuesOf(aCheck({ evidence: anEvidence({ subscriptions }) }));

    expect(slots).toMatchObject({ invoiceOwner: 'Halden Mills', reseller: 'Quillmark Resale Ltd' });
  });

  it('lists the subscriptions of several, and counts the rest', () => {
    const numbers = ['A-S00900001', 'A-S00900002', 'A-S00900003', 'A-S00900004'];
    const evidence = anEvidence({
      subscriptions: numbers.map((number) => resoldSubscriptionEvidence({ number })),
    });

    const slots = placeholderValuesOf(aCheck({ evidence }));

    expect(slots.subscription).toBe('A-S00900001, A-S00900002 and 2 more');
    expect(slots.customer).toBe('Halden Mills');
  });

  it('names the ticket, also one that could not be read', () => {
    const subject = { kind: 'ticket', host: 'support.gitlab.com', id: '48211' } as const;
    const unread = anEvidence({ subject, ticket: gapAnswer('timeout'), subscriptions: [] });

    expect(
      placeholderValuesOf(aCheck({ evidence: anEvidence({ ticket: foundAnswer(aTicket()) }) })).ticket,
    ).toBe('#48211');
    expect(placeholderValuesOf(aCheck({ evidence: unread })).ticket).toBe('#48211');
  });

  it("speaks of the subscription's own ticket while another customer's is left out", () => {
    const ticket = foundAnswer(aTicket({ subscriptionNumbers: ['A-S00900050'] }));
    const check = aCheck({ evidence: anEvidence({ ticket }) });

    expect(placeholderValuesOf(check).ticket).toBe('the ticket of A-S00900001');
    expect(
      placeholderValuesOf({ ...check, manualFacts: { dismissedMismatchKey: 'A-S00900050' } }).ticket,
    ).toBe('#48211');
  });

  it('knows the only account that was found, and chooses none of two', () => {
    const base = { subscriptions: [], subscriptionCount: foundAnswer(0) };
    const one = anEvidence({ ...base, accounts: foundAnswer([HALDEN]) });
    const two = anEvidence({ ...base, subscriptionCount: null, accounts: foundAnswer([HALDEN, QUILLMARK]) });

    expect(placeholderValuesOf(aCheck({ evidence: one }))).toEqual({
      customer: 'Halden Mills',
      account: 'A00900001',
    });
    expect(placeholderValuesOf(aCheck({ evidence: two }))).toEqual({});
  });
});

describe('the systems that kept silent', () => {
  it('names those that were asked and did not tell', () => {
    const subscriptions = [{ ...resoldSubscriptionEvidence(), ownerHistory: gapAnswer('timeout') }];
    const evidence = anEvidence({ subscriptions, ticket: gapAnswer('unavailable') });

    expect(placeholderValuesOf(aCheck({ evidence })).systems).toBe('Zuora and Zendesk');
  });

  it('leaves out what is not set up, and what answered "no such thing"', () => {
    const evidence = anEvidence({ ticket: gapAnswer('not-found'), portal: gapAnswer('not-configured') });

    expect(placeholderValuesOf(aCheck({ evidence }))).not.toHaveProperty('systems');
  });
});
