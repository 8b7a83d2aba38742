import { describe, expect, it } from 'vitest';
import type { Evidence } from '../../src/domain/evidence.ts';
import { inferRequester, isFromInvoiceOwner } from '../../src/domain/requester.ts';
import type { CrmOpportunity, Subscription, Ticket } from '../../src/domain/upstream-records.ts';
import {
  anAccount,
  anEvidence,
  aTicket,
  directSubscriptionEvidence,
  foundAnswer,
  gapAnswer,
  HALDEN,
  QUILLMARK,
  resoldSubscriptionEvidence,
} from '../builders/cases.ts';

const HALDEN_CRM = '001000000000001AAA';
const QUILLMARK_CRM = '001000000000002AAA';
const OTHER_CRM = '001000000000003AAA';
const STRANGER = { requesterDomain: 'stranger.example', organisation: null };

/** Halden Mills bought through Quillmark, and this ticket is about it. */
function about(ticket: Partial<Ticket>, changes: Partial<Evidence> = {}, sub: Partial<Subscription> = {}) {
  const one = {
    ...resoldSubscriptionEvidence(sub),
    account: foundAnswer(
      anAccount({
        ...HALDEN,
        crmId: HALDEN_CRM,
        contactDomains: ['halden-mills.example', 'accounts.example'],
      }),
    ),
    invoiceOwnerAccount: foundAnswer(
      anAccount({ ...QUILLMARK, crmId: QUILLMARK_CRM, contactDomains: ['quillmark.example', 'gmail.com'] }),
    ),
  };
  return anEvidence({ ticket: foundAnswer(aTicket(ticket)), subscriptions: [one], ...changes });
}

const organisation = (
  accountType: string | null,
  salesforceId: string | null = OTHER_CRM,
  name = 'Northfold',
) => ({
  organisation: { name, salesforceId, accountType },
});
const crmAccount = (type: string | null) =>
  foundAnswer({ id: OTHER_CRM, name: 'Northfold', type, owner: { name: 'Robin', kind: 'person' } as const });
const deal = (partners: Partial<CrmOpportunity>) => ({
  id: '006',
  name: 'Renewal',
  closedOn: null,
  dealPath: null,
  resalePartner: null,
  distributor: null,
  ...partners,
});
const crm = (changes: Partial<NonNullable<Evidence['crm']>>) => ({
  crm: {
    account: gapAnswer('timeout'),
    partners: foundAnswer([]),
    opportunities: foundAnswer([]),
    ...changes,
  },
});

