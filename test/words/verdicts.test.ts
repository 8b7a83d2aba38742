import { describe, expect, it } from '@jest/globals';
import { slotsOf, slotsOfOne } from '../../src/domain/case-slots.ts';
import type { CrmEvidence, Evidence } from '../../src/domain/evidence.ts';
import { fill, plainText, slotsIn } from '../../src/domain/text.ts';
import type { Judgement } from '../../src/domain/verdict.ts';
import { VERDICTS } from '../../src/domain/verdict.ts';
import { OUTCOMES } from '../../src/domain/whole-verdict.ts';
import { decidedBy, VERDICT_TITLES, wholeDecidedBy } from '../../src/words/verdicts.ts';
import {
  aCheck,
  anAccount,
  aTicket,
  direct,
  found,
  gap,
  HALDEN,
  QUILLMARK,
  resold,
  someEvidence,
} from '../slack/cases.ts';

function whole(changes: Partial<Evidence>): string {
  const check = aCheck({ evidence: someEvidence(changes) });
  const slots = slotsOf(check);
  return plainText(fill(wholeDecidedBy(check, slots), slots));
}

/** Of the usual resold subscription, judged as if these were so. */
function one(changes: Partial<Judgement>, crm: CrmEvidence | null = null): string {
  const [usual] = aCheck().judgements;
  if (!usual) throw new Error('the sample check has a judgement');
  const judgement = { ...usual, ...changes };
  const slots = slotsOfOne(judgement, crm);
  return plainText(fill(decidedBy(judgement, slots), slots));
}

describe('a title', () => {
  it.each([...VERDICTS, ...OUTCOMES])('of %s fits beside a number and is its own', (verdict) => {
    const title = VERDICT_TITLES[verdict];

    expect(title.length).toBeLessThanOrEqual(40);
    expect(Object.values(VERDICT_TITLES).filter((other) => other === title)).toHaveLength(1);
  });
});

describe('what decided one subscription', () => {
  it.each(VERDICTS)('fills without a gap for %s', (verdict) => {
    expect(slotsIn(one({ verdict }))).toEqual([]);
  });

  it('quotes owner and channel of a reseller', () => {
    expect(one({})).toBe('Decided by Zuora: the invoice goes to Quillmark Resale Ltd, channel "Reseller".');
  });

  it('names the reseller behind a distributor', () => {
    const deal = { id: '006', name: 'Deal', closedOn: null, dealPath: null };
    const crm: CrmEvidence = {
      account: gap('timeout'),
      partners: gap('timeout'),
      opportunities: found([{ ...deal, resalePartner: 'Bramblegate Partners', distributor: QUILLMARK.name }]),
    };

    expect(one({}, crm)).toContain(
      'Salesforce names Bramblegate Partners (through distributor Quillmark Resale Ltd).',
    );
  });

  it.each([
    [0, 'today'],
    [1, '1 day ago'],
    [12, '12 days ago'],
  ])('says since when an ended one is over: %i days', (endedDaysAgo, ago) => {
    expect(one({ endsOn: '2022-11-10', endedDaysAgo })).toContain(
      `It ended on 2022-11-10 (${ago}) and still counts as resold.`,
    );
    expect(one({ verdict: 'former-reseller', endsOn: '2022-11-10', endedDaysAgo })).toMatch(/\)\.$/);
  });

  it('says that earlier owners could not be read before anybody trusts "direct"', () => {
    const own = { verdict: 'direct', owner: 'customer', channelValue: 'Non-Reseller' } as const;

    expect(one({ ...own, history: 'unknown' })).toContain('a past reseller is possible');
    expect(one({ ...own, history: 'always-own' })).not.toContain('past reseller');
  });

  it('tells the two kinds of conflict apart', () => {
    expect(one({ verdict: 'conflict', channelValue: 'Non-Reseller' })).toBe(
      'Zuora contradicts itself: the invoice goes to Quillmark Resale Ltd, but the channel reads "Non-Reseller".',
    );
    expect(one({ verdict: 'conflict', owner: 'family' })).toContain(
      'parent or child account of Halden Mills',
    );
  });

  it('tells why the login has to wait when a customer is going direct', () => {
    const pending = { verdict: 'transition-pending', earlierOwner: null } as const;

    expect(one({ ...pending, owner: 'customer', invoiceOwner: HALDEN })).toContain('still reads "Reseller"');
    expect(one({ ...pending, owner: 'blank', invoiceOwner: null })).toContain('no invoice owner is set');
  });

  it('names who sold before, or says that it was somebody else', () => {
    const complete = { verdict: 'transition-complete', channelValue: 'Non-Reseller' } as const;

    expect(one({ ...complete, earlierOwner: 'Quillmark' })).toContain('before, it went to Quillmark.');
    expect(one({ ...complete, earlierOwner: null })).toContain('before, it went to somebody else.');
  });

  it('says who told us of an alliance partner', () => {
    const ibm = { ...QUILLMARK, name: 'IBM Corporation' };

    expect(one({ verdict: 'alliance', invoiceOwner: ibm })).toMatch(/^Decided by Zuora.*IBM Corporation/);
    expect(one({ verdict: 'alliance' })).toMatch(/^Decided by Zendesk/);
  });

  it.each([
    [{ about: 'channel', why: 'timeout' }, 'The channel could not be read: Zuora did not answer in time.'],
    [{ about: 'invoice owner', why: 'blank' }, 'The invoice owner is blank in Zuora.'],
    [{ about: 'channel', why: 'no-field' }, 'Zuora shows no channel field on the account'],
    [{ about: 'invoice owner account', why: 'forbidden' }, 'does not let the bot read this'],
  ] as const)('says which question had no answer, and why: %j', (obstacle, said) => {
    const sentence = one({ verdict: 'unknown', obstacle });

    expect(sentence).toContain(said);
    expect(sentence).toContain('So nobody should be told "direct".');
  });

  it('shows a channel value that has no agreed meaning', () => {
    const obstacle = { about: 'channel', why: 'other-value' } as const;

    expect(one({ verdict: 'unknown', channelValue: 'Hybrid', obstacle })).toContain('reads "Hybrid"');
  });
});

