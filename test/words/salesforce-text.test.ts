import { describe, expect, it } from 'vitest';
import { plainText } from '../../src/domain/text-fragments.ts';
import { salesforceText, slackPointerText } from '../../src/words/salesforce-text.ts';
import { aHandoffFacts, aHandoffInput, aHandoffSubscription, SUBMITTED_AT } from '../builders/handoffs.ts';

const ADDRESSES = {
  ticket: 'https://t.example/48211',
  account: 'https://c.example/001',
  opportunity: 'https://c.example/006',
};

function textFor(owner: ReturnType<typeof aHandoffFacts>['accountOwner']) {
  const content = { facts: aHandoffFacts({ accountOwner: owner }), input: aHandoffInput() };
  const { text, instructions, ...rest } = salesforceText(content, ADDRESSES, SUBMITTED_AT);
  return { ...rest, instructions: plainText(instructions), lines: plainText(text).split('\n') };
}

describe('the text for Salesforce', () => {
  it('contains everything that Sales needs, for the account owner in Chatter', () => {
    const { kind, fields, instructions, lines } = textFor({ name: 'Robin Vale', kind: 'person' });

    expect([kind, fields]).toEqual(['chatter', []]);
    expect(instructions).toContain('mention Robin Vale');
    expect(lines).toEqual([
      'Hello Robin Vale,',
      'Halden Mills wants to renew directly.',
      'The customer first bought through a reseller.',
      'Bought through Quillmark Resale Ltd (reseller), runs until 2023-02-01; the invoice owner is Tessel Distribution (distributor).',
      'A-S00900001: Reseller · Active · 12-month term · ends 2023-02-01 (in 71 days, as of 2022-11-22)',
      'Plan: Premium',
      'Seats: 25',
      'Written request to leave the partner: yes, in ticket #48211, message of 12 March',
      'Request: Please call them this week.',
      'The customer was told: That Sales gets in touch.',
      'Please get in touch with the customer. We expect an answer within 24 hours, not counting weekends and holidays.',
      'Ticket: https://t.example/48211',
      'Account: https://c.example/001',
      'Newest deal: Halden Mills 2022 https://c.example/006',
      'Zuora account: A00900001',
      expect.stringMatching(/^Systems checked: /),
    ]);
  });

  it.each([
    [{ distributor: null }, 'Bought through Quillmark Resale Ltd (reseller), runs until 2023-02-01.'],
    [{ reseller: null, distributor: null, subscriptions: [] }, 'The systems do not name the reseller.'],
    [
      {
        distributor: null,
        subscriptions: [aHandoffSubscription({ verdict: 'transition-pending' })],
      },
      'Bought through Quillmark Resale Ltd (reseller), no longer the invoice owner.',
    ],
    [
      {
        distributor: null,
        firstBoughtFromReseller: false,
        subscriptions: [aHandoffSubscription({ verdict: 'msp' })],
      },
      'Bought through Quillmark Resale Ltd (managed service provider), runs until 2023-02-01.',
    ],
    [
      { reseller: null },
      'The invoice owner is Tessel Distribution. Salesforce does not say whether that is a reseller or a distributor.',
    ],
  ])('contains no more about %j than is known', (changes, said) => {
    const content = { facts: aHandoffFacts(changes), input: aHandoffInput() };

    expect(plainText(salesforceText(content, ADDRESSES, SUBMITTED_AT).text).split('\n')).toContain(said);
  });

  it('is a Case for the SMB pool, whose Chatter nobody reads', () => {
    const { kind, fields, instructions, lines } = textFor({ name: 'EMEA SMB Sales User', kind: 'smb-pool' });

    expect(kind).toBe('case');
    expect(instructions).toContain('does not read Chatter');
    expect(fields.map(({ name, value }) => `${name}: ${value}`)).toEqual([
      'Record type: SMB Sales Case',
      'Type: Inbound Request',
      'Priority: High',
      'Subject: Support Ticket',
      expect.stringMatching(/^Contact: /),
      expect.stringMatching(/^Description: /),
    ]);
    expect(lines[0]).toBe('Halden Mills wants to renew directly.');
  });

  it('says whom to mention when the owner is no person or unknown', () => {
    expect(textFor({ name: 'Queue', kind: 'other' }).instructions).toContain('segment and territory');
    expect(textFor(null).instructions).toContain('Find the account owner');
    expect(textFor(null).lines[0]).toBe('Hello,');
  });

  it('has a line for Slack that links the formal handoff', () => {
    const content = { facts: aHandoffFacts(), input: aHandoffInput() };

    expect(plainText(slackPointerText(content, 'https://c.example/post'))).toBe(
      'Support asks for help with Halden Mills (A-S00900001). Please answer there: https://c.example/post',
    );
    expect(plainText(slackPointerText(content, null))).toContain('the post on the account in Salesforce');
  });
});
