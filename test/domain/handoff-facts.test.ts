import { describe, expect, it } from '@jest/globals';
import { factsOf, handoffStep, idsOf, regionOf } from '../../src/domain/handoff-facts.ts';
import { judgeEvidence } from '../../src/usecases/judge-evidence.ts';
import {
  aCase,
  aCheck,
  aScenario,
  aTicket,
  direct,
  found,
  gap,
  HALDEN,
  QUILLMARK,
  resold,
  someEvidence,
} from '../slack/cases.ts';
import { someHandoffFacts } from '../slack/handoffs.ts';

const CRM = { partners: gap('not-configured'), opportunities: gap('not-configured') };

describe('what a handoff says of a case', () => {
  it('is who bought through whom, of what, until when', () => {
    expect(factsOf(aCheck({ topic: 'direct-renewal' }))).toMatchObject({
      topic: 'direct-renewal',
      customer: 'Halden Mills',
      reseller: 'Quillmark Resale Ltd',
      distributor: null,
      firstReseller: true,
      subscriptions: [{ number: 'A-S00900001', verdict: 'reseller', status: 'Active', endsOn: '2027-02-01' }],
      account: 'A00900001',
      checkedAt: '2022-11-22T14:02:00.000Z',
    });
  });

  it('calls nobody the reseller where only Salesforce knows whether it is a distributor', () => {
    const crm = { account: gap('timeout'), partners: gap('timeout'), opportunities: gap('timeout') };

    expect(factsOf(aCheck({ evidence: someEvidence({ crm }) }))).toMatchObject({
      reseller: null,
      distributor: 'Quillmark Resale Ltd',
      firstReseller: true,
    });
  });

  it('names no reseller where there was none', () => {
    const facts = factsOf(aCheck({ evidence: someEvidence({ subscriptions: [direct()] }) }));

    expect(facts).toMatchObject({ reseller: null, distributor: null, firstReseller: false });
  });

  it('says so when the reseller is out of it by now, and names it', () => {
    const before = { id: QUILLMARK.id, number: QUILLMARK.number, name: QUILLMARK.name };
    const moved = {
      ...direct(),
      ownerHistory: found([
        { version: 1, since: '2021-02-01', owner: before },
        {
          version: 2,
          since: '2022-02-01',
          owner: { id: HALDEN.id, number: HALDEN.number, name: HALDEN.name },
        },
      ]),
    };
    const facts = factsOf(aCheck({ evidence: someEvidence({ subscriptions: [moved] }) }));

    expect(facts.firstReseller).toBe(true);
    expect(facts.reseller).toBe('Quillmark Resale Ltd');
    expect(facts.subscriptions[0]?.verdict).toBe('transition-complete');
  });

  it('holds every subscription of the account', () => {
    const other = resold({ number: 'A-S00900002', id: 'z-sub-2', status: 'Expired' });
    const facts = factsOf(aCheck({ evidence: someEvidence({ subscriptions: [resold(), other] }) }));

    expect(facts.subscriptions.map(({ number, status }) => `${number} ${status}`)).toEqual([
      'A-S00900001 Active',
      'A-S00900002 Expired',
    ]);
  });

  it('holds nothing that no system has told', () => {
    const silent = { ...resold(), subscription: gap('timeout'), account: gap('timeout') };
    const facts = factsOf(aCheck({ evidence: someEvidence({ subscriptions: [silent] }) }));

    expect(facts).toMatchObject({ customer: null, reseller: null, account: null, crmId: null, owner: null });
  });

  it('takes the ticket from the help desk, or from what was asked for', () => {
    const asked = { kind: 'ticket', host: 'support.gitlab.com', id: '7' } as const;

    expect(factsOf(aCheck({ evidence: someEvidence({ ticket: found(aTicket()) }) })).ticket).toEqual({
      host: 'support.gitlab.com',
      id: '48211',
    });
    expect(
      factsOf(aCheck({ evidence: someEvidence({ subject: asked, ticket: gap('timeout') }) })).ticket,
    ).toEqual({
      host: 'support.gitlab.com',
      id: '7',
    });
    expect(factsOf(aCheck()).ticket).toBeNull();
  });

  it('takes owner and id from Salesforce', () => {
    const account = {
      id: '001Aa000000AbcdEAA',
      name: 'Halden Mills',
      owner: { name: 'EMEA SMB Pool', kind: 'smb-pool' },
    } as const;
    const crm = { ...CRM, account: found(account) };

    expect(factsOf(aCheck({ evidence: someEvidence({ crm }) }))).toMatchObject({
      crmId: '001Aa000000AbcdEAA',
      owner: { name: 'EMEA SMB Pool', kind: 'smb-pool' },
    });
  });
});

describe('texts about a case may name', () => {
  it('its own numbers and ids', () => {
    expect(idsOf(someHandoffFacts())).toEqual(['A-S00900001', 'A00900001', '001Aa000000AbcdEAA', '#48211']);
  });

  it('nothing that is not known', () => {
    expect(idsOf(someHandoffFacts({ account: null, crmId: null, ticket: null }))).toEqual(['A-S00900001']);
  });
});

describe('the region of a case', () => {
  it('is what the organisation of the ticket says, as it is written there', () => {
    const organisation = {
      name: 'Halden Mills',
      salesforceId: null,
      accountType: 'customer',
      region: 'EMEA',
    };
    const ticket = found(aTicket({ organisation }));

    expect(regionOf(aCheck({ evidence: someEvidence({ ticket }) }))).toBe('EMEA');
  });

  it('is nobody knows what without a ticket or an organisation', () => {
    expect(regionOf(aCheck())).toBeNull();
    const ticket = found(aTicket({ organisation: null }));
    expect(regionOf(aCheck({ evidence: someEvidence({ ticket }) }))).toBeNull();
  });
});

describe('the step by which a case goes to Sales', () => {
  it('is there in the workflow of a direct renewal, and not in every workflow', () => {
    const judged = judgeEvidence(someEvidence(), {
      at: new Date('2022-11-22T14:02:00.000Z'),
      lookedAt: new Date('2022-11-22T14:02:00.000Z'),
      by: 'U0ANA',
      because: 'asked',
      policy: 'seed',
      told: { topic: 'direct-renewal' },
    });

    expect(handoffStep(aCase(judged))?.id).toBe('ask-sales-direct');
    expect(handoffStep(aCase(aCheck({ scenario: aScenario() })))).toBeNull();
  });

  it('is that of the latest check', () => {
    const hands = aScenario({ steps: [{ id: 'ask-sales', text: 'Ask Sales.', handsOff: true }] });

    expect(handoffStep(aCase(aCheck({ scenario: hands }), aCheck()))).toBeNull();
    expect(handoffStep(aCase(aCheck(), aCheck({ scenario: hands })))?.id).toBe('ask-sales');
  });
});
