import { describe, expect, it } from 'vitest';
import { GAP_KINDS } from '../../src/domain/connector-result.ts';
import { findDiscrepancies } from '../../src/domain/discrepancies.ts';
import type { SubscriptionEvidence } from '../../src/domain/evidence.ts';
import type { EvidenceQuestion, Finding } from '../../src/domain/findings.ts';
import { collectFindings } from '../../src/domain/findings.ts';
import { plainText } from '../../src/domain/text-fragments.ts';
import { TOPIC_LABELS } from '../../src/words/fact-labels.ts';
import {
  discrepanciesText,
  FINDING_STATUS_LABELS,
  findingText,
  GAP_PHRASES,
  SYSTEM_NAMES,
} from '../../src/words/finding-text.ts';
import {
  aCheck,
  anEvidence,
  aTicket,
  foundAnswer,
  gapAnswer,
  HALDEN,
  QUILLMARK,
  resoldSubscriptionEvidence,
} from '../builders/cases.ts';

function finding(question: EvidenceQuestion, changes: Partial<Finding> = {}): Finding {
  const usual = { system: 'zuora', status: 'found', values: [], gap: null, linkTarget: null } as const;
  return { ...usual, asOf: '2022-11-22T14:02:00.000Z', question, ...changes };
}

const said = (question: EvidenceQuestion, changes: Partial<Finding> = {}) =>
  plainText(findingText(finding(question, changes)));

describe('one answer in words', () => {
  it.each([
    ['invoice-owner', ['Quillmark Resale Ltd'], 'invoice owner Quillmark Resale Ltd'],
    ['channel', ['Reseller'], 'channel "Reseller"'],
    ['history', ['Halden Mills'], 'always invoiced to Halden Mills'],
    ['history', ['Quillmark', 'Halden Mills'], 'invoiced to Quillmark, then Halden Mills'],
    ['accounts', ['A00900001'], 'A00900001 matches'],
    ['accounts', ['A00900001', 'A00900002'], 'A00900001, A00900002 match'],
    ['subscriptions', ['3', '1'], '3 on the account, 1 of them current'],
    ['partners', ['Bramblegate'], 'lists partner Bramblegate'],
    ['claim', ['no'], 'customer says: not resold'],
    ['claim', ['unsure'], 'customer says: not sure'],
    ['login', ['inactive'], 'login is inactive'],
  ] as const)('%s %j', (question, values, sentence) => {
    expect(said(question, { values })).toBe(sentence);
  });

  it.each([
    ['invoice-owner', 'invoice owner is blank'],
    ['channel', 'channel is blank or not shown'],
    ['partners', 'no partner listed'],
    ['opportunity', 'no won deal'],
  ] as const)('%s, and there is none', (question, sentence) => {
    expect(said(question, { status: 'not-found' })).toBe(sentence);
  });

  it('distinguishes a refusal from an absence', () => {
    expect(said('subscription', { status: 'not-found', gap: 'not-found' })).toBe('no such subscription');
    expect(said('subscription', { status: 'could-not-check', gap: 'timeout' })).toBe(
      'subscription: did not answer in time',
    );
  });

  it('distinguishes a missing ticket or account from one with a blank field', () => {
    const missing = { status: 'not-found', gap: 'not-found' } as const;

    expect(said('ticket', missing)).toBe('no such ticket, or the bot may not see it');
    expect(said('channel', missing)).toBe('no such account, so no channel');
    expect(said('ticket', { status: 'not-found' })).toBe('ticket names no organisation');
  });

  it('omits the channel of a subscription that does not exist', () => {
    const missing = {
      ...resoldSubscriptionEvidence(),
      subscription: gapAnswer('not-found'),
      account: gapAnswer('not-found'),
    };
    const unread = {
      ...resoldSubscriptionEvidence(),
      subscription: gapAnswer('timeout'),
      account: gapAnswer('timeout'),
    };
    const questions = (one: SubscriptionEvidence) =>
      collectFindings(anEvidence({ subscriptions: [one] }), []).map(({ question }) => question);

    expect(questions(missing)).not.toContain('channel');
    expect(questions(unread)).toContain('channel');
  });

  it('marks values as coming from another system', () => {
    const pieces = findingText(finding('invoice-owner', { values: ['<!here>'] }));

    expect(pieces).toContainEqual({ kind: 'value', text: '<!here>' });
  });

  const owner = (id: string | null, name: string | null = null, number: string | null = null) => ({
    version: null,
    since: null,
    owner: { id, number, name },
  });
  it.each([
    ['as the current owner', [owner(QUILLMARK.id)], 'always invoiced to Quillmark Resale Ltd'],
    [
      'as the customer, then as the current owner',
      [owner(HALDEN.id), owner(null, null, QUILLMARK.number)],
      'invoiced to Halden Mills, then Quillmark Resale Ltd',
    ],
    ['by number alone', [owner(null, null, 'A00000009')], 'always invoiced to A00000009'],
    ['by nothing', [owner('x')], 'always invoiced to an unnamed account'],
    [
      'by nothing, and are two',
      [owner('x'), owner('y'), owner('x')],
      'invoiced to an unnamed account, then another unnamed account',
    ],
  ])('names earlier owners that are known %s', (_what, versions, sentence) => {
    const evidence = anEvidence({
      subscriptions: [{ ...resoldSubscriptionEvidence(), ownerHistory: foundAnswer(versions) }],
    });

    const all = collectFindings(evidence, aCheck({ evidence }).judgements).map((each) =>
      plainText(findingText(each)),
    );

    expect(all).toContain(sentence);
  });

  it.each([
    [
      ['organisation'],
      { organisation: null, requesterDomain: null },
      ["the ticket's organisation: sent an answer that"],
    ],
    [
      ['organisation'],
      { organisation: null, requesterDomain: 'halden.example' },
      ['ticket from halden.example', "the ticket's organisation: sent an answer that"],
    ],
    [
      ['requester'],
      { requesterDomain: null },
      ['ticket from', "the ticket's requester: sent an answer that"],
    ],
  ] as const)(
    'distinguishes a ticket without a readable %s from one without any',
    (unread, changes, starts) => {
      const evidence = anEvidence({
        ticket: foundAnswer(aTicket({ ...changes, unread, resoldClaim: null })),
        subscriptions: [],
      });

      const all = collectFindings(evidence, []).filter(({ system }) => system === 'zendesk');

      expect(all.map((each) => plainText(findingText(each)))).toEqual(
        starts.map((start) => expect.stringMatching(`^${start}`)),
      );
      expect(all.map((each) => plainText(findingText(each))).join()).not.toContain('names no organisation');
    },
  );

  it('has text for everything that a full check finds', () => {
    const evidence = anEvidence({
      ticket: foundAnswer(aTicket({ resoldClaim: 'no', requesterFingerprint: 'ana' })),
      subscriptions: [resoldSubscriptionEvidence({ soldToFingerprint: 'ben' })],
      portal: foundAnswer({ login: 'inactive' }),
    });

    const sentences = collectFindings(evidence, aCheck({ evidence }).judgements).map((one) =>
      plainText(findingText(one)),
    );

    expect(sentences).toEqual([
      'invoice owner Quillmark Resale Ltd',
      'always invoiced to Quillmark Resale Ltd',
      'channel "Reseller"',
      'login is inactive',
      'ticket from Halden Mills, halden-mills.example',
      'requester is the current Sold-To contact: no',
      'customer says: not resold',
    ]);
  });
});

