import { describe, expect, it } from 'vitest';
import type { SubscriptionEvidence } from '../../src/domain/evidence.ts';
import { findHandoffStep, handoffFactsOf, ownIdsOf, salesRegionOf } from '../../src/domain/handoff-facts.ts';
import { judgeEvidence } from '../../src/usecases/judge-evidence.ts';
import {
  aCase,
  aCheck,
  anEvidence,
  aScenario,
  aTicket,
  directSubscriptionEvidence,
  foundAnswer,
  gapAnswer,
  HALDEN,
  QUILLMARK,
  resoldSubscriptionEvidence,
} from '../builders/cases.ts';
import { aHandoffFacts } from '../builders/handoffs.ts';
import { anUnreadCrm } from '../builders/situations.ts';

const CRM = { partners: gapAnswer('not-configured'), opportunities: gapAnswer('not-configured') };

describe('the facts of a handoff', () => {
  it('name customer, reseller, subscriptions and end dates', () => {
    expect(handoffFactsOf(aCheck({ topic: 'direct-renewal' }))).toMatchObject({
      topic: 'direct-renewal',
      customer: 'Halden Mills',
      reseller: 'Quillmark Resale Ltd',
      distributor: null,
      firstBoughtFromReseller: true,
      subscriptions: [{ number: 'A-S00900001', verdict: 'reseller', status: 'Active', endsOn: '2027-02-01' }],
      accountNumber: 'A00900001',
      checkedAt: '2022-11-22T14:02:00.000Z',
    });
  });

  it('name no reseller when Salesforce could not show whether it is a distributor', () => {
    const evidence = anEvidence({ crm: anUnreadCrm('timeout') });

    expect(handoffFactsOf(aCheck({ evidence }))).toMatchObject({
      reseller: null,
      distributor: 'Quillmark Resale Ltd',
      firstBoughtFromReseller: true,
    });
  });

  it('name no reseller for a direct customer', () => {
    const facts = handoffFactsOf(
      aCheck({ evidence: anEvidence({ subscriptions: [directSubscriptionEvidence()] }) }),
    );

    expect(facts).toMatchObject({ reseller: null, distributor: null, firstBoughtFromReseller: false });
  });

  it('name the former reseller after a transition', () => {
    const before = { id: QUILLMARK.id, number: QUILLMARK.number, name: QUILLMARK.name };
    const moved = {
      ...directSubscriptionEvidence(),
      ownerHistory: foundAnswer([
        { version: 1, since: '2021-02-01', owner: before },
        {
          version: 2,
          since: '2022-02-01',
          owner: { id: HALDEN.id, number: HALDEN.number, name: HALDEN.name },
        },
      ]),
    };
    const facts = handoffFactsOf(aCheck({ evidence: anEvidence({ subscriptions: [moved] }) }));

    expect(facts.firstBoughtFromReseller).toBe(true);
    expect(facts.reseller).toBe('Quillmark Resale Ltd');
    expect(facts.subscriptions[0]?.verdict).toBe('transition-complete');
  });

  it('say that a reseller may have sold first when the earlier invoice owners of a direct customer were not read', () => {
    const factsOf = (ownerHistory: SubscriptionEvidence['ownerHistory']) =>
      handoffFactsOf(
        aCheck({
          topic: 'change-subscription',
          evidence: anEvidence({ subscriptions: [{ ...directSubscriptionEvidence(), ownerHistory }] }),
        }),
      );
    const unread = factsOf(gapAnswer('timeout'));

    expect(unread).toMatchObject({ firstBoughtFromReseller: false, isFirstPurchaseUnknown: true });
    expect(unread.subscriptions[0]?.verdict).toBe('direct');
    expect(factsOf(directSubscriptionEvidence().ownerHistory).isFirstPurchaseUnknown).toBe(false);
  });

  it('include every subscription of the account', () => {
    const other = resoldSubscriptionEvidence({ number: 'A-S00900002', id: 'z-sub-2', status: 'Expired' });
    const facts = handoffFactsOf(
      aCheck({ evidence: anEvidence({ subscriptions: [resoldSubscriptionEvidence(), other] }) }),
    );

    expect(facts.subscriptions.map(({ number, status }) => `${number} ${status}`)).toEqual([
      'A-S00900001 Active',
      'A-S00900002 Expired',
    ]);
  });

  it('are empty without evidence', () => {
    const silent = {
      ...resoldSubscriptionEvidence(),
      subscription: gapAnswer('timeout'),
      account: gapAnswer('timeout'),
    };
    const facts = handoffFactsOf(aCheck({ evidence: anEvidence({ subscriptions: [silent] }) }));

    expect(facts).toMatchObject({
      customer: null,
      reseller: null,
      accountNumber: null,
      crmId: null,
      accountOwner: null,
    });
  });

  it('take the ticket from Zendesk or from the request', () => {
    const asked = { kind: 'ticket', host: 'support.gitlab.com', id: '7' } as const;

    expect(
      handoffFactsOf(aCheck({ evidence: anEvidence({ ticket: foundAnswer(aTicket()) }) })).ticket,
    ).toEqual({
      host: 'support.gitlab.com',
      id: '48211',
    });
    expect(
      handoffFactsOf(aCheck({ evidence: anEvidence({ subject: asked, ticket: gapAnswer('timeout') }) }))
        .ticket,
    ).toEqual({
      host: 'support.gitlab.com',
      id: '7',
    });
    expect(handoffFactsOf(aCheck()).ticket).toBeNull();
  });

  it('take account owner and id from Salesforce', () => {
    const account = {
      id: '001Aa000000AbcdEAA',
      name: 'Halden Mills',
      type: 'Customer',
      owner: { name: 'EMEA SMB Pool', kind: 'smb-pool' },
    } as const;
    const crm = { ...CRM, account: foundAnswer(account) };

    expect(handoffFactsOf(aCheck({ evidence: anEvidence({ crm }) }))).toMatchObject({
      crmId: '001Aa000000AbcdEAA',
      accountOwner: { name: 'EMEA SMB Pool', kind: 'smb-pool' },
    });
  });
});

