import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RequesterSide } from '../../src/domain/case-facts.ts';
import { normalizeCrmId } from '../../src/domain/crm-id.ts';
import { type ParsedQuery, parseQuery } from '../../src/domain/parse-query.ts';
import { TOPICS } from '../../src/domain/topics.ts';
import { ANY_CODE_POINT } from '../builders/untrusted-text.ts';
import { sampleSize } from '../sample-size.ts';

const HOSTS = {
  ticket: ['gitlab.zendesk.com', 'support.gitlab.com', '127.0.0.1:4000'],
  refused: ['gitlab-federal-support.zendesk.com', 'federal-support.gitlab.com'],
  defaultTicketHost: 'gitlab.zendesk.com',
  zuora: '127.0.0.1:4001',
  portal: 'customers.gitlab.com',
};

const read = (text: string): ParsedQuery => parseQuery(text, HOSTS);
const refs = (text: string) => read(text).references;

describe('parsing a query', () => {
  it.each([
    ['A-S00263985', 'A-S00263985'],
    ['a-s00263985', 'A-S00263985'],
    ['see A-S000860000.', 'A-S000860000'],
    ['"A-S0000000001"', 'A-S0000000001'],
    ['*A-S00263985*', 'A-S00263985'],
  ])('reads %s as subscription %s with its leading zeros', (text, number) => {
    expect(refs(text)).toEqual([{ kind: 'subscription', number }]);
  });

  it.each(['A-S1234567', 'A-S12345678901', 'AS00263985', 'A S00263985', 'A-S0026398O'])(
    'reports %s as an invalid subscription number',
    (text) => {
      const { references, invalidReferences } = read(text);

      expect(references).toEqual([]);
      expect(invalidReferences).toEqual([{ kind: 'subscription', written: text }]);
    },
  );

  it.each([
    "O'Brien@harbour.example",
    'O’Brien@harbour.example',
    'Oʼbrien@harbour.example',
    '‘o’brien@harbour.example’',
  ])('keeps the apostrophe inside the address %s', (text) => {
    expect(refs(text)).toEqual([{ kind: 'email', address: "o'brien@harbour.example" }]);
  });

  it('uses the topic chosen in the form', () => {
    const { invalidReferences, topic } = parseQuery('1234567', HOSTS, 'license-upload');

    expect({ invalidReferences, topic }).toEqual({
      invalidReferences: [{ kind: 'licence', written: '1234567' }],
      topic: 'license-upload',
    });
  });

  it('lists a link to an unknown host next to an id as not recognized', () => {
    expect(read('A-S00263985 https://wiki.example.com/page').unrecognizedWords).toEqual(['wiki.example.com']);
  });

  it('reads account numbers, but not within subscription numbers', () => {
    expect(refs('A00002641')).toEqual([{ kind: 'account', number: 'A00002641' }]);
    expect(refs('A-S00002641')).toEqual([{ kind: 'subscription', number: 'A-S00002641' }]);
    expect(read('A0000264').invalidReferences).toEqual([{ kind: 'account', written: 'A0000264' }]);
  });

  it('reads Salesforce ids of 15 and 18 characters as the same account', () => {
    const short = '001PL000005Qb2g';
    const long = normalizeCrmId(short) ?? '';

    expect(refs(short)).toEqual([{ kind: 'crm-account', id: long }]);
    expect(refs(long)).toEqual([{ kind: 'crm-account', id: long }]);
    expect(refs(`https://gitlab.my.salesforce.com/${short}`)).toEqual([{ kind: 'crm-account', id: long }]);
    expect(refs(`https://gitlab.lightning.force.com/lightning/r/Account/${long}/view`)).toEqual([
      { kind: 'crm-account', id: long },
    ]);
  });

  it('computes the checksum of a published pair', () => {
    expect(normalizeCrmId('500PL000005Qb2g')).toBe('500PL000005Qb2gYAC');
  });

  it('rejects a wrong checksum, a wrong length and another object type', () => {
    expect(read('001PL000005Qb2gZZZ').invalidReferences[0]?.kind).toBe('crm-checksum');
    expect(read('001PL000005Qb2gY').invalidReferences[0]?.kind).toBe('crm-length');
    expect(read('https://gitlab.my.salesforce.com/006PL000005Qb2g').invalidReferences[0]?.kind).toBe(
      'crm-not-account',
    );
  });

  it.each([
    'https://gitlab.zendesk.com/agent/tickets/48211',
    '<https://gitlab.zendesk.com/agent/tickets/48211|ticket>',
    'gitlab.zendesk.com/agent/tickets/48211?x=1#y',
    'https://gitlab.zendesk.com/api/v2/tickets/48211.json',
    'https://GITLAB.zendesk.com./hc/en-us/requests/48211)',
    '#48211',
    'ZD 48211',
    'zd#48211',
  ])('reads %s as ticket 48211', (text) => {
    expect(refs(text)).toEqual([{ kind: 'ticket', host: 'gitlab.zendesk.com', id: '48211' }]);
  });

  it('reads a ticket link with a port', () => {
    expect(refs('http://127.0.0.1:4000/agent/tickets/7')).toEqual([
      { kind: 'ticket', host: '127.0.0.1:4000', id: '7' },
    ]);
  });

  it.each([
    'https://gitlab-federal-support.zendesk.com/agent/tickets/4411',
    'A-S00263985 gitlab-federal-support.zendesk.com/agent/tickets/4411',
    'HTTPS://GITLAB-FEDERAL-SUPPORT.ZENDESK.COM/agent/tickets/4411 A-S00263985',
    'https://x.federal-support.gitlab.com/a',
    'ask federal-support.gitlab.com about A-S00263985',
  ])('refuses the whole text %s', (text) => {
    const asked = read(text);

    expect(asked.refusedHosts).not.toEqual([]);
    expect(asked.references).toEqual([]);
  });

  it.each([
    ['https://evil.example/agent/tickets/1', 'evil.example'],
    ['https://gitlab.zendesk.com@evil.example/agent/tickets/1', 'evil.example'],
    ['https://gitlab.zendesk.com.evil.example/agent/tickets/1', 'gitlab.zendesk.com.evil.example'],
  ])('%s is a link to an unknown host', (text, host) => {
    const asked = read(text);

    expect(asked.references).toEqual([]);
    expect(asked.unknownHosts).toEqual([host]);
  });

  it.each([
    [`${'x'.repeat(64)}@halden-mills.example`, `${'x'.repeat(64)}@halden-mills.example`],
    [`+${'x'.repeat(30)}.y@halden-mills.example`, null],
    ["'ops@halden-mills.example'", 'ops@halden-mills.example'],
    ['ops@halden-mills.example.it@harbour.example', 'ops@halden-mills.example'],
    [`${'x'.repeat(65)}@halden-mills.example`, null],
    ['@halden-mills.example', null],
  ])('finds the beginning of an email address: %s', (text, address) => {
    expect(refs(text).filter(({ kind }) => kind === 'email')).toEqual(
      address === null ? [] : [{ kind: 'email', address }],
    );
  });

  it('reads email addresses, including in Slack markup', () => {
    expect(refs('<mailto:Ops@Halden-Mills.example|Ops@Halden-Mills.example>')).toEqual([
      { kind: 'email', address: 'ops@halden-mills.example' },
    ]);
  });

  it('reads the topic from the last word', () => {
    expect(read('A-S00263985 sign-in').topic).toBe('sign-in');
    expect(read('A-S00263985 Direct-Renewal').topic).toBe('direct-renewal');
    expect(read('A-S00263985 please')).toMatchObject({ topic: null, invalidReferences: [] });
    expect(read('A-S00263985 sing-in')).toMatchObject({
      topic: null,
      invalidReferences: [{ kind: 'topic' }],
    });
  });

  it('returns distinct references in order', () => {
    const asked = read('#7 A-S00263985 https://support.gitlab.com/hc/en-us/requests/7 a-s00263985 A00002641');

    expect(asked.references.map(({ kind }) => kind)).toEqual(['ticket', 'subscription', 'account']);
  });

  it('reports a bare number as a possible ticket', () => {
    expect(read('48211').invalidReferences).toEqual([{ kind: 'bare-number', written: '48211' }]);
  });

  it('ignores mentions of users and channels', () => {
    expect(read('<@U123> <#C0042|x> <!here> hello')).toMatchObject({ references: [], invalidReferences: [] });
  });

  it('handles any text and keeps nothing but ids', () => {
    const piece = fc.oneof(
      fc.string({ unit: ANY_CODE_POINT }),
      fc.constantFrom('A-S', 'A-S0026', '001', '@', '<http://', '://[', '#', '%zz', 'x@y.z', '🦊', '‮'),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const asked = read(pieces.join(''));

        for (const { written } of asked.invalidReferences) expect(written.length).toBeLessThanOrEqual(40);
        expect(asked.invalidReferences.length).toBeLessThanOrEqual(3);
      }),
      { numRuns: sampleSize(2_000, 300) },
    );
  });

  it('reads links anywhere in a long text', () => {
    const text = `${'many words of a forwarded mail '.repeat(2_000)}\nhttps://gitlab.zendesk.com/agent/tickets/48211`;

    expect(refs(text)).toEqual([{ kind: 'ticket', host: 'gitlab.zendesk.com', id: '48211' }]);
  });
});

