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
    type: 'Customer',
    owner: { name: 'Robin', kind: 'person' },
  }),
  partners: foundAnswer([]),
  opportunities: foundAnswer([
    { id: '006', name: 'Deal', closedOn: null, dealPath: 'Partner', resalePartner, distributor },
  ]),
});

describe('the placeholder values of a card', () => {
  it('include customer, reseller, subscription and account of a resold subscription', () => {
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

  it('include the reseller and its distributor', () => {
    const evidence = anEvidence({ crm: crm(QUILLMARK.name, 'Bramblegate Partners') });

    expect(placeholderValuesOf(aCheck({ evidence })).reseller).toBe(
      'Bramblegate Partners (through distributor Quillmark Resale Ltd)',
    );
    expect(customerPlaceholderValues(aCheck({ evidence })).reseller).toBe('Bramblegate Partners');
  });

  it('include no reseller for a direct customer', () => {
    const slots = placeholderValuesOf(
      aCheck({ evidence: anEvidence({ subscriptions: [directSubscriptionEvidence()] }) }),
    );

    expect(slots).toMatchObject({ invoiceOwner: 'Halden Mills', channel: 'Non-Reseller' });
    expect(slots).not.toHaveProperty('reseller');
  });

  it('include no reseller for a marketplace', () => {
    const amazon = { ...QUILLMARK, name: 'Amazon Web Services, Inc.' };
    const slots = placeholderValuesOf(
      aCheck({
        evidence: anEvidence({ subscriptions: [resoldSubscriptionEvidence({ invoiceOwner: amazon })] }),
      }),
    );

    expect(slots.marketplace).toBe('AWS Marketplace');
    expect(slots).not.toHaveProperty('reseller');
  });

  it('use the earlier invoice owner as reseller during a transition', () => {
    const one = resoldSubscriptionEvidence({ invoiceOwner: HALDEN });
    const owners = [QUILLMARK, HALDEN].map((owner, version) => ({ version, since: null, owner }));
    const subscriptions = [{ ...one, invoiceOwnerAccount: null, ownerHistory: foundAnswer(owners) }];

    const slots = placeholderValuesOf(aCheck({ evidence: anEvidence({ subscriptions }) }));

    expect(slots).toMatchObject({ invoiceOwner: 'Halden Mills', reseller: 'Quillmark Resale Ltd' });
  });

  it('list several subscriptions and count the rest', () => {
    const numbers = ['A-S00900001', 'A-S00900002', 'A-S00900003', 'A-S00900004'];
    const evidence = anEvidence({
      subscriptions: numbers.map((number) => resoldSubscriptionEvidence({ number })),
    });

    const slots = placeholderValuesOf(aCheck({ evidence }));

    expect(slots.subscription).toBe('A-S00900001, A-S00900002 and 2 more');
    expect(slots.customer).toBe('Halden Mills');
  });

  it('include plan and seats only while they are clear', () => {
    const unread = { products: null, startsOn: null, termMonths: null, autoRenew: null };
    const [first, second, unclear] = [
      resoldSubscriptionEvidence(),
      resoldSubscriptionEvidence({ number: 'A-S00900002' }),
      resoldSubscriptionEvidence({ number: 'A-S00900003', contents: unread }),
    ];
    const valuesFor = (...subscriptions: (typeof first)[]) =>
      placeholderValuesOf(aCheck({ evidence: anEvidence({ subscriptions }) }));

    expect(valuesFor(first)).toMatchObject({ plan: 'Premium', seats: '25' });
    expect(valuesFor(first, second)).toMatchObject({ plan: 'Premium' });
    expect(valuesFor(first, second)).not.toHaveProperty('seats');
    expect(valuesFor(unclear)).not.toHaveProperty('plan');
    expect(valuesFor(first, unclear)).not.toHaveProperty('plan');
  });

  it('include the ticket even if it could not be read', () => {
    const subject = { kind: 'ticket', host: 'support.gitlab.com', id: '48211' } as const;
    const unread = anEvidence({ subject, ticket: gapAnswer('timeout'), subscriptions: [] });

    expect(
      placeholderValuesOf(aCheck({ evidence: anEvidence({ ticket: foundAnswer(aTicket()) }) })).ticket,
    ).toBe('#48211');
    expect(placeholderValuesOf(aCheck({ evidence: unread })).ticket).toBe('#48211');
  });

  it('refer to the ticket of the subscription while a mismatched ticket is ignored', () => {
    const ticket = foundAnswer(aTicket({ subscriptionNumbers: ['A-S00900050'] }));
    const check = aCheck({ evidence: anEvidence({ ticket }) });

    expect(placeholderValuesOf(check).ticket).toBe('the ticket of A-S00900001');
    expect(
      placeholderValuesOf({ ...check, manualFacts: { dismissedMismatchKey: 'A-S00900050' } }).ticket,
    ).toBe('#48211');
  });

  it('include the account when exactly one was found', () => {
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

describe('the systems without an answer', () => {
  it('include systems that failed', () => {
    const subscriptions = [{ ...resoldSubscriptionEvidence(), ownerHistory: gapAnswer('timeout') }];
    const evidence = anEvidence({ subscriptions, ticket: gapAnswer('unavailable') });

    expect(placeholderValuesOf(aCheck({ evidence })).systems).toBe('Zuora and Zendesk');
  });

  it('exclude systems that are not configured or returned "not found"', () => {
    const evidence = anEvidence({ ticket: gapAnswer('not-found'), portal: gapAnswer('not-configured') });

    expect(placeholderValuesOf(aCheck({ evidence }))).not.toHaveProperty('systems');
  });
});
