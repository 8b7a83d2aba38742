import { describe, expect, it } from 'vitest';
import type { CrmEvidence, Evidence, SubscriptionEvidence } from '../../src/domain/evidence.ts';
import { KNOWN_FACTS, type KnownFact, knownFactsOf } from '../../src/domain/known-facts.ts';
import type { CrmAccount, CrmOpportunity } from '../../src/domain/upstream-records.ts';
import {
  aCheck,
  anAccount,
  anAmbiguousEvidence,
  anEvidence,
  aTicket,
  directSubscriptionEvidence,
  foundAnswer,
  gapAnswer,
  HALDEN,
  ownOnResellerChannelEvidence,
  QUILLMARK,
  resoldSubscriptionEvidence,
  soldToAtResellerEvidence,
  unreadSubscriptionEvidence,
} from '../builders/cases.ts';
import { anUnreadCrm } from '../builders/situations.ts';

function factsOf(changes: Partial<Evidence> = {}): readonly KnownFact[] {
  const { evidence, judgements, candidates } = aCheck({ evidence: anEvidence(changes) });
  return [...knownFactsOf(evidence, judgements, candidates)];
}

function withCrm(changes: Partial<CrmEvidence>): Partial<Evidence> {
  return { crm: { ...anUnreadCrm('timeout'), ...changes } };
}

function withCrmAccount(kind: CrmAccount['owner']['kind']): Partial<Evidence> {
  const account = {
    id: '001Aa000000AbcdEAA',
    name: 'Halden Mills',
    type: null,
    owner: { name: 'Robin', kind },
  };
  return withCrm({ account: foundAnswer(account) });
}

function aDeal(changes: Partial<CrmOpportunity>): CrmOpportunity {
  const names = { resalePartner: null, distributor: null };
  return { id: '006', name: 'Deal', closedOn: null, dealPath: null, ...names, ...changes };
}

function withDeals(...deals: Partial<CrmOpportunity>[]): Partial<Evidence> {
  return withCrm({ partners: foundAnswer([]), opportunities: foundAnswer(deals.map(aDeal)) });
}

function only(...subscriptions: SubscriptionEvidence[]): Partial<Evidence> {
  return { subscriptions };
}

/** A subscription of Halden Mills that was invoiced to these accounts, one after the other. */
function invoicedTo(...owners: readonly { readonly number: string; readonly name: string | null }[]) {
  const last =
    owners.at(-1)?.number === HALDEN.number ? directSubscriptionEvidence() : resoldSubscriptionEvidence();
  const versions = owners.map(({ number, name }, index) => {
    return { version: index + 1, since: null, owner: { id: null, number, name } };
  });
  return { ...last, ownerHistory: foundAnswer(versions) };
}

const UNREAD_HISTORY = { ...directSubscriptionEvidence(), ownerHistory: gapAnswer('timeout') };
const UNREAD_SUBSCRIPTION = unreadSubscriptionEvidence('timeout');
const WITHOUT_TERMS = resoldSubscriptionEvidence({
  contents: { products: null, startsOn: null, termMonths: null, autoRenew: null },
});
const withChannel = (channel: string | null) => ({
  ...resoldSubscriptionEvidence(),
  account: foundAnswer(anAccount({ channel })),
});
const PAID_BY_PARENT = {
  ...resoldSubscriptionEvidence(),
  account: foundAnswer(anAccount({ parentId: QUILLMARK.id })),
};
const CHANNEL_OF_SIBLING = ownOnResellerChannelEvidence();
const SOLD_TO_PARTNER = soldToAtResellerEvidence();
const ENDED_RESALE = resoldSubscriptionEvidence({ endsOn: '2022-10-01', status: 'Expired' });
const OTHER_ACCOUNT = { id: 'z-mills-2', number: 'A00900002', name: 'Halden Mills AG' };
const OTHER_DIRECT = directSubscriptionEvidence({ number: 'A-S00900002', subscriptionOwner: OTHER_ACCOUNT });
const boughtOn = (marketplace: string) => resoldSubscriptionEvidence({ marketplace });
const ENDLESS = resoldSubscriptionEvidence({ endsOn: null });
const TODAY = '2022-11-22';

/** A ticket by one contact about a subscription with another; both given by their fingerprints. */
function from(requesterFingerprint: string, soldToFingerprint: string | undefined): Partial<Evidence> {
  const soldTo = soldToFingerprint === undefined ? {} : { soldToFingerprint };
  return {
    ticket: foundAnswer(aTicket({ requesterFingerprint })),
    subscriptions: [resoldSubscriptionEvidence(soldTo)],
  };
}

const QUILLMARK_CRM = '001000000000002AAA';
const OTHER_CRM = '001000000000003AAA';