describe('punctuation around an id', () => {
  const QUOTES = `'"\`‘’‚‛“”„‟‹›«»´＇＂「」『』`.split('');
  const BRACKETS = ['()', '[]', '{}', '<>', '（）', '【】', '⟨⟩'];
  const MARKDOWN = ['*', '**', '_', '~', '~~', '`', '```', '**_'];
  const INVISIBLE = [
    '\u200B',
    '\u200C',
    '\u200E',
    '\u200F',
    '\u202A',
    '\u2060',
    '\u2068',
    '\uFEFF',
    '\u00AD',
    '\u034F',
  ];
  const DASHES = '-‐‑‒–—―−﹘－﹣'.split('');

  const around = [
    ...QUOTES.map((mark) => [mark, mark] as const),
    ...BRACKETS.map((pair) => [pair.slice(0, 1), pair.slice(1)] as const),
    ...MARKDOWN.map((mark) => [mark, mark] as const),
    ...INVISIBLE.map((mark) => [mark, mark] as const),
    ['(“', '”),'] as const,
    ['&lt;', '&gt;'] as const,
    ['mailto:', ''] as const,
  ];

  it.each(around)('%s…%s do not belong to an address', (before, after) => {
    expect(refs(`${before}it@harbour.example${after}`)).toEqual([
      { kind: 'email', address: 'it@harbour.example' },
    ]);
  });

  it.each(around)('%s…%s do not belong to a number', (before, after) => {
    const asked = read(`${before}A-S00900001${after} ${before}#48211${after}`);

    expect(asked.references.map(({ kind }) => kind)).toEqual(['subscription', 'ticket']);
    expect([...asked.invalidReferences, ...asked.unrecognizedWords]).toEqual([]);
  });

  it.each(DASHES)('the dash %s is a dash', (dash) => {
    expect(refs(`A${dash}S00900001`)).toEqual([{ kind: 'subscription', number: 'A-S00900001' }]);
    expect(read(`A-S00900001 sign${dash}in`).topic).toBe('sign-in');
  });

  it.each(INVISIBLE)('%j inside an id is not there', (mark) => {
    expect(refs(`A-S0090${mark}0001`)).toEqual([{ kind: 'subscription', number: 'A-S00900001' }]);
    expect(refs(`it@har${mark}bour.example`)).toEqual([{ kind: 'email', address: 'it@harbour.example' }]);
  });

  it.each([
    ['Ａ－Ｓ００９００００１', 'A-S00900001'],
    ['А-Ѕ00900001', 'A-S00900001'],
    ['Α-S00900001', 'A-S00900001'],
    ['<https://harbour.example/x|A-S00900001>', 'A-S00900001'],
    ['A-S00900001—urgent', 'A-S00900001'],
    ['番号A-S00900001です', 'A-S00900001'],
  ])('%s is subscription %s', (text, number) => {
    expect(refs(text)).toEqual([{ kind: 'subscription', number }]);
  });

  it.each([
    ["sean.o'leary@harbour.example", "sean.o'leary@harbour.example"],
    ['ops+tag@harbour.example.', 'ops+tag@harbour.example'],
    ['_it@harbour.example_', 'it@harbour.example'],
    ['jürgen@harbour.example', 'jürgen@harbour.example'],
    ['連絡先はines@harbour.exampleです', 'ines@harbour.example'],
    ['<mailto:it@harbour.example|it@harbour.example>', 'it@harbour.example'],
    ['ｉｔ＠harbour.example', 'it@harbour.example'],
  ])('%s is the address %s', (text, address) => {
    expect(refs(text)).toEqual([{ kind: 'email', address }]);
  });

  it.each(['іt@harbour.example', 'it@harbour.exampleя', 'it@@harbour.example', 'it@harbour'])(
    'reads no address from %s',
    (text) => {
      expect(refs(text)).toEqual([]);
    },
  );
});

