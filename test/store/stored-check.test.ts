import { describe, expect, it } from '@jest/globals';
import { readCheck } from '../../src/store/stored-check.ts';
import { aCheck } from './a-check.ts';

/** As the version before wrote it. */
function earlier(change: object): string {
  return JSON.stringify({ ...aCheck(), told: undefined, proof: undefined, ...change });
}

describe('a stored check', () => {
  it('comes back as it was written', () => {
    const check = aCheck({ because: 'told', told: { asker: 'reseller' }, proof: 'invoice' });

    expect(readCheck(JSON.stringify(check))).toEqual(check);
  });

  it('of the version before has no proof, and keeps its topic for the next look', () => {
    expect(readCheck(earlier({ topic: 'license-upload' }))).toEqual(
      aCheck({ topic: 'license-upload', proof: 'unknown', told: { topic: 'license-upload' } }),
    );
  });

  it('of the version before, written because somebody chose a topic, was told', () => {
    expect(readCheck(earlier({ because: 'topic' })).because).toBe('told');
    expect(readCheck(earlier({ because: 'recheck' })).because).toBe('recheck');
  });
});