describe('the requester is', () => {
  it.each<[string, Evidence, string, object]>([
    [
      'a colleague by address',
      about({ requesterDomain: 'gitlab.com', ...organisation('open_partner') }),
      'internal',
      { kind: 'internal-domain', value: 'gitlab.com' },
    ],
    [
      'a colleague by the internal help desk',
      about(STRANGER, {
        accompanyingTicket: { kind: 'ticket', host: 'gitlab-internal.zendesk.com', id: '1' },
      }),
      'internal',
      { kind: 'internal-host', value: 'gitlab-internal.zendesk.com' },
    ],
    [
      'a colleague by the internal form',
      about({ ...STRANGER, formId: '22783840298780' }),
      'internal',
      { kind: 'internal-form', value: '22783840298780' },
    ],
    [
      'a reseller by the type of its account in Salesforce',
      about({ ...STRANGER, ...organisation('customer') }, { requesterAccount: crmAccount('Partner') }),
      'reseller',
      { kind: 'crm-account-type', value: 'Partner' },
    ],
    [
      'a reseller by the domain of the invoice owner',
      about({ ...STRANGER, requesterDomain: 'quillmark.example' }),
      'reseller',
      { kind: 'invoice-owner-domain', value: 'quillmark.example' },
    ],
    [
      'a reseller by the Partners list',
      about(
        { ...STRANGER, ...organisation(null) },
        crm({ partners: foundAnswer([{ accountId: OTHER_CRM, name: 'NF', role: null }]) }),
      ),
      'reseller',
      { kind: 'crm-partner', value: 'Northfold' },
    ],
    [
      'a reseller by the newest deal',
      about(
        { ...STRANGER, ...organisation(null, null) },
        crm({ opportunities: foundAnswer([deal({ resalePartner: 'NORTHFOLD.' }), deal({})]) }),
      ),
      'reseller',
      { kind: 'crm-partner', value: 'Northfold' },
    ],
    [
      'a reseller by its own word',
      about({ ...STRANGER, resoldClaim: 'reseller' }),
      'reseller',
      { kind: 'claim', value: 'reseller' },
    ],
    [
      'a reseller whose type decides although its domain is also that of the Sold-To contact',
      about(
        { requesterDomain: 'quillmark.example', ...organisation('open_partner') },
        {},
        { soldToDomain: 'quillmark.example' },
      ),
      'reseller',
      { kind: 'organisation-type', value: 'open_partner' },
    ],
    [
      'the customer by the domain of the Sold-To contact',
      about({ requesterDomain: 'halden-mills.example', organisation: null }),
      'customer',
      { kind: 'customer-domain', value: 'halden-mills.example' },
    ],
    [
      'the customer by the domain of another contact',
      about({ requesterDomain: 'accounts.example', organisation: null }),
      'customer',
      { kind: 'customer-domain', value: 'accounts.example' },
    ],
    [
      'the customer by its organisation, although that is a partner elsewhere',
      about({
        ...STRANGER,
        ...organisation('reseller', HALDEN_CRM, 'Halden Mills'),
        resoldClaim: 'reseller',
      }),
      'customer',
      { kind: 'own-account', value: 'Halden Mills' },
    ],
  ])('%s', (_, evidence, side, reason) => {
    expect(inferRequester(evidence)).toEqual({ side, reason });
  });

  it.each([
    'authorized_reseller',
    'reseller',
    'open_partner',
    'select_partner',
    'unofficial_reseller',
    'integrator',
    'Authorized Reseller',
    ' Open-Partner ',
  ])('a reseller for the organisation type "%s"', (type) => {
    expect(inferRequester(about({ ...STRANGER, ...organisation(type) }))).toEqual({
      side: 'reseller',
      reason: { kind: 'organisation-type', value: type },
    });
  });

  it.each<[string, Evidence, object]>([
    ['without a ticket', anEvidence(), { kind: 'no-ticket' }],
    [
      'when the ticket cannot be read',
      anEvidence({ ticket: gapAnswer('timeout') }),
      { kind: 'ticket-unread' },
    ],
    ['when nothing matches', about(STRANGER), { kind: 'no-signal' }],
    [
      'for a free mail address',
      about({ requesterDomain: 'gmail.com', organisation: null }, {}, { soldToDomain: 'gmail.com' }),
      { kind: 'no-signal' },
    ],
    [
      'without an address and without a Sold-To address',
      about({ requesterDomain: null, organisation: null }, {}, { soldToDomain: null }),
      { kind: 'no-signal' },
    ],
    [
      'for a domain of both parties',
      about(
        { requesterDomain: 'quillmark.example', organisation: null },
        {},
        { soldToDomain: 'quillmark.example' },
      ),
      { kind: 'shared-domain', value: 'quillmark.example' },
    ],
    [
      'when the organisation is a partner and the address the customer’s',
      about({ requesterDomain: 'halden-mills.example', ...organisation('integrator') }),
      {
        kind: 'contradiction',
        reseller: { kind: 'organisation-type', value: 'integrator' },
        customer: { kind: 'customer-domain', value: 'halden-mills.example' },
      },
    ],
    [
      'when a person of the customer claims to be a reseller',
      about({ requesterDomain: 'halden-mills.example', organisation: null, resoldClaim: 'reseller' }),
      {
        kind: 'contradiction',
        reseller: { kind: 'claim', value: 'reseller' },
        customer: { kind: 'customer-domain', value: 'halden-mills.example' },
      },
    ],
    [
      'for an alliance partner, whatever Salesforce calls it',
      about(
        { ...STRANGER, ...organisation('Alliance Partner') },
        { requesterAccount: crmAccount('Partner') },
      ),
      { kind: 'no-signal' },
    ],
    [
      'when only an older deal names the organisation',
      about(
        { ...STRANGER, ...organisation(null) },
        crm({ opportunities: foundAnswer([deal({}), deal({ distributor: 'Northfold' })]) }),
      ),
      { kind: 'no-signal' },
    ],
  ])('unknown %s', (_, evidence, reason) => {
    expect(inferRequester(evidence)).toEqual({ side: 'unknown', reason });
  });
});

describe('the requester works for the invoice owner', () => {
  it.each<[boolean | null, string, Evidence]>([
    [true, 'by its organisation', about({ ...STRANGER, ...organisation(null, QUILLMARK_CRM) })],
    [true, 'by its mail domain', about({ requesterDomain: 'quillmark.example', organisation: null })],
    [
      false,
      'or not, when its organisation is another one',
      about({ ...STRANGER, ...organisation('reseller') }),
    ],
    [null, 'or not, when only the mail domain differs', about(STRANGER)],
    [null, 'or not, with a free mail address', about({ requesterDomain: 'gmail.com', organisation: null })],
    [null, 'or not, without a ticket', anEvidence()],
    [
      null,
      'or not, when nobody else owns the invoice',
      about({ ...organisation(null) }, { subscriptions: [directSubscriptionEvidence()] }),
    ],
  ])('%s: %s', (expected, _, evidence) => {
    expect(isFromInvoiceOwner(evidence)).toBe(expected);
  });
});