describe('links to upstream pages', () => {
  const ZUORA = '2c92a0ff7d1234567890abcdef123456';
  const CRM = '001PL000005Qb2gYAC';
  const subscription = { kind: 'zuora-subscription', id: ZUORA };
  const account = { kind: 'zuora-account', id: ZUORA };
  const crm = { kind: 'crm-account', id: CRM };
  const ticket = { kind: 'ticket', host: 'gitlab.zendesk.com', id: '4711' };

  it.each([
    [`https://www.zuora.com/platform/subscriptions/${ZUORA}`, subscription],
    [`<https://www.zuora.com/platform/subscriptions/${ZUORA}|subscription in Zuora>`, subscription],
    [`https://eu.zuora.com/platform/subscriptions/${ZUORA.toUpperCase()}?tab=1`, subscription],
    [`http://127.0.0.1:4001/platform/subscriptions/${ZUORA}`, subscription],
    [`https://www.zuora.com/apps/Subscription.do?method=view&id=${ZUORA}`, subscription],
    [`https://www.zuora.com/apps/Subscription.do?method=view&amp;id=${ZUORA}`, subscription],
    [`https://na.zuora.com/platform/accounts/${ZUORA}`, account],
    [`https://www.zuora.com/apps/CustomerAccount.do?method=view&id=${ZUORA}`, account],
    ['https://www.zuora.com/platform/accounts/A00900001', { kind: 'account', number: 'A00900001' }],
    [
      'https://www.zuora.com/platform/subscriptions/A-S00900001',
      { kind: 'subscription', number: 'A-S00900001' },
    ],
    [`https://gitlab.my.salesforce.com/one/one.app#/sObject/${CRM}/view`, crm],
    [`https://gitlab.lightning.force.com/one/one.app?source=aloha#/sObject/${CRM}/view?a=1`, crm],
    ['https://gitlab.zendesk.com/agent/#/tickets/4711', ticket],
    ['https://gitlab.zendesk.com/agent/dashboard#/tickets/4711', ticket],
    ['https://customers.gitlab.com/admin/customer?query=A00900001', { kind: 'account', number: 'A00900001' }],
    [
      'https://customers.gitlab.com/admin/orders/A-S00900001',
      { kind: 'subscription', number: 'A-S00900001' },
    ],
    [
      'https://customers.gitlab.com/admin/customer?model_name=customer&query=it%40harbour.example',
      { kind: 'email', address: 'it@harbour.example' },
    ],
  ])('%s is recognized', (link, reference) => {
    expect(refs(link)).toEqual([reference]);
  });

  it.each([
    ['https://gitlab.zendesk.com/agent/#/tickets/4711', ['4711']],
    ['#4711', []],
  ])('%s counts as a link: %j', (text, ids) => {
    expect(read(text).ticketLinks.map(({ id }) => id)).toEqual(ids);
  });

  it.each([
    `https://zuora.com.evil.example/platform/subscriptions/${ZUORA}`,
    `https://evil.example/apps/Subscription.do?id=${ZUORA}`,
  ])('%s is of an unknown host', (link) => {
    expect(read(link)).toMatchObject({ references: [], unknownHosts: [expect.stringContaining('evil')] });
  });

  it.each([
    'https://gitlab-federal-support.zendesk.com/agent/#/tickets/4711',
    'https://federal-support.gitlab.com./admin/customer?query=A00900001',
    `https://x.federal-support.gitlab.com/platform/subscriptions/${ZUORA}`,
    'https://gitlab.my.salesforce.com/one/one.app#/sObject/001PL000005Qb2gYAC?from=federal-support.gitlab.com',
    'https://customers.gitlab.com/admin/customer?query=https%3A%2F%2Ffederal%2Dsupport.gitlab.com',
    'https://customers.gitlab.com/admin/customer?query=federal%252Dsupport%25252Egitlab.com',
    'https://federal‑support.gitlab.com/tickets/1',
    'ｆederal-support.gitlab.com/tickets/1',
    'federal-sup\u00ADport.gitlab.com',
    'https://federal-support。gitlab.com/tickets/1',
    '<https://evil.example/|federal-support.gitlab.com>',
  ])('%s is refused', (link) => {
    expect(read(`A-S00900001 ${link}`)).toMatchObject({
      references: [],
      refusedHosts: expect.arrayContaining([expect.stringMatching(/federal/)]),
    });
  });
});

