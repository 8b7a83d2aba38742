import { describe, expect, it } from 'vitest';
import { plainText } from '../../src/domain/text-fragments.ts';
import { TOPICS } from '../../src/domain/topics.ts';
import { VERDICTS } from '../../src/domain/verdict.ts';
import { type DigestFigures, digestSummaryText, digestTables } from '../../src/words/digest-text.ts';

const EMPTY: DigestFigures = {
  from: '2022-11-14T08:00:00.000Z',
  to: '2022-11-21T08:00:00.000Z',
  checksByVerdict: {},
  checksByTopic: {},
  disputedByVerdict: {},
  unusualLookups: [],
  handoffsSubmitted: 0,
  handoffsEndedByState: {},
  medianHoursToClaim: null,
  medianHoursToDone: null,
  overdueHandoffs: 0,
};

function week(changes: Partial<DigestFigures>): string {
  return plainText(digestSummaryText({ ...EMPTY, ...changes })).replaceAll('T08:00:00.000Z', '');
}

function tables(changes: Partial<DigestFigures>): Record<string, string[]> {
  return Object.fromEntries(
    digestTables({ ...EMPTY, ...changes }).map(({ title, rows }) => [title, rows.map(plainText)]),
  );
}

it('shows how many checks were not disputed, in total and for each disputed verdict', () => {
  const shares = { checksByVerdict: { direct: 3, reseller: 17 }, disputedByVerdict: { direct: 1 } };

  expect(tables(shares)['Verdicts nobody called wrong']).toEqual([
    'All: 19 of 20 (95 %)',
    'Direct: 2 of 3 (66 %)',
  ]);
  expect(tables({})['Verdicts nobody called wrong']).toBeUndefined();
});

describe('the week in one sentence', () => {
  it('is complete when nothing happened', () => {
    expect(week({})).toBe('2022-11-14 to 2022-11-21: no checks and no handoffs.');
  });

  it('shows what is waiting in a week without events', () => {
    expect(week({ overdueHandoffs: 2 })).toMatch(
      /: no checks and no handoffs\. 2 handoffs were overdue on 2022-11-21\.$/,
    );
  });

  it('uses the singular for one', () => {
    expect(
      week({
        checksByVerdict: { direct: 1 },
        handoffsSubmitted: 1,
        handoffsEndedByState: { done: 1 },
        overdueHandoffs: 1,
      }),
    ).toBe(
      '2022-11-14 to 2022-11-21: 1 check, 1 handoff submitted, 1 handoff ended. 1 handoff was overdue on 2022-11-21.',
    );
  });

  it('adds up, and says so when nothing is waiting', () => {
    expect(
      week({
        checksByVerdict: { direct: 9, reseller: 12 },
        handoffsSubmitted: 5,
        handoffsEndedByState: { done: 3, withdrawn: 1 },
      }),
    ).toBe(
      '2022-11-14 to 2022-11-21: 21 checks, 5 handoffs submitted, 4 handoffs ended. No handoff was overdue on 2022-11-21.',
    );
  });

  it('omits handoffs when there were only checks', () => {
    expect(week({ checksByVerdict: { direct: 2 } })).toBe('2022-11-14 to 2022-11-21: 2 checks.');
  });
});

describe('the numbers of a week', () => {
  it('are absent when nothing happened', () => {
    expect(digestTables(EMPTY)).toEqual([]);
  });

  it('omit what did not happen, and show the most frequent first', () => {
    expect(
      tables({
        checksByVerdict: { direct: 3, reseller: 12, msp: 0 },
        checksByTopic: { 'sign-in': 4, 'direct-renewal': 11 },
        handoffsSubmitted: 5,
        handoffsEndedByState: { declined: 1, done: 3, withdrawn: 0 },
        medianHoursToClaim: 2.5,
        medianHoursToDone: 9,
      }),
    ).toEqual({
      Verdicts: ['Reseller: 12', 'Direct: 3'],
      'Verdicts nobody called wrong': ['All: 15 of 15 (100 %)'],
      Topics: ['renew directly: 11', 'cannot sign in: 4'],
      Handoffs: ['Submitted: 5', 'Closed: 3', 'Declined: 1'],
      'Handoff times (median)': ['Time to claim: 2.5 working hours', 'Time to close: 9 working hours'],
    });
  });

  it('list who looked up unusually many customers, by id and without any customer', () => {
    expect(tables({ unusualLookups: [{ by: 'U0ANA', cases: 61 }] })).toEqual({
      'Unusually many customers looked up': ['U0ANA: 61 cases'],
    });
  });

  it('name every verdict and topic in words', () => {
    const ones = (all: readonly string[]) => Object.fromEntries(all.map((word) => [word, 1]));
    const { Verdicts = [], Topics = [] } = tables({
      checksByVerdict: ones([...VERDICTS, 'mixed', 'ambiguous', 'not-found']),
      checksByTopic: ones(TOPICS),
    });

    expect(Verdicts).toHaveLength(VERDICTS.length + 3);
    expect(Topics).toHaveLength(TOPICS.length);
    expect([...Verdicts, ...Topics].filter((row) => /[a-z]-[a-z]/.test(row))).toEqual([]);
  });

  it('show an unknown word as it is, prototypes included', () => {
    expect(tables({ checksByVerdict: { 'from-tomorrow': 1, constructor: 2 } })).toMatchObject({
      Verdicts: ['constructor: 2', 'from-tomorrow: 1'],
    });
  });

  it.each([
    [0, 'less than 6 working minutes'],
    [0.04, 'less than 6 working minutes'],
    [0.5, '0.5 working hours'],
    [1, '1 working hour'],
    [2.25, '2.3 working hours'],
    [24, '24 working hours'],
  ])('show %d hours as %s', (untilClaim, words) => {
    expect(Object.values(tables({ medianHoursToClaim: untilClaim })).flat()).toEqual([
      `Time to claim: ${words}`,
    ]);
  });
});