/** A ticket of that organisation about a subscription that Quillmark resold. */
function fromOrganisation(salesforceId: string | null): Partial<Evidence> {
  const one = {
    ...resoldSubscriptionEvidence(),
    invoiceOwnerAccount: foundAnswer(anAccount({ ...QUILLMARK, crmId: QUILLMARK_CRM })),
  };
  const organisation = { name: 'Somebody', salesforceId, accountType: 'reseller' };
  return { ticket: foundAnswer(aTicket({ organisation })), subscriptions: [one] };
}

/** For each fact: evidence that establishes it, evidence that does not, and evidence of systems that did not answer. */
const EXAMPLES: Record<KnownFact, readonly [Partial<Evidence>, Partial<Evidence>, Partial<Evidence>]> = {
  'crm-account-found': [withCrmAccount('person'), withCrm({ account: gapAnswer('not-found') }), withCrm({})],
  'crm-account-missing': [
    withCrm({ account: gapAnswer('not-found') }),
    withCrmAccount('person'),
    withCrm({}),
  ],
  'smb-pool': [withCrmAccount('smb-pool'), withCrmAccount('person'), withCrm({})],
  'crm-lists-partner': [withDeals({}, { resalePartner: 'Quillmark' }), withDeals({}), withCrm({})],
  'crm-lists-no-partner': [
    withDeals({ dealPath: 'Direct' }),
    withDeals({ distributor: 'Northfold' }),
    withCrm({ partners: foundAnswer([]) }),
  ],
  'direct-deal-known': [withDeals({ dealPath: 'Direct' }), withDeals({ dealPath: 'Partner' }), withCrm({})],
  'web-direct-deal-known': [
    withDeals({ dealPath: 'Web Direct' }),
    withDeals({ dealPath: 'Direct' }),
    withCrm({}),
  ],
  'partner-deal-known': [
    withDeals({ dealPath: 'Partner' }, { dealPath: 'Direct' }),
    withDeals({ dealPath: 'Direct' }, { dealPath: 'Partner' }),
    withCrm({}),
  ],
  'distributor-known': [
    withDeals({ resalePartner: 'Bramblegate', distributor: QUILLMARK.name }),
    withDeals({ resalePartner: QUILLMARK.name, distributor: QUILLMARK.name }),
    withCrm({}),
  ],
  'zuora-silent': [
    only(UNREAD_SUBSCRIPTION),
    only(withChannel(null)),
    only({ ...UNREAD_SUBSCRIPTION, subscription: gapAnswer('forbidden') }),
  ],
  'zuora-field-unclear': [
    only(withChannel(null)),
    only(withChannel('Reseller')),
    only(withChannel(null), UNREAD_SUBSCRIPTION),
  ],
  'owner-is-related': [
    only(PAID_BY_PARENT),
    only(PAID_BY_PARENT, resoldSubscriptionEvidence()),
    only({ ...PAID_BY_PARENT, invoiceOwnerAccount: gapAnswer('timeout') }),
  ],
  'channel-of-sibling': [
    only(CHANNEL_OF_SIBLING, resoldSubscriptionEvidence({ number: 'A-S00900002' })),
    only(CHANNEL_OF_SIBLING),
    { ...only(CHANNEL_OF_SIBLING), siblings: gapAnswer('timeout') },
  ],
  'managed-service-open': [
    only(SOLD_TO_PARTNER),
    only(resoldSubscriptionEvidence()),
    only({ ...SOLD_TO_PARTNER, invoiceOwnerAccount: gapAnswer('timeout') }),
  ],
  'new-purchase-on-other-account': [
    anAmbiguousEvidence([HALDEN, [ENDED_RESALE]], [OTHER_ACCOUNT, [OTHER_DIRECT]]),
    anAmbiguousEvidence([HALDEN, [resoldSubscriptionEvidence()]], [OTHER_ACCOUNT, [OTHER_DIRECT]]),
    anAmbiguousEvidence([HALDEN, [ENDED_RESALE]], [OTHER_ACCOUNT, 'timeout']),
  ],
  'marketplace-aws': [
    only(boughtOn('AWS')),
    only(boughtOn('AWS'), invoicedTo(HALDEN)),
    only(UNREAD_SUBSCRIPTION),
  ],
  'marketplace-google': [only(boughtOn('GCP')), only(boughtOn('AWS')), only(UNREAD_SUBSCRIPTION)],
  'owner-history-read': [
    only(invoicedTo(HALDEN)),
    only(invoicedTo(HALDEN), UNREAD_HISTORY),
    only(UNREAD_SUBSCRIPTION),
  ],
  'no-earlier-owner': [only(invoicedTo(HALDEN)), only(invoicedTo(QUILLMARK, HALDEN)), only(UNREAD_HISTORY)],
  'owner-change-seen': [only(invoicedTo(QUILLMARK, HALDEN)), only(invoicedTo(HALDEN)), only(UNREAD_HISTORY)],
  'earlier-owner-known': [
    only(invoicedTo(QUILLMARK, HALDEN)),
    only(invoicedTo(HALDEN)),
    only(UNREAD_HISTORY),
  ],
  'plan-known': [{}, only(resoldSubscriptionEvidence(), WITHOUT_TERMS), only(UNREAD_SUBSCRIPTION)],
  'seats-known': [{}, only(WITHOUT_TERMS), only(UNREAD_SUBSCRIPTION)],
  'end-known': [{}, only(ENDLESS), only(UNREAD_SUBSCRIPTION)],
  'one-subscription': [
    { subscriptionCount: foundAnswer(3) },
    { subscriptionCount: foundAnswer(2), ...only(invoicedTo(HALDEN), invoicedTo(QUILLMARK)) },
    { subscriptionCount: gapAnswer('timeout') },
  ],
  'ended-recently': [
    only(
      resoldSubscriptionEvidence({ endsOn: '2022-10-23' }),
      resoldSubscriptionEvidence({ endsOn: '2022-01-01' }),
    ),
    only(resoldSubscriptionEvidence({ endsOn: '2022-10-22' })),
    only(UNREAD_SUBSCRIPTION),
  ],
  'ended-long-ago': [
    only(resoldSubscriptionEvidence({ endsOn: '2022-10-22' })),
    only(resoldSubscriptionEvidence({ endsOn: '2022-10-22' }), resoldSubscriptionEvidence({ endsOn: TODAY })),
    only(UNREAD_SUBSCRIPTION),
  ],
  'requester-is-sold-to': [from('ana', 'ana'), from('ana', 'ben'), from('ana', undefined)],
  'requester-is-not-sold-to': [from('ana', 'ben'), from('ana', 'ana'), from('ana', undefined)],
  'requester-is-invoice-owner': [
    fromOrganisation(QUILLMARK_CRM),
    fromOrganisation(OTHER_CRM),
    fromOrganisation(null),
  ],
  'requester-is-not-invoice-owner': [
    fromOrganisation(OTHER_CRM),
    fromOrganisation(QUILLMARK_CRM),
    fromOrganisation(null),
  ],
  'ticket-known': [{ ticket: foundAnswer(aTicket()) }, {}, { ticket: gapAnswer('timeout') }],
};

