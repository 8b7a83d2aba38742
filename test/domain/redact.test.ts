import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findPromise } from '../../src/domain/find-promise.ts';
import { type RedactionRules, redact } from '../../src/domain/redact.ts';
import { normalizeForRedaction } from '../../src/domain/redact-normalize.ts';
import { addRemovedCounts, REMOVED_KINDS, type RemovedKind } from '../../src/domain/redaction-buffer.ts';
import { ANY_CODE_POINT } from '../builders/untrusted-text.ts';
import { sampleSize } from '../sample-size.ts';
import {
  BENIGN_DRAFTS,
  HOSTILE_DRAFT_RULES,
  HOSTILE_DRAFTS,
  PROMISE_TEXTS,
  TEXTS_WITHOUT_PROMISE,
} from './hostile-drafts.ts';

const RULES: RedactionRules = HOSTILE_DRAFT_RULES;

/** Fragments of attacks and of plain text in random order, joined and spaced. */
function drafts(): fc.Arbitrary<string> {
  const nasty = fc.constantFrom(...HOSTILE_DRAFTS.map(({ draft }) => draft), ...BENIGN_DRAFTS);
  const half = fc.tuple(nasty, fc.nat(60), fc.nat(60)).map(([text, from, to]) => text.slice(from, from + to));
  const mark = fc.constantFrom(
    '<',
    '>',
    '@',
    '.',
    '\n',
    ' ',
    '|',
    '&',
    ';',
    '#',
    '/',
    ':',
    '-',
    '\u200B',
    '(',
    '"',
  );
  const piece = fc.oneof(nasty, half, mark, mark, fc.string({ unit: ANY_CODE_POINT, maxLength: 8 }));
  return fc.array(piece, { maxLength: 14 }).map((pieces) => pieces.join(''));
}

