import { describe, expect, it } from 'vitest';
import { PLACEHOLDERS } from '../../src/domain/scenario.ts';
import { fillTemplate, joinWithAnd, phrase, plainText } from '../../src/domain/text-fragments.ts';
import { placeholdersIn } from '../builders/policy.ts';

describe('fillTemplate', () => {
  it('distinguishes our words from values of other systems', () => {
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

  it('uses generic words for missing values', () => {
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
  ])('renders %s as "%s" when nothing is known', (template, said) => {
    expect(plainText(fillTemplate(template, {}))).toBe(said);
  });

  it.each(PLACEHOLDERS)('has a generic word for an empty {%s}', (slot) => {
    const said = plainText(fillTemplate(`x {${slot}}`, { [slot]: '' }));

    expect(said).toMatch(/^x [a-z]/);
  });

  it('does not replace placeholders within values', () => {
    const pieces = fillTemplate('{customer} and {reseller}', {
      customer: '{reseller}',
      reseller: 'Quillmark',
    });

    expect(plainText(pieces)).toBe('{reseller} and Quillmark');
  });

  it('leaves an unknown placeholder as it is', () => {
    expect(plainText(fillTemplate('{client} of {account}', { account: 'A00900001' }))).toBe(
      '{client} of A00900001',
    );
  });
});

describe('placeholdersIn', () => {
  it('finds every name in braces, even a misspelt one', () => {
    expect(placeholdersIn('{customer}, {client}, {}')).toEqual(['customer', 'client', '']);
  });
});

describe('phrase', () => {
  it('marks values as coming from other systems', () => {
    expect(phrase`invoice goes to ${'<!channel>'}`).toEqual([
      { kind: 'text', text: 'invoice goes to ' },
      { kind: 'value', text: '<!channel>' },
    ]);
  });
});

describe('joinWithAnd', () => {
  it.each([
    [[], ''],
    [['a'], 'a'],
    [['a', 'b'], 'a and b'],
    [['a', 'b', 'c'], 'a, b and c'],
    [['a', 'b', 'c', 'd'], 'a, b and 2 more'],
  ])('renders %j as "%s"', (values, said) => {
    expect(joinWithAnd(values)).toBe(said);
  });
});
