import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePastedLink, parseReason } from '../../src/domain/parse-free-text.ts';

const REFUSED = ['federal-support.gitlab.com'];

describe('a typed reason', () => {
  it('becomes one line', () => {
    expect(parseReason('  ticked\n by   mistake ', REFUSED)).toBe('ticked by mistake');
  });

  it('is redacted', () => {
    const code = 'aB3dE6gH9jK2mN5pQ8sT1vW4';
    const licence = 'eyJkYXRhIjoi'.repeat(8);

    const reason = parseReason(`sent ${code} and ${licence} to ines@harbour.example`, REFUSED);

    expect(reason).toBe('sent (code removed) and (licence removed) to (address removed)');
  });

  it('keeps a single word that is as long as a code', () => {
    expect(parseReason('the Lizenzschluesselverlusts are over', REFUSED)).toBe(
      'the Lizenzschluesselverlusts are over',
    );
    expect(parseReason('wrong abcdefghijklmnopqrstuvwx here', REFUSED)).toContain('abcdefghijklmnopqrstuvwx');
  });

  it('must have at least five characters', () => {
    expect(parseReason('  x ', REFUSED)).toBeNull();
  });

  it('is truncated at whole characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 300, maxLength: 800 }), (typed) => {
        const reason = parseReason(typed, REFUSED) ?? '';

        expect(reason.length).toBeLessThanOrEqual(300);
        expect(reason).not.toMatch(/[\uD800-\uDBFF]$/);
      }),
    );
  });
});

describe('a pasted link', () => {
  it.each([
    [
      'https://gitlab.lightning.force.com/lightning/r/Case/5005/view?ws=1#x',
      'https://gitlab.lightning.force.com/lightning/r/Case/5005/view',
    ],
    [
      '<https://gitlab.zendesk.com/agent/tickets/48211|ticket>',
      'https://gitlab.zendesk.com/agent/tickets/48211',
    ],
    [
      'https://gitlab.lightning.force.com/lightning/r/CollaborationGroup/0F9PV00000AbCdEYAV/view',
      'https://gitlab.lightning.force.com/lightning/r/CollaborationGroup/0F9PV00000AbCdEYAV/view',
    ],
    [
      'https://gitlab.my.salesforce.com/0D5PV00000abcdEAA',
      'https://gitlab.my.salesforce.com/0D5PV00000abcdEAA',
    ],
    ['https://gitlab.lightning.force.com/one/one.app#/x', 'https://gitlab.lightning.force.com/one/one.app'],
  ])('%s is kept without its query string', (typed, link) => {
    expect(parsePastedLink(typed, REFUSED)).toBe(link);
  });

  it.each([
    '“https://host.example/a”',
    "'https://host.example/a'",
    '`https://host.example/a`',
    'https://host.example/\u200Ba',
  ])('%s is kept without the surrounding markup', (typed) => {
    expect(parsePastedLink(typed, REFUSED)).toBe('https://host.example/a');
  });

  it.each([
    'no link',
    'javascript:alert(1)',
    'ftp://host.example/x',
    'https://user:secret@host.example/x',
    'https://localhost/x',
    'https://host.example/aB3dE6gH9jK2mN5pQ8sT1vW4',
    `https://host.example/${'a'.repeat(600)}`,
    `https://host.example/${'eyJkYXRhIjoi'.repeat(8)}`,
    'https://host.example/ops%40halden-mills.example',
    'https://host.example/attachments/token/9f8d',
    'https://host.example/sfc/a.gitlab-license',
    'https://federal-support.gitlab.com/agent/tickets/4411',
  ])('%s is rejected', (typed) => {
    expect(parsePastedLink(typed, REFUSED)).toBeNull();
  });
});
