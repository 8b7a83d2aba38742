import { describe, expect, it } from '@jest/globals';
import { slotsForCustomer, slotsOf } from '../../src/domain/case-slots.ts';
import type { CrmEvidence } from '../../src/domain/evidence.ts';
import {
  aCheck,
  aTicket,
  direct,
  found,
  gap,
  HALDEN,
  QUILLMARK,
  resold,
  someEvidence,
} from '../slack/cases.ts';

const crm = (distributor: string, resalePartner: string): CrmEvidence => ({
  account: found({
    id: '001000000000001AAA',
    name: 'Halden Mills',
    owner: { name: 'Robin', kind: 'person' },
  }),
  partners: found([]),
  opportunities: found([
    { id: '006', name: 'Deal', closedOn: null, dealPath: 'Partner', resalePartner, distributor },
  ]),
});

describe('what the sentences of a card may name', () => {
  it('names customer, reseller, subscription and account of a resold one', () => {
    const slots = slotsOf(aCheck());

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
    const evidence = someEvidence({ crm: crm(QUILLMARK.name, 'Bramblegate Partners') });

    expect(slotsOf(aCheck({ evidence })).reseller).toBe(
      'Bramblegate Partners (through distributor Quillmark Resale Ltd)',
    );
    expect(slotsForCustomer(aCheck({ evidence })).reseller).toBe('Bramblegate Partners');
  });

  it('names no reseller where the customer buys from us', () => {
    const slots = slotsOf(aCheck({ evidence: someEvidence({ subscriptions: [direct()] }) }));

    expect(slots).toMatchObject({ invoiceOwner: 'Halden Mills', channel: 'Non-Reseller' });
    expect(slots).not.toHaveProperty('reseller');
  });

  it('never calls a marketplace a reseller', () => {
    const amazon = { ...QUILLMARK, name: 'Amazon Web Services, Inc.' };
    const slots = slotsOf(
      aCheck({ evidence: someEvidence({ subscriptions: [resold({ invoiceOwner: amazon })] }) }),
    );

    expect(slots.marketplace).toBe('Amazon Web Services, Inc.');
    expect(slots).not.toHaveProperty('reseller');
  });

  it('takes the earlier invoice owner for the reseller of a customer who goes direct', () => {
    const one = resold({ invoiceOwner: HALDEN });
    const owners = [QUILLMARK, HALDEN].map((owner, version) => ({ version, since: null, owner }));
    const subscriptions = [{ ...one, invoiceOwnerAccount: null, ownerHistory: found(owners) }];

    const slots = slotsOf(aCheck({ evidence: someEvidence({ subscriptions }) }));

    expect(slots).toMatchObject({ invoiceOwner: 'Halden Mills', reseller: 'Quillmark Resale Ltd' });
  });

  it('lists the subscriptions of several, and counts the rest', () => {
    const numbers = ['A-S00900001', 'A-S00900002', 'A-S00900003', 'A-S00900004'];
    const evidence = someEvidence({ subscriptions: numbers.map((number) => resold({ number })) });

    const slots = slotsOf(aCheck({ evidence }));

    expect(slots.subscription).toBe('A-S00900001, A-S00900002 and 2 more');
    expect(slots.customer).toBe('Halden Mills');
  });

  it('names the ticket, also one that could not be read', () => {
    const subject = { kind: 'ticket', host: 'support.gitlab.com', id: '48211' } as const;
    const unread = someEvidence({ subject, ticket: gap('timeout'), subscriptions: [] });

    expect(slotsOf(aCheck({ evidence: someEvidence({ ticket: found(aTicket()) }) })).ticket).toBe('#48211');
    expect(slotsOf(aCheck({ evidence: unread })).ticket).toBe('#48211');
  });

  it("speaks of the subscription's own ticket while another customer's is left out", () => {
    const ticket = found(aTicket({ subscriptionNumbers: ['A-S00900050'] }));
    const check = aCheck({ evidence: someEvidence({ ticket }) });

    expect(slotsOf(check).ticket).toBe('the ticket of A-S00900001');
    expect(slotsOf({ ...check, told: { ticketKept: 'A-S00900050' } }).ticket).toBe('#48211');
  });

  it('knows the only account that was found, and chooses none of two', () => {
    const base = { subscriptions: [], listing: found(0) };
    const one = someEvidence({ ...base, accounts: found([HALDEN]) });
    const two = someEvidence({ ...base, listing: null, accounts: found([HALDEN, QUILLMARK]) });

    expect(slotsOf(aCheck({ evidence: one }))).toEqual({ customer: 'Halden Mills', account: 'A00900001' });
    expect(slotsOf(aCheck({ evidence: two }))).toEqual({});
  });
});

describe('the systems that kept silent', () => {
  it('names those that were asked and did not tell', () => {
    const subscriptions = [{ ...resold(), ownerHistory: gap('timeout') }];
    const evidence = someEvidence({ subscriptions, ticket: gap('unavailable') });

    expect(slotsOf(aCheck({ evidence })).systems).toBe('Zuora and Zendesk');
  });

  it('leaves out what is not set up, and what answered "no such thing"', () => {
    const evidence = someEvidence({ ticket: gap('not-found'), portal: gap('not-configured') });

    expect(slotsOf(aCheck({ evidence }))).not.toHaveProperty('systems');
  });
});
