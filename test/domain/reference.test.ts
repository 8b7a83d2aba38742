import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { Asked } from '../../src/domain/reference.ts';
import { crmId18, readAsked } from '../../src/domain/reference.ts';
import { size } from '../size.ts';

const HOSTS = {
  ticket: ['gitlab.zendesk.com', 'support.gitlab.com', '127.0.0.1:4000'],
  refused: ['gitlab-federal-support.zendesk.com', 'federal-support.gitlab.com'],
  home: 'gitlab.zendesk.com',
};

const read = (text: string): Asked => readAsked(text, HOSTS);
const refs = (text: string) => read(text).references;

describe('what a text asks for', () => {
  it.each([
    ['A-S00263985', 'A-S00263985'],
    ['a-s00263985', 'A-S00263985'],
    ['see A-S000860000.', 'A-S000860000'],
    ['"A-S0000000001"', 'A-S0000000001'],
    ['*A-S00263985*', 'A-S00263985'],
  ])('%s is subscription %s, zeros and all', (text, number) => {
    expect(refs(text)).toEqual([{ kind: 'subscription', number }]);
  });

  it.each(['A-S1234567', 'A-S12345678901', 'AS00263985', 'A–S00263985', 'A S00263985', 'A-S0026398O'])(
    '%s is a mistyped subscription number',
    (text) => {
      const { references, typos } = read(text);

      expect(references).toEqual([]);
      expect(typos).toEqual([{ kind: 'subscription', written: text }]);
    },
  );

  it('reads an account number, and never inside a subscription number', () => {
    expect(refs('A00002641')).toEqual([{ kind: 'account', number: 'A00002641' }]);
    expect(refs('A-S00002641')).toEqual([{ kind: 'subscription', number: 'A-S00002641' }]);
    expect(read('A0000264').typos).toEqual([{ kind: 'account', written: 'A0000264' }]);
  });

  it('reads Salesforce ids of 15 and 18 characters as the same account', () => {
    const short = '001PL000005Qb2g';
    const long = crmId18(short) ?? '';

    expect(refs(short)).toEqual([{ kind: 'crm-account', id: long }]);
    expect(refs(long)).toEqual([{ kind: 'crm-account', id: long }]);
    expect(refs(`https://gitlab.my.salesforce.com/${short}`)).toEqual([{ kind: 'crm-account', id: long }]);
    expect(refs(`https://gitlab.lightning.force.com/lightning/r/Account/${long}/view`)).toEqual([
      { kind: 'crm-account', id: long },
    ]);
  });

  it('knows the checksum of a published pair', () => {
    expect(crmId18('500PL000005Qb2g')).toBe('500PL000005Qb2gYAC');
  });

  it('refuses a wrong checksum, a wrong length and another object', () => {
    expect(read('001PL000005Qb2gZZZ').typos[0]?.kind).toBe('crm-checksum');
    expect(read('001PL000005Qb2gY').typos[0]?.kind).toBe('crm-length');
    expect(read('https://gitlab.my.salesforce.com/006PL000005Qb2g').typos[0]?.kind).toBe('crm-not-account');
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
  ])('%s is ticket 48211', (text) => {
    expect(refs(text)).toEqual([{ kind: 'ticket', host: 'gitlab.zendesk.com', id: '48211' }]);
  });

  it('takes a ticket on a host with a port', () => {
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
  ])('%s is refused as a whole', (text) => {
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

  it('reads e-mail addresses, also as Slack writes them', () => {
    expect(refs('<mailto:Ops@Halden-Mills.example|Ops@Halden-Mills.example>')).toEqual([
      { kind: 'email', address: 'ops@halden-mills.example' },
    ]);
  });

  it('takes the last word as topic when it is one', () => {
    expect(read('A-S00263985 sign-in').topic).toBe('sign-in');
    expect(read('A-S00263985 Direct-Renewal').topic).toBe('direct-renewal');
    expect(read('A-S00263985 please')).toMatchObject({ topic: null, typos: [] });
    expect(read('A-S00263985 sing-in')).toMatchObject({ topic: null, typos: [{ kind: 'topic' }] });
  });

  it('names the same thing once, and several in order', () => {
    const asked = read('#7 A-S00263985 https://support.gitlab.com/hc/en-us/requests/7 a-s00263985 A00002641');

    expect(asked.references.map(({ kind }) => kind)).toEqual(['ticket', 'subscription', 'account']);
  });

  it('takes a bare number for a ticket that lacks its sign', () => {
    expect(read('48211').typos).toEqual([{ kind: 'bare-number', written: '48211' }]);
  });

  it('ignores mentions and channels', () => {
    expect(read('<@U123> <#C0042|x> <!here> hello')).toMatchObject({ references: [], typos: [] });
  });

  it('reads any text without trouble, and keeps no more of it than ids', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('A-S', 'A-S0026', '001', '@', '<http://', '://[', '#', '%zz', 'x@y.z', '🦊', '‮'),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const asked = read(pieces.join(''));

        for (const { written } of asked.typos) expect(written.length).toBeLessThanOrEqual(40);
        expect(asked.typos.length).toBeLessThanOrEqual(3);
      }),
      { numRuns: size(2_000, 300) },
    );
  });

  it.each(['A'.repeat(40_000), `${'a.'.repeat(20_000)}/`, '001'.repeat(10_000), 'x@'.repeat(20_000)])(
    'reads a very long text in a moment',
    (text) => {
      const startedAt = performance.now();

      read(text);

      expect(performance.now() - startedAt).toBeLessThan(2_000);
    },
  );
});