describe('what decided a whole check', () => {
  it('is what decided its only subscription', () => {
    expect(whole({})).toMatch(/^Decided by Zuora: the invoice goes to Quillmark/);
  });

  it('says when several agree', () => {
    expect(whole({ subscriptions: [resold(), resold({ number: 'A-S00900002' })] })).toMatch(
      /^All 2 subscriptions agree\. Decided by Zuora/,
    );
  });

  it('counts the verdicts of a mixed account', () => {
    expect(whole({ subscriptions: [resold(), direct({ number: 'A-S00900002' })] })).toBe(
      'The subscriptions of this account differ: 1 × Reseller, 1 × Direct.',
    );
  });

  it('counts the accounts that fit, and chooses none', () => {
    const subject = { kind: 'email', masked: 'i…@pallas.example', fingerprint: 'f' } as const;

    expect(whole({ subject, accounts: found([HALDEN, QUILLMARK]), subscriptions: [] })).toBe(
      '2 Zuora accounts belong to that e-mail address. None is chosen until you choose.',
    );
  });

  it.each([
    [{ ticket: gap('timeout') }, 'The ticket could not be read: Zendesk did not answer in time.'],
    [{ accounts: gap('auth') }, "The account could not be read: Zuora refused the bot's login"],
    [
      { accounts: found([HALDEN]), listing: gap('throttled') },
      'The subscriptions could not be read: Zuora was asked too often',
    ],
  ])('names the system that kept silent: %j', (changes, said) => {
    const sentence = whole({ subscriptions: [], ...changes });

    expect(sentence).toContain(said);
    expect(sentence).toContain('So nobody should be told "direct".');
  });

  it('does not speak for subscriptions that could not be listed', () => {
    const sentence = whole({ listing: gap('timeout') });

    expect(sentence).toContain('other subscriptions of the account are missing here');
    expect(sentence).not.toContain('Decided by');
  });

  it('says what the system has no record of', () => {
    const ticket = { kind: 'ticket', host: 'support.gitlab.com', id: '48211' } as const;
    const absent = gap('not-found');
    const missing = { ...resold(), subscription: absent, account: absent, invoiceOwnerAccount: null };

    const said = [
      whole({ subject: ticket, ticket: absent, subscriptions: [] }),
      whole({ subject: ticket, ticket: found(aTicket()), subscriptions: [] }),
      whole({ subject: ticket, ticket: found(aTicket()), accounts: absent, subscriptions: [] }),
      whole({ subscriptions: [missing] }),
      whole({ ticket: absent, subscriptions: [missing] }),
      whole({ accounts: found([HALDEN]), listing: found(0), subscriptions: [] }),
      whole({
        subject: { kind: 'account', number: 'A00900009' },
        accounts: absent,
        listing: found(0),
        subscriptions: [],
      }),
    ];

    expect(said).toEqual([
      'Zendesk answered: there is no ticket #48211, or the bot may not see it. It may have been deleted.',
      '#48211 names no subscription, and its organisation leads to no account.',
      "Zuora answered: no account belongs to the ticket's organisation.",
      'Zuora answered: there is no subscription A-S00900001.',
      'Zuora answered: there is no subscription A-S00900001.',
      'Zuora answered: A00900001 has no subscription.',
      'Zuora answered: there is no account with that number.',
    ]);
  });

  it('calls a marketplace by its name, never a reseller', () => {
    const amazon = { ...QUILLMARK, name: 'Amazon Web Services, Inc.' };
    const bought = { ...resold({ invoiceOwner: amazon }), invoiceOwnerAccount: found(anAccount(amazon)) };

    const sentence = whole({ subscriptions: [bought] });

    expect(sentence).toContain('bought through Amazon Web Services, Inc.');
    expect(sentence).not.toMatch(/reseller/i);
  });
});