describe('a topic next to an id', () => {
  it.each([
    ['sign in', 'sign-in'],
    ['signin', 'sign-in'],
    ['cannot log in', 'sign-in'],
    ['login', 'sign-in'],
    ['enable login', 'enable-login'],
    ['Restore-Login', 'enable-login'],
    ['renewal', 'direct-renewal'],
    ['renew', 'direct-renewal'],
    ['renew directly', 'direct-renewal'],
    ['contact', 'contact-change'],
    ['change of contact', 'contact-change'],
    ['licence', 'license-upload'],
    ['license', 'license-upload'],
    ['licence upload', 'license-upload'],
    ['true-up', 'license-upload'],
    ['true up', 'license-upload'],
    ['upgrade', 'change-subscription'],
    ['purchase', 'new-purchase'],
    ['something else', 'other'],
    ['topic: renewal, please', 'direct-renewal'],
  ])('“%s” is %s, before and after the id', (words, topic) => {
    for (const text of [`A-S00900001 ${words}`, `${words} A-S00900001`, `#48211 ${words.toUpperCase()}`]) {
      expect(read(text)).toMatchObject({ topic, unrecognizedWords: [], invalidReferences: [] });
    }
  });

  it('recognizes every topic with hyphens and with spaces', () => {
    for (const topic of TOPICS) {
      expect(read(`A-S00900001 ${topic}`).topic).toBe(topic);
      expect(read(`${topic.replaceAll('-', ' ')} A-S00900001`).topic).toBe(topic);
    }
  });

  it.each([
    ['A-S00900001 renewal quickly foo', 'direct-renewal', ['quickly', 'foo']],
    ['urgent A-S00900001', null, ['urgent']],
    ['A-S00900001 INV00048213', null, ['INV00048213']],
    ['A-S00900001 renewal then sign-in', 'sign-in', ['renewal', 'then']],
  ])('reports what was not understood in “%s”', (text, topic, unrecognizedWords) => {
    expect(read(text)).toMatchObject({ topic, unrecognizedWords });
  });

  it.each<[string, RequesterSide | null, string[]]>([
    ['A-S00900001 contact-change reseller', 'reseller', []],
    ['Partner A-S00900001', 'reseller', []],
    ['A-S00900001 internal contact-change', 'internal', []],
    ['A-S00900001 contact-change, requester: reseller', 'reseller', []],
    ['A-S00900001 contact-change customer', 'customer', []],
    ['A-S00900001 Customer.', 'customer', []],
    ['A-S00900001 requester customer', 'customer', []],
    ['customer A-S00900001', null, []],
    ['A-S00900001 customer sign-in', null, []],
    ['A-S00900001 sign-in for customer', null, []],
    ['A-S00900001 reseller customer', null, ['reseller']],
    ['A-S00900001 reseller internal', null, ['reseller', 'internal']],
    ['A-S00900001 wants to leave the reseller', null, ['wants', 'leave', 'reseller']],
    ['A-S00900001 constructor', null, ['constructor']],
  ])('understands who asks in “%s”', (text, requester, unrecognizedWords) => {
    expect(read(text)).toMatchObject({ requester, unrecognizedWords });
  });

  it.each(['renewl', 'sing-in', 'contatc', 'licens-upload'])('%s is nearly a topic', (word) => {
    expect(read(`A-S00900001 ${word}`)).toMatchObject({
      topic: null,
      invalidReferences: [{ kind: 'topic', written: word }],
    });
  });
});
