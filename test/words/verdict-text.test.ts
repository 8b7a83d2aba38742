import { describe, expect, it } from 'vitest';
import type { CrmEvidence, Evidence } from '../../src/domain/evidence.ts';
import { OVERALL_ONLY_VERDICTS } from '../../src/domain/overall-verdict.ts';
import { placeholderValuesOf, subscriptionPlaceholderValues } from '../../src/domain/placeholder-values.ts';
import { fillTemplate, plainText } from '../../src/domain/text-fragments.ts';
import type { Judgement } from '../../src/domain/verdict.ts';
import { VERDICTS } from '../../src/domain/verdict.ts';
import {
  overallVerdictReasonTemplate,
  VERDICT_MARKS,
  VERDICT_TITLES,
  verdictReasonTemplate,
} from '../../src/words/verdict-text.ts';
import {
  aCheck,
  anAccount,
  anEvidence,
  aTicket,
  directSubscriptionEvidence,
  foundAnswer,
  gapAnswer,
  HALDEN,
  ownOnResellerChannelEvidence,
  QUILLMARK,
  resoldSubscriptionEvidence,
} from '../builders/cases.ts';
import { placeholdersIn } from '../builders/policy.ts';

function overallSentence(changes: Partial<Evidence>): string {
  const check = aCheck({ evidence: anEvidence(changes) });
  const slots = placeholderValuesOf(check);
  return plainText(fillTemplate(overallVerdictReasonTemplate(check, slots), slots));
}

/** Of the usual resold subscription, judged as if these were so. */
function subscriptionSentence(changes: Partial<Judgement>, crm: CrmEvidence | null = null): string {
  const [usual] = aCheck().judgements;
  if (!usual) throw new Error('the sample check has a judgement');
  const judgement = { ...usual, ...changes };
  const slots = subscriptionPlaceholderValues(judgement, crm);
  return plainText(fillTemplate(verdictReasonTemplate(judgement, slots), slots));
}

describe('a title', () => {
  it.each([...VERDICTS, ...OVERALL_ONLY_VERDICTS])('of %s fits next to a number and is unique', (verdict) => {
    const title = VERDICT_TITLES[verdict];

    expect(title.length).toBeLessThanOrEqual(40);
    expect(Object.values(VERDICT_TITLES).filter((other) => other === title)).toHaveLength(1);
  });

  it('is unique without its mark, and each mark is unique', () => {
    const words = Object.values(VERDICT_TITLES).map((title) => title.replace(/[^a-z]/gi, '').toLowerCase());
    const marks = Object.values(VERDICT_MARKS);

    expect(new Set(words).size).toBe(words.length);
    expect(new Set(marks).size).toBe(marks.length);
    expect(words.every((word) => word !== '')).toBe(true);
    expect(VERDICT_TITLES.unknown).not.toMatch(/direct/i);
  });
});