describe('the known fact', () => {
  it.each(KNOWN_FACTS)('%s is established by an answer, not by its absence', (fact) => {
    const [positive, negative, unanswered] = EXAMPLES[fact];

    expect(factsOf(positive)).toContain(fact);
    expect(factsOf(negative)).not.toContain(fact);
    expect(factsOf(unanswered)).not.toContain(fact);
  });

  it('ticket-known needs no answer when the check is about a ticket', () => {
    const subject = { kind: 'ticket', host: 'support.gitlab.com', id: '48211' } as const;

    expect(factsOf({ subject, ticket: gapAnswer('timeout') })).toContain('ticket-known');
  });

  it('owner-change-seen is not established by a subscription that still is invoiced to a reseller', () => {
    const facts = factsOf(only(invoicedTo(QUILLMARK), invoicedTo(QUILLMARK, HALDEN)));

    expect(facts).not.toContain('owner-change-seen');
    expect(factsOf(only(invoicedTo(QUILLMARK)))).toContain('earlier-owner-known');
  });

  it('direct-deal-known is not established by a deal that names a distributor', () => {
    const facts = factsOf(withDeals({ dealPath: 'Direct', distributor: 'Northfold' }));

    expect(facts).not.toContain('direct-deal-known');
    expect(facts).toContain('partner-deal-known');
  });

  it('web-direct-deal-known is not established by a deal that names a partner', () => {
    const facts = factsOf(withDeals({ dealPath: 'Web Direct', resalePartner: 'Quillmark' }));

    expect(facts).not.toContain('web-direct-deal-known');
    expect(facts).toContain('partner-deal-known');
  });

  it('seats-known is about one subscription', () => {
    const two = [resoldSubscriptionEvidence(), resoldSubscriptionEvidence({ number: 'A-S00900002' })];

    expect(factsOf(only(...two))).toContain('plan-known');
    expect(factsOf(only(...two))).not.toContain('seats-known');
  });

  it('none is established by a check without any answer', () => {
    const nothing = anEvidence({ subject: { kind: 'account', number: HALDEN.number }, subscriptions: [] });

    expect([...knownFactsOf(nothing, [])]).toEqual([]);
  });
});
