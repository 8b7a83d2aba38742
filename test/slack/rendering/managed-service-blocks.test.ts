import { describe, expect, it } from 'vitest';
import type { ManagedServiceSign } from '../../../src/domain/classify-subscription.ts';
import type { Judgement } from '../../../src/domain/verdict.ts';
import { managedServiceBlocks } from '../../../src/slack/rendering/managed-service-blocks.ts';
import { aCase, aCheck } from '../../builders/cases.ts';

function blocksFor(managedService: ManagedServiceSign | null, changes: Parameters<typeof aCheck>[0] = {}) {
  const judgements = aCheck().judgements.map((one): Judgement => ({ ...one, managedService }));
  return JSON.stringify(managedServiceBlocks(aCase(aCheck({ judgements, ...changes }))));
}

describe('the question about a managed service', () => {
  it.each<[ManagedServiceSign, string[], string[]]>([
    ['unconfirmed', ['confirm-managed-service', 'deny-managed-service'], []],
    ['confirmed', ['deny-managed-service'], ['confirm-managed-service']],
    ['denied', ['confirm-managed-service'], ['deny-managed-service']],
  ])('offers the answers that were not given: %s', (sign, offered, missing) => {
    const blocks = blocksFor(sign);

    for (const id of offered) expect(blocks).toContain(`"${id}"`);
    for (const id of missing) expect(blocks).not.toContain(`"${id}"`);
  });

  it('is not asked where Salesforce settles it, where it does not matter, or about several kinds at once', () => {
    expect(blocksFor('opportunity')).toBe('[]');
    expect(blocksFor(null)).toBe('[]');
    expect(blocksFor('unconfirmed', { verdict: 'mixed' })).toBe('[]');
  });
});
