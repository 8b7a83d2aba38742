import { describe, expect, it } from 'vitest';
import { findPromise } from '../../src/domain/find-promise.ts';
import { REMOVED_KINDS } from '../../src/domain/redaction-buffer.ts';
import { plainText } from '../../src/domain/text-fragments.ts';
import { promiseRefusedText, redactionSummaryText } from '../../src/words/redaction-text.ts';

describe('the summary of redactions', () => {
  it('names and counts them', () => {
    expect(plainText(redactionSummaryText({ 'e-mail': 2, code: 1 }))).toBe(
      'Removed from your text: 2 email addresses and 1 activation code.',
    );
  });

  it('is empty without any', () => {
    expect(redactionSummaryText({})).toEqual([]);
    expect(redactionSummaryText({ link: 0 })).toEqual([]);
  });

  it.each(REMOVED_KINDS)('has singular and plural: %s', (kind) => {
    const one = plainText(redactionSummaryText({ [kind]: 1 }));
    const several = plainText(redactionSummaryText({ [kind]: 3 }));

    expect(one).not.toBe(several);
    expect(several).toMatch(/: 3 \w/);
  });

  it('includes every kind', () => {
    const all = plainText(redactionSummaryText(Object.fromEntries(REMOVED_KINDS.map((kind) => [kind, 1]))));

    expect(all.split(/, | and /)).toHaveLength(REMOVED_KINDS.length);
  });
});

describe('a promise in a field', () => {
  const said = plainText(promiseRefusedText('We will waive'));

  it('is quoted, with who can grant it and how to phrase it instead', () => {
    expect(said).toContain('“We will waive”');
    expect(said).toContain('only Sales can grant');
  });

  it('is answered with examples that are no promise themselves', () => {
    expect(findPromise(said.split('for example: ')[1] ?? 'We will waive it')).toBeNull();
  });

  it('is answered with a text that fits below a field', () => {
    expect(said.length).toBeLessThan(200);
  });
});