describe('a contradiction to the verdict', () => {
  it('is called a claim when a customer makes it', () => {
    const evidence = anEvidence({ ticket: foundAnswer(aTicket({ resoldClaim: 'no' })) });

    expect(plainText(discrepanciesText(findDiscrepancies(evidence, aCheck({ evidence }).judgements)))).toBe(
      'the customer says no reseller was involved. Go by Zuora.',
    );
  });

  it.each([
    ['crm-shows-no-partner', null],
    ['crm-shows-partner', 'Bramblegate'],
    ['customer-says-resold', null],
  ] as const)('leaves the verdict to Zuora: %s', (kind, value) => {
    const sentence = plainText(discrepanciesText([{ kind, value }]));

    expect(sentence).toContain('Go by Zuora');
    expect(sentence).toContain(value ?? '');
  });

  it('is followed once by what to do', () => {
    const both = [
      { kind: 'crm-shows-no-partner', value: null },
      { kind: 'customer-says-direct', value: null },
    ] as const;

    expect(plainText(discrepanciesText(both))).toBe(
      "Salesforce lists no partner; the customer says no reseller was involved. Go by Zuora, don't change either record, and tell the account owner.",
    );
  });
});

describe('short texts', () => {
  it('distinguish the findings, the gaps, the systems and the topics', () => {
    for (const words of [FINDING_STATUS_LABELS, GAP_PHRASES, SYSTEM_NAMES, TOPIC_LABELS]) {
      const all = Object.values(words);

      expect(new Set(all).size).toBe(all.length);
    }
  });

  it.each(GAP_KINDS)('describe %s as something that a system did', (gap) => {
    expect(`Zuora ${GAP_PHRASES[gap]}`).toMatch(/^Zuora (?:has|does|refused|was|did|is|sent) /);
  });
});
