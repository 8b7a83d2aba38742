import { describe, expect, it } from 'vitest';
import { missingUserCounts, trueUpOf } from '../../src/domain/user-counts.ts';

const COUNTS = { usersInLicence: 100, billableUsers: 120, maximumUsers: 130, usersOverLicence: 30 };

describe('the user counts of a licence page', () => {
  it.each([
    [{}, 30],
    [{ maximumUsers: 90 }, 0],
    [{ usersInLicence: 0 }, 130],
    [{ usersInLicence: null }, null],
    [{ maximumUsers: null }, null],
    [{ billableUsers: null, usersOverLicence: null }, 30],
  ])('%j give the true-up %s', (changes, trueUp) => {
    expect(trueUpOf({ ...COUNTS, ...changes })).toBe(trueUp);
  });

  it('are listed when they are missing, and zero is not missing', () => {
    expect(missingUserCounts({ ...COUNTS, billableUsers: null, usersOverLicence: 0 })).toEqual([
      'billableUsers',
    ]);
  });
});
