import { describe, expect, it } from 'vitest';
import { findPromise } from '../../src/domain/find-promise.ts';
import { REMOVED_KINDS } from '../../src/domain/redaction-buffer.ts';
import { plainText } from '../../src/domain/text-fragments.ts';
import { promiseRefusedText, redactionSummaryText } from '../../src/words/redaction-text.ts';

describe('what was removed', () => {
  it('is named and counted', () => {
    expect(plainText(redactionSummaryText({ 'e-mail': 2, code: 1 }))).toBe(
      'Removed from your text: 2 email addresses and 1 activation code.',
    );
  });

  it('is not spoken of when it is nothing', () => {
    expect(redactionSummaryText({})).toEqual([]);
    expect(redactionSummaryText({ link: 0 })).toEqual([]);
  });

  it.each(REMOVED_KINDS)('has words for one and for several: %s', (kind) => {
    const one = plainText(redactionSummaryText({ [kind]: 1 }));
    const several = plainText(redactionSummaryText({ [kind]: 3 }));

    expect(one).not.toBe(several);
    expect(several).toMatch(/: 3 \w/);
  });

  it('leaves no kind out when there is one of each', () => {
    const all = plainText(redactionSummaryText(Object.fromEntries(REMOVED_KINDS.map((kind) => [kind, 1]))));

    expect(all.split(/, | and /)).toHaveLength(REMOVED_KINDS.length);
  });
});

describe('a promise in a field', () => {
  const said = plainText(promiseRefusedText('We will waive'));

  it('is quoted, with who can grant it and how to write it instead', () => {
    expect(said).toContain('“We will waive”');
    expect(said).toContain('only Sales can grant');
  });

  it('teaches words that are no promise themselves', () => {
    expect(findPromise(said.split('for example: ')[1] ?? 'We will waive it')).toBeNull();
  });

  it('fits beneath a field', () => {
    expect(said.length).toBeLessThan(200);
  });
});
