import { describe, expect, it } from 'vitest';
import { createRandom } from '../../scripts/simulate/random.ts';
import { searchSlowest } from '../../scripts/slow-patterns/search-slowest.ts';
import { isTooSlow } from '../../scripts/slow-patterns/timing.ts';

describe('The search for slow patterns', () => {
  it.each([
    ['time that grows with the square of the length', /\s+$/],
    ['a search for the end of each name', /(?:licence|subscription)(?:key|code): ?(?=\S*\d)\S{8,}/],
    ['exponential time', /^(?:a+)+$/],
    ['exponential time of alternatives', /(?:\w|a|_)+:/],
  ])('finds %s', (_, pattern) => {
    expect(isTooSlow(searchSlowest(pattern, createRandom(1)))).toBe(true);
  });

  it.each([/a/, /\s{1,20}$/, /(?<![a-z])[a-z]+@/])('accepts %s', (pattern) => {
    expect(isTooSlow(searchSlowest(pattern, createRandom(1)))).toBe(false);
  });
});

describe('A time', () => {
  it.each([
    [{ ms: 20.1, growth: 2 }, true],
    [{ ms: 19.9, growth: 2 }, false],
    [{ ms: 4.1, growth: 3.5 }, true],
    [{ ms: 3.9, growth: 4 }, false],
  ])('of %o is too slow: %s', (timing, expected) => {
    expect(isTooSlow(timing)).toBe(expected);
  });
});