describe('the ids that texts about a case may contain', () => {
  it('are the numbers and ids of the case', () => {
    expect(ownIdsOf(aHandoffFacts(), null)).toEqual([
      'A-S00900001',
      'A00900001',
      '001Aa000000AbcdEAA',
      '#48211',
    ]);
    const entered = { host: 'support.gitlab.com', id: '7' };
    expect(ownIdsOf(aHandoffFacts({ ticket: null }), entered)).toContain('#7');
  });

  it('omit unknown ids', () => {
    expect(ownIdsOf(aHandoffFacts({ accountNumber: null, crmId: null, ticket: null }), null)).toEqual([
      'A-S00900001',
    ]);
  });
});

describe('the sales region of a case', () => {
  it('is the region of the ticket organisation, as written in Zendesk', () => {
    const organisation = {
      name: 'Halden Mills',
      salesforceId: null,
      accountType: 'customer',
      region: 'EMEA',
    };
    const ticket = foundAnswer(aTicket({ organisation }));

    expect(salesRegionOf(aCheck({ evidence: anEvidence({ ticket }) }))).toBe('EMEA');
  });

  it('is the region of the Salesforce account, the same for a ticket and a number', () => {
    const account = {
      id: '001Aa000000AbcdEAA',
      name: 'Halden Mills',
      type: 'Customer',
      owner: { name: 'Robin Vale', kind: 'person' },
      region: 'AMER',
    } as const;
    const crm = { ...CRM, account: foundAnswer(account) };
    const organisation = {
      name: 'Halden Mills',
      salesforceId: null,
      accountType: 'customer',
      region: 'EMEA',
    };
    const ticket = foundAnswer(aTicket({ organisation }));

    expect(salesRegionOf(aCheck({ evidence: anEvidence({ crm }) }))).toBe('AMER');
    expect(salesRegionOf(aCheck({ evidence: anEvidence({ crm, ticket }) }))).toBe('AMER');
  });

  it('is null without a ticket or an organisation', () => {
    expect(salesRegionOf(aCheck())).toBeNull();
    const ticket = foundAnswer(aTicket({ organisation: null }));
    expect(salesRegionOf(aCheck({ evidence: anEvidence({ ticket }) }))).toBeNull();
  });
});

describe('the handoff step', () => {
  it('exists in the scenario of a direct renewal, but not in every scenario', () => {
    const judged = judgeEvidence(anEvidence(), {
      at: new Date('2022-11-22T14:02:00.000Z'),
      lookedAt: new Date('2022-11-22T14:02:00.000Z'),
      by: 'U0ANA',
      trigger: 'requested',
      policy: 'seed',
      manualFacts: { topic: 'direct-renewal' },
    });

    expect(findHandoffStep(aCase(judged))?.id).toBe('ask-sales-direct');
    expect(findHandoffStep(aCase(aCheck({ scenario: aScenario() })))).toBeNull();
  });

  it('belongs to the latest check', () => {
    const hands = aScenario({ steps: [{ id: 'ask-sales', text: 'Ask Sales.', startsHandoff: true }] });

    expect(findHandoffStep(aCase(aCheck({ scenario: hands }), aCheck()))).toBeNull();
    expect(findHandoffStep(aCase(aCheck(), aCheck({ scenario: hands })))?.id).toBe('ask-sales');
  });
});
