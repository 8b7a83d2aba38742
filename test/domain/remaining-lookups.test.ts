import { describe, expect, it } from 'vitest';
import type { Evidence } from '../../src/domain/evidence.ts';
import { type RemainingLookup, remainingLookups } from '../../src/domain/remaining-lookups.ts';
import { anEvidence, aTicket, foundAnswer, gapAnswer, HALDEN } from '../builders/cases.ts';

const ABSENT = gapAnswer('not-found');
const CRM_ID = '001Aa000000AbcdEAA';
const ticketSubject = { kind: 'ticket', host: 'support.gitlab.com', id: '48211' } as const;
const email = (masked: string) => ({ kind: 'email', masked, fingerprint: 'f' }) as const;

describe('the remaining lookups', () => {
  it.each<[string, Partial<Evidence>, RemainingLookup[]]>([
    [
      'a subscription number',
      { subject: { kind: 'subscription', number: 'A-S00900001' } },
      [
        { kind: 'customersdot', query: 'A-S00900001' },
        { kind: 'salesforce', crmId: null },
      ],
    ],
    [
      'a subscription number beside a ticket',
      { subject: { kind: 'subscription', number: 'A-S00900001' }, ticket: foundAnswer(aTicket()) },
      [
        { kind: 'customersdot', query: 'A-S00900001' },
        { kind: 'mail-domain', domain: 'halden-mills.example' },
        { kind: 'salesforce', crmId: null },
      ],
    ],
    [
      'an address, which is not stored',
      { subject: email('i…@halden-mills.example'), accounts: ABSENT },
      [
        { kind: 'customersdot', query: null },
        { kind: 'mail-domain', domain: 'halden-mills.example' },
        { kind: 'salesforce', crmId: null },
      ],
    ],
    [
      'an address of a free mail provider',
      { subject: email('i…@gmail.com'), accounts: ABSENT },
      [
        { kind: 'customersdot', query: null },
        { kind: 'salesforce', crmId: null },
      ],
    ],
    [
      'an account without subscriptions',
      { subject: { kind: 'zuora-account', id: '8a80' }, accounts: foundAnswer([HALDEN]) },
      [
        { kind: 'customersdot', query: HALDEN.number },
        { kind: 'salesforce', crmId: null },
      ],
    ],
    [
      'a Salesforce id',
      { subject: { kind: 'crm-account', id: CRM_ID }, accounts: ABSENT },
      [{ kind: 'salesforce', crmId: CRM_ID }],
    ],
    [
      'a ticket with an organisation',
      {
        subject: ticketSubject,
        ticket: foundAnswer(
          aTicket({
            requesterDomain: 'gmail.com',
            organisation: { name: 'Halden', salesforceId: CRM_ID, accountType: null },
          }),
        ),
        accounts: ABSENT,
      },
      [{ kind: 'salesforce', crmId: CRM_ID }],
    ],
    ['a ticket that does not exist', { subject: ticketSubject, ticket: ABSENT }, []],
  ])('for %s', (_, changes, expected) => {
    expect(remainingLookups(anEvidence({ subscriptions: [], ...changes }))).toEqual(expected);
  });

  it('never include a search for an invalid mail domain', () => {
    const ticket = foundAnswer(aTicket({ requesterDomain: 'ines@halden-mills.example' }));

    expect(JSON.stringify(remainingLookups(anEvidence({ ticket })))).not.toContain('halden');
  });
});