describe("the reason for one subscription's verdict", () => {
  it.each(VERDICTS)('is complete for %s', (verdict) => {
    expect(placeholdersIn(subscriptionSentence({ verdict }))).toEqual([]);
  });

  it('contains owner and channel of a reseller', () => {
    expect(subscriptionSentence({})).toBe('Zuora: invoice owner Quillmark Resale Ltd, channel "Reseller".');
  });

  it('names the reseller behind a distributor', () => {
    const deal = { id: '006', name: 'Deal', closedOn: null, dealPath: null };
    const crm: CrmEvidence = {
      account: gapAnswer('timeout'),
      partners: gapAnswer('timeout'),
      opportunities: foundAnswer([
        { ...deal, resalePartner: 'Bramblegate Partners', distributor: QUILLMARK.name },
      ]),
    };

    expect(subscriptionSentence({}, crm)).toContain(
      'Salesforce lists Bramblegate Partners (through distributor Quillmark Resale Ltd) as the reseller.',
    );
  });

  it.each([
    [0, 'today'],
    [1, '1 day ago'],
    [12, '12 days ago'],
  ])('says since when a subscription has ended: %i days', (endedDaysAgo, ago) => {
    expect(subscriptionSentence({ endsOn: '2022-11-10', endedDaysAgo })).toContain(
      `It ended on 2022-11-10 (${ago}) and still counts as resold.`,
    );
    expect(subscriptionSentence({ verdict: 'former-reseller', endsOn: '2022-11-10', endedDaysAgo })).toMatch(
      /\)\.$/,
    );
  });

  it('says that earlier owners could not be read before anybody trusts "direct"', () => {
    const own = { verdict: 'direct', owner: 'customer', channelValue: 'Non-Reseller' } as const;

    expect(subscriptionSentence({ ...own, ownerHistory: 'unknown' })).toContain(
      'a past reseller is possible',
    );
    expect(subscriptionSentence({ ...own, ownerHistory: 'always-own' })).not.toContain('past reseller');
  });

  it('distinguishes the two kinds of conflict', () => {
    expect(subscriptionSentence({ verdict: 'conflict', channelValue: 'Non-Reseller' })).toBe(
      'Zuora contradicts itself: the invoice owner is Quillmark Resale Ltd, but the channel is "Non-Reseller".',
    );
    expect(subscriptionSentence({ verdict: 'conflict', invoiceOwnerKind: 'related-account' })).toContain(
      'parent or child account of Halden Mills',
    );
  });

  describe('of a customer whose channel is still "Reseller"', () => {
    const pending = {
      verdict: 'transition-pending',
      invoiceOwnerKind: 'customer',
      invoiceOwner: HALDEN,
      ownerHistory: 'always-own',
      earlierOwner: null,
    } as const;

    it('claims a change only when an earlier owner or a direct deal shows it', () => {
      expect(
        subscriptionSentence({ ...pending, ownerHistory: 'other-before', earlierOwner: 'Quillmark' }),
      ).toMatch(/channel is still "Reseller"\. Before that, the invoice owner was Quillmark\.$/);
      expect(subscriptionSentence({ ...pending, hasDirectDeal: true })).toMatch(
        /channel is still "Reseller"\. Salesforce: the newest won deal is a direct one\.$/,
      );
      expect(subscriptionSentence(pending)).toMatch(
        /channel is "Reseller"\. Neither an earlier .* nor a direct/,
      );
      expect(subscriptionSentence({ ...pending, ownerHistory: 'unknown' })).not.toMatch(
        /still|earlier owner was/,
      );
    });

    it('says that no invoice owner is set', () => {
      expect(subscriptionSentence({ ...pending, invoiceOwnerKind: 'blank', invoiceOwner: null })).toContain(
        'no invoice owner is set',
      );
    });
  });

  it('warns when a direct subscription shares account and channel with a resold one', () => {
    expect(subscriptionSentence({ verdict: 'direct', resoldSibling: 'A-S00900021' })).toMatch(
      /channel follows A-S00900021, .* resold\..* strictest verdict counts\.$/,
    );
  });

  it('says what shows a managed service', () => {
    expect(subscriptionSentence({ verdict: 'msp', managedService: 'opportunity' })).toContain(
      'won deal on a partner account',
    );
    expect(subscriptionSentence({ verdict: 'msp', managedService: 'confirmed' })).toContain('by hand');
  });

  it('names who sold before, or says that another company did', () => {
    const complete = { verdict: 'transition-complete', channelValue: 'Non-Reseller' } as const;

    expect(subscriptionSentence({ ...complete, earlierOwner: 'Quillmark' })).toContain(
      'the invoice owner was Quillmark.',
    );
    expect(subscriptionSentence({ ...complete, earlierOwner: null })).toContain(
      'the invoice owner was another company.',
    );
  });

  it('says which system shows an alliance partner', () => {
    const ibm = { ...QUILLMARK, name: 'IBM Corporation' };

    expect(subscriptionSentence({ verdict: 'alliance', invoiceOwner: ibm })).toMatch(
      /^Zuora.*IBM Corporation/,
    );
    expect(subscriptionSentence({ verdict: 'alliance' })).toMatch(/^Zendesk/);
  });

  it.each([
    [{ field: 'channel', reason: 'timeout' }, 'The channel could not be read: Zuora did not answer in time.'],
    [{ field: 'invoice owner', reason: 'blank' }, 'The invoice owner is blank in Zuora.'],
    [{ field: 'channel', reason: 'no-field' }, 'Zuora shows no channel field on the account'],
    [{ field: 'invoice owner account', reason: 'forbidden' }, 'does not let the bot read this'],
  ] as const)('says which system did not answer, and why: %j', (obstacle, said) => {
    const sentence = subscriptionSentence({ verdict: 'unknown', obstacle });

    expect(sentence).toContain(said);
    expect(sentence).toContain("Don't tell the customer it's direct.");
  });

  it('contains a channel value without an agreed meaning', () => {
    const obstacle = { field: 'channel', reason: 'other-value' } as const;

    expect(subscriptionSentence({ verdict: 'unknown', channelValue: 'Hybrid', obstacle })).toContain(
      'is "Hybrid"',
    );
  });
});

