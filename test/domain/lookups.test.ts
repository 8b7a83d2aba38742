import { expect, it } from 'vitest';
import { unusualLookups } from '../../src/domain/lookups.ts';

const week = (...cases: readonly number[]) =>
  unusualLookups(cases.map((count, index) => ({ by: `U${index}`, cases: count }))).map(({ by }) => by);

it.each<[string, readonly number[], readonly string[]]>([
  ['nobody in a week without checks', [], []],
  ['nobody below 30 cases', [29, 1, 1], []],
  ['the person who has more than three times the median of the others', [31, 10, 10, 10], ['U0']],
  ['nobody with three times the median', [30, 10, 10, 10], []],
  ['nobody where all are as busy', [90, 80, 85], []],
  ['one person alone', [30], ['U0']],
  ['several, most first', [40, 60, 1, 1, 1], ['U1', 'U0']],
])('Unusually many customers are looked up by %s', (_, cases, people) => {
  expect(week(...cases)).toEqual(people);
});