describe('redaction', () => {
  it.each(BENIGN_DRAFTS)('keeps: %s', (draft) => {
    expect(redact(draft, RULES)).toEqual({ text: draft, removed: {} });
  });

  it.each<[RemovedKind, string, string]>([
    ['e-mail', 'Write to ines@harbour.example.', 'Write to (address removed).'],
    ['code', 'The code aB3dE6gH9jK2mN5pQ8sT1vW4 fails', 'The code (code removed) fails'],
    ['licence', `They pasted ${'eyJkYXRhIjoi'.repeat(8)} here`, 'They pasted (licence removed) here'],
    ['password', 'Use password: hunter2', 'Use (password removed)'],
    ['bank', 'Pay to DE89 3704 0044 0532 0130 00.', 'Pay to (bank or card number removed).'],
    ['mention', 'Look <!channel>, please', 'Look (mention removed), please'],
    ['link', 'See https://harbour.example/x.', 'See (link removed).'],
    ['file', 'See invoice-INV0004.pdf.', 'See (file name removed).'],
    ['quoted', 'In short:\n> all of it\nand more', 'In short: (quoted text removed)'],
    ['other-customer', 'Like A-S00900077', "Like (another customer's number removed)"],
    ['us-government', 'On federal-support.gitlab.com', 'On (US Government reference removed)'],
  ])('marks what was removed: %s', (kind, draft, text) => {
    expect(redact(draft, RULES)).toEqual({ text, removed: { [kind]: 1 } });
  });

  it('counts removals per kind', () => {
    const draft = 'ines@harbour.example and otto@harbour.example have aB3dE6gH9jK2mN5pQ8sT1vW4';

    expect(redact(draft, RULES)).toEqual({
      text: '(address removed) and (address removed) have (code removed)',
      removed: { 'e-mail': 2, code: 1 },
    });
  });

  it('joins lines', () => {
    expect(redact('  one\r\n two\t\tthree\u2028four ', RULES).text).toBe('one two three four');
  });

  it('truncates at a word boundary and reports it', () => {
    expect(redact('seats for everybody', { ...RULES, maxLength: 12 })).toEqual({
      text: 'seats for…',
      removed: { long: 1 },
    });
  });

  it('reports truncation of very long texts', () => {
    const { text, removed } = redact(`word ${'and on '.repeat(2_000)}`, { ...RULES, maxLength: 10_000 });

    expect(removed).toEqual({ long: 1 });
    expect(text.length).toBeLessThanOrEqual(4_000);
  });

  it('keeps ids while the own ids are unknown', () => {
    const draft = 'A-S00900077, A00900088, 0015g00000TeRnRAAV and #77120';

    expect(redact(draft, { ...RULES, ownIds: null })).toEqual({ text: draft, removed: {} });
  });

  it('keeps ticket numbers of a case without a ticket', () => {
    const ownIds = ['A-S00900001', 'A00900001'];

    expect(redact('In ticket #77120, A-S00900077', { ...RULES, ownIds }).text).toBe(
      "In ticket #77120, (another customer's number removed)",
    );
  });

  it('recognizes own ids in any spelling', () => {
    const draft = 'a-s00900001, AS00900001, 0015g00000HaLdM, ZD 48211 and ticket no. 48211';

    expect(redact(draft, RULES)).toEqual({ text: draft, removed: {} });
  });

  it.each([
    ['Look at #4411. It is on federal-support.gitlab.com', 'Look at #4411'],
    ['A US Government ticket #4411 says so', '#4411'],
  ])('removes ticket numbers of refused help desks while the own ids are unknown: %s', (draft, number) => {
    const { text, removed } = redact(draft, { ...RULES, ownIds: null });

    expect(text).not.toContain(number);
    expect(Object.keys(removed)).toEqual(['us-government']);
  });

  it.each([40, 64])('removes a license wrapped after %d characters as one', (width) => {
    const licence = 'eyJkYXRhIjoiQ2xQ'.repeat(8);
    const lines = (licence.match(new RegExp(`.{1,${String(width)}}`, 'g')) ?? []).join('\n');

    expect(redact(`It is ${lines}`, RULES)).toEqual({
      text: 'It is (licence removed)',
      removed: { licence: 1 },
    });
  });

  it('keeps the words after a license', () => {
    const { text } = redact(`It is ${'eyJkYXRhIjoi'.repeat(8)} unfortunately, they said`, RULES);

    expect(text).toBe('It is (licence removed) unfortunately, they said');
  });

  it('is idempotent', () => {
    fc.assert(
      fc.property(drafts(), fc.integer({ min: 20, max: 700 }), (draft, limit) => {
        const { text } = redact(draft, { ...RULES, maxLength: limit });

        expect(redact(text, { ...RULES, maxLength: limit })).toEqual({ text, removed: {} });
        expect(text.length).toBeLessThanOrEqual(limit);
        expect(text).not.toMatch(/<|:\/\/|@here|@channel|@everyone|\n|\p{Surrogate}/iu);
      }),
      { numRuns: sampleSize(1_500, 200) },
    );
  });

  it('removes codes and addresses in any context', () => {
    fc.assert(
      fc.property(drafts(), drafts(), (before, after) => {
        const draft = `${before} aB3dE6gH9jK2mN5pQ8sT1vW4 ines@harbour.example ${after}`;
        const { text } = redact(draft, { ...RULES, maxLength: 3_000 });

        expect(text).not.toMatch(/aB3dE6gH9jK2mN5pQ8sT1vW4|ines@harbour/);
      }),
      { numRuns: sampleSize(500, 80) },
    );
  });

  it('recognizes own ids with a look-alike letter', () => {
    expect(redact('А-S00900001 and Α00900001', RULES)).toEqual({
      text: 'A-S00900001 and A00900001',
      removed: {},
    });
  });

  it.each([
    ['percent signs', (levels: number) => `%${'25'.repeat(levels)}40`],
    ['ampersands', (levels: number) => `&${'amp;'.repeat(levels)}#64;`],
  ])('decodes nested %s of any depth', (_, nest) => {
    for (const levels of [1, 3, 5_000])
      expect(normalizeForRedaction(`ines${nest(levels)}harbour`)).toBe('ines@harbour');
  });

  it('limits the rounds of decoding nested escapes', () => {
    const nest = (levels: number) => `ines\\x${'5cx'.repeat(levels)}40harbour.example`;

    expect(normalizeForRedaction(nest(3))).toBe('ines@harbour.example');
    expect(normalizeForRedaction(nest(5_000))).toContain('5cx5cx5cx');
    expect(redact(nest(5_000), RULES).text).not.toMatch(/@|harbour/);
  });

  it('finishes quickly on texts made for excessive backtracking', () => {
    const seeds = fc.oneof(drafts(), fc.string({ minLength: 1, maxLength: 6 }));
    fc.assert(
      fc.property(seeds, fc.constantFrom('', '!', '@', ' x', '"', '}'), (seed, end) => {
        const draft = `${seed.repeat(Math.ceil(20_000 / Math.max(1, seed.length))).slice(0, 20_000)}${end}`;

        expect(redact(draft, RULES).text.length).toBeLessThanOrEqual(RULES.maxLength);
        expect(findPromise(draft)?.length ?? 0).toBeLessThanOrEqual(draft.length);
      }),
      { numRuns: sampleSize(150, 30) },
    );
  });
});

describe('adding removal counts', () => {
  it('adds per kind and omits zeros', () => {
    expect(addRemovedCounts({ link: 1, code: 2 }, { link: 3, file: 1 })).toEqual({
      link: 4,
      code: 2,
      file: 1,
    });
    expect(addRemovedCounts({}, {})).toEqual({});
  });

  it('covers every kind', () => {
    const one = Object.fromEntries(REMOVED_KINDS.map((kind) => [kind, 1]));

    expect(Object.values(addRemovedCounts(one, one))).toEqual(REMOVED_KINDS.map(() => 2));
  });
});

describe('finding a promise', () => {
  it.each(PROMISE_TEXTS)('finds one in: %s', (text) => {
    const promise = findPromise(text);

    expect(promise).not.toBeNull();
    expect(text).toContain(promise);
  });

  it.each([...TEXTS_WITHOUT_PROMISE, ...BENIGN_DRAFTS])('finds none in: %s', (text) => {
    expect(findPromise(text)).toBeNull();
  });

  it('returns the words of the promise', () => {
    expect(findPromise('Hello. I am sure that Sales will give them a 20% discount soon.')).toBe(
      'Sales will give them a 20% discount',
    );
  });
});
