import { describe, expect, it } from 'vitest';
import { PLACEHOLDERS } from '../../src/domain/scenario.ts';
import { fillTemplate, joinWithAnd, phrase, plainText } from '../../src/domain/text-fragments.ts';
import { placeholdersIn } from '../builders/policy.ts';

describe('filling a sentence', () => {
  it('keeps our words and values from outside apart', () => {
    const pieces = fillTemplate('{customer} bought through {reseller}.', {
      customer: 'Halden Mills',
      reseller: 'Quillmark',
    });

    expect(pieces).toEqual([
      { kind: 'value', text: 'Halden Mills' },
      { kind: 'text', text: ' bought through ' },
      { kind: 'value', text: 'Quillmark' },
      { kind: 'text', text: '.' },
    ]);
  });

  it('says plain words of ours for what nobody knows', () => {
    const pieces = fillTemplate('Ask {reseller} about {ticket}.', {});

    expect(plainText(pieces)).toBe('Ask the reseller about the ticket.');
    expect(pieces.every(({ kind }) => kind === 'text')).toBe(true);
  });

  it.each([
    ['{customer} asks.', 'The customer asks.'],
    ['Stop. {customer} asks.', 'Stop. The customer asks.'],
    ['A renewal? {customer} asks.', 'A renewal? The customer asks.'],
    ['Now {customer} asks.', 'Now the customer asks.'],
    ['Account A.1 {customer}', 'Account A.1 the customer'],
  ])('%s reads "%s" when nothing is known', (template, said) => {
    expect(plainText(fillTemplate(template, {}))).toBe(said);
  });

  it.each(PLACEHOLDERS)('has a word for an empty {%s}', (slot) => {
    const said = plainText(fillTemplate(`x {${slot}}`, { [slot]: '' }));

    expect(said).toMatch(/^x [a-z]/);
  });

  it('takes a value that looks like a slot as a value', () => {
    const pieces = fillTemplate('{customer} and {reseller}', {
      customer: '{reseller}',
      reseller: 'Quillmark',
    });

    expect(plainText(pieces)).toBe('{reseller} and Quillmark');
  });

  it('leaves a name that is no slot as it is written', () => {
    expect(plainText(fillTemplate('{client} of {account}', { account: 'A00900001' }))).toBe(
      '{client} of A00900001',
    );
  });
});

describe('looking into a sentence', () => {
  it('finds every name in braces, also a misspelt one', () => {
    expect(placeholdersIn('{customer}, {client}, {}')).toEqual(['customer', 'client', '']);
  });
});

describe('saying something around a value', () => {
  it('marks the value as coming from outside', () => {
    expect(phrase`invoice goes to ${'<!channel>'}`).toEqual([
      { kind: 'text', text: 'invoice goes to ' },
      { kind: 'value', text: '<!channel>' },
    ]);
  });
});

describe('a list in words', () => {
  it.each([
    [[], ''],
    [['a'], 'a'],
    [['a', 'b'], 'a and b'],
    [['a', 'b', 'c'], 'a, b and c'],
    [['a', 'b', 'c', 'd'], 'a, b and 2 more'],
  ])('%j reads "%s"', (values, said) => {
    expect(joinWithAnd(values)).toBe(said);
  });
});