describe("the reason for a check's verdict", () => {
  it('is that of its only subscription', () => {
    expect(overallSentence({})).toMatch(/^Zuora: invoice owner Quillmark/);
  });

  it('claims no more about several than each of them shows', () => {
    const unread = { ...directSubscriptionEvidence({ number: 'A-S2' }), ownerHistory: gapAnswer('timeout') };
    const pending = (number: string, owner: typeof HALDEN) => ({
      ...ownOnResellerChannelEvidence({ number }),
      ownerHistory: foundAnswer([{ version: 1, since: null, owner }]),
    });

    expect(overallSentence({ subscriptions: [directSubscriptionEvidence(), unread] })).toContain(
      'a past reseller is possible',
    );
    expect(
      overallSentence({ subscriptions: [pending('A-S1', QUILLMARK), pending('A-S2', HALDEN)] }),
    ).not.toContain('Before that');
  });

  it('says when all of several have ended', () => {
    const ended = (number: string) => resoldSubscriptionEvidence({ number, endsOn: '2022-11-01' });

    expect(overallSentence({ subscriptions: [ended('A-S1'), ended('A-S2')] })).toMatch(
      /All of them have ended\.$/,
    );
    expect(
      overallSentence({ subscriptions: [ended('A-S1'), resoldSubscriptionEvidence({ number: 'A-S2' })] }),
    ).not.toContain('have ended');
  });

  it('says when several agree', () => {
    expect(
      overallSentence({
        subscriptions: [resoldSubscriptionEvidence(), resoldSubscriptionEvidence({ number: 'A-S00900002' })],
      }),
    ).toMatch(/^All 2 subscriptions agree\. Zuora/);
  });

  it('counts the verdicts of a mixed account', () => {
    expect(
      overallSentence({
        subscriptions: [resoldSubscriptionEvidence(), directSubscriptionEvidence({ number: 'A-S00900002' })],
      }),
    ).toBe('The subscriptions of this account differ: 1 × Reseller, 1 × Direct.');
  });

  it('counts the matching accounts, and chooses none', () => {
    const subject = { kind: 'email', masked: 'i…@pallas.example', fingerprint: 'f' } as const;

    expect(overallSentence({ subject, accounts: foundAnswer([HALDEN, QUILLMARK]), subscriptions: [] })).toBe(
      '2 accounts match that email address.',
    );
  });

  it.each([
    [{ ticket: gapAnswer('timeout') }, 'The ticket could not be read: Zendesk did not answer in time.'],
    [
      { accounts: gapAnswer('unauthenticated') },
      "The account could not be read: Zuora refused the bot's login",
    ],
    [
      { accounts: foundAnswer([HALDEN]), subscriptionCount: gapAnswer('rate-limited') },
      'The subscriptions could not be read: Zuora was asked too often',
    ],
  ])('names the system that did not answer: %j', (changes, said) => {
    const sentence = overallSentence({ subscriptions: [], ...changes });

    expect(sentence).toContain(said);
    expect(sentence).toContain("Don't tell the customer it's direct.");
  });

  it('says nothing about subscriptions that could not be listed', () => {
    const sentence = overallSentence({ subscriptionCount: gapAnswer('timeout') });

    expect(sentence).toContain('other subscriptions of the account are missing here');
    expect(sentence).not.toContain('Zuora: ');
  });

  it('says what the system has no record of', () => {
    const ticket = { kind: 'ticket', host: 'support.gitlab.com', id: '48211' } as const;
    const absent = gapAnswer('not-found');
    const missing = {
      ...resoldSubscriptionEvidence(),
      subscription: absent,
      account: absent,
      invoiceOwnerAccount: null,
    };

    const said = [
      overallSentence({ subject: ticket, ticket: absent, subscriptions: [] }),
      overallSentence({ subject: ticket, ticket: foundAnswer(aTicket()), subscriptions: [] }),
      overallSentence({
        subject: ticket,
        ticket: foundAnswer(aTicket()),
        accounts: absent,
        subscriptions: [],
      }),
      overallSentence({ subscriptions: [missing] }),
      overallSentence({ ticket: absent, subscriptions: [missing] }),
      overallSentence({
        accounts: foundAnswer([HALDEN]),
        subscriptionCount: foundAnswer(0),
        subscriptions: [],
      }),
      overallSentence({
        subject: { kind: 'account', number: 'A00900009' },
        accounts: absent,
        subscriptionCount: foundAnswer(0),
        subscriptions: [],
      }),
    ];

    expect(said).toEqual([
      'Zendesk has no ticket #48211, or the bot may not see it. It may have been deleted.',
      '#48211 names no subscription, and no account matches its organisation. Still to look up: CustomersDot by the mail domain and Salesforce.',
      "Zuora has no account for the ticket's organisation. Still to look up: CustomersDot by the mail domain and Salesforce.",
      'Zuora has no subscription A-S00900001. Still to look up: CustomersDot by the number and Salesforce.',
      'Zuora has no subscription A-S00900001. Still to look up: CustomersDot by the number and Salesforce.',
      'A00900001 has no subscription in Zuora. Still to look up: CustomersDot by the number and Salesforce.',
      'Zuora has no account with that number. Still to look up: CustomersDot by the number and Salesforce.',
    ]);
  });

  it('names a marketplace, never a reseller', () => {
    const amazon = { ...QUILLMARK, name: 'Amazon Web Services, Inc.' };
    const bought = {
      ...resoldSubscriptionEvidence({ invoiceOwner: amazon }),
      invoiceOwnerAccount: foundAnswer(anAccount(amazon)),
    };

    const sentence = overallSentence({ subscriptions: [bought] });

    expect(sentence).toContain('bought through AWS Marketplace,');
    expect(sentence).not.toMatch(/reseller/i);
  });
});
