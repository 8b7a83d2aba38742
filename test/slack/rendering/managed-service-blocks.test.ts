import { describe, expect, it } from 'vitest';
import type { Case } from '../../../src/domain/case.ts';
import type { ManagedServiceSign } from '../../../src/domain/classify-subscription.ts';
import type { Judgement } from '../../../src/domain/verdict.ts';
import { renderCaseCard } from '../../../src/slack/rendering/case-card.ts';
import { isManagedServiceAsked } from '../../../src/slack/rendering/managed-service-blocks.ts';
import { aCase, aCheck, LINKS, RENDERED_AT } from '../../builders/cases.ts';

function caseWith(managedService: ManagedServiceSign | null, changes: Parameters<typeof aCheck>[0] = {}) {
  const judgements = aCheck().judgements.map((one): Judgement => ({ ...one, managedService }));
  return aCase(aCheck({ judgements, ...changes }));
}

function cardOf(kase: Case): string {
  return JSON.stringify(renderCaseCard(kase, LINKS, { now: RENDERED_AT, handoff: null }).blocks);
}

describe('the question about a managed service', () => {
  it.each<[ManagedServiceSign, string[], string[]]>([
    ['unconfirmed', ['confirm-managed-service', 'deny-managed-service'], []],
    ['confirmed', ['deny-managed-service'], ['confirm-managed-service']],
    ['denied', ['confirm-managed-service'], ['deny-managed-service']],
  ])('lists the answers that were not given: %s', (sign, offered, missing) => {
    const blocks = cardOf(caseWith(sign));

    for (const id of offered) expect(blocks).toContain(`"${id}"`);
    for (const id of missing) expect(blocks).not.toContain(`"${id}"`);
  });

  it('is not asked when Salesforce settles it, when it does not matter, or for several kinds at once', () => {
    for (const kase of [
      caseWith('opportunity'),
      caseWith(null),
      caseWith('unconfirmed', { verdict: 'mixed' }),
    ]) {
      expect(isManagedServiceAsked(kase)).toBe(false);
      expect(cardOf(kase)).not.toContain('managed-service"');
    }
  });

  it('replaces the next step, which keeps its button in the list of steps', () => {
    const [asked, settled] = [caseWith('unconfirmed'), caseWith('opportunity')].map(cardOf);

    expect(asked).not.toContain('*Next:* Confirm');
    expect(settled).toContain('*Next:* Confirm');
    expect(asked?.split('"step-done"')).toHaveLength(settled?.split('"step-done"').length ?? 0);
  });
});
