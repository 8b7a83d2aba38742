import { describe, expect, it } from 'vitest';
import { readStoredCheck } from '../../src/store/stored-check.ts';
import { aFilledCheck } from '../builders/filled-cases.ts';

describe('a stored check', () => {
  it('comes back as it was written', () => {
    const check = aFilledCheck({
      trigger: 'manual',
      manualFacts: { requester: 'reseller' },
      proof: 'invoice',
    });

    expect(readStoredCheck(JSON.stringify(check))).toEqual(check);
  });
});
