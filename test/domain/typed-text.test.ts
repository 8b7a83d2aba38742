import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { readPastedLink, readReason } from '../../src/domain/typed-text.ts';

describe('a reason that somebody types', () => {
  it('is kept as one line', () => {
    expect(readReason('  ticked\n by   mistake ')).toBe('ticked by mistake');
  });

  it('loses codes, licences and addresses', () => {
    const code = 'aB3dE6gH9jK2mN5pQ8sT1vW4';
    const licence = 'eyJkYXRhIjoi'.repeat(8);

    const reason = readReason(`sent ${code} and ${licence} to ines@harbour.example`);

    expect(reason).toBe('sent (code removed) and (long text removed) to i…@harbour.example');
  });

  it('keeps a word that is as long as a code', () => {
    expect(readReason('the Lizenzschluesselverlusts are over')).toBe('the Lizenzschluesselverlusts are over');
    expect(readReason('wrong abcdefghijklmnopqrstuvwx here')).toContain('abcdefghijklmnopqrstuvwx');
  });

  it('has to say something', () => {
    expect(readReason('  x ')).toBeNull();
  });

  it('is cut without half characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 300, maxLength: 800 }), (typed) => {
        const reason = readReason(typed) ?? '';

        expect(reason.length).toBeLessThanOrEqual(300);
        expect(reason).not.toMatch(/[\uD800-\uDBFF]$/);
      }),
    );
  });
});

describe('a link that somebody pastes', () => {
  it.each([
    [
      'https://gitlab.lightning.force.com/lightning/r/Case/5005/view?ws=1#x',
      'https://gitlab.lightning.force.com/lightning/r/Case/5005/view',
    ],
    [
      '<https://gitlab.zendesk.com/agent/tickets/48211|ticket>',
      'https://gitlab.zendesk.com/agent/tickets/48211',
    ],
  ])('%s is kept without its query', (typed, link) => {
    expect(readPastedLink(typed)).toBe(link);
  });

  it.each([
    'no link',
    'javascript:alert(1)',
    'ftp://host.example/x',
    'https://user:secret@host.example/x',
    'https://localhost/x',
    'https://host.example/aB3dE6gH9jK2mN5pQ8sT1vW4',
    `https://host.example/${'a'.repeat(600)}`,
  ])('%s is not kept', (typed) => {
    expect(readPastedLink(typed)).toBeNull();
  });
});
