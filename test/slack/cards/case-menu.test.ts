import { describe, expect, it } from '@jest/globals';
import type { Case } from '../../../src/domain/case.ts';
import { progressOf } from '../../../src/domain/progress.ts';
import { scenarios } from '../../../src/scenarios/index.ts';
import { caseMenu, readMenuValue } from '../../../src/slack/cards/case-menu.ts';
import {
  aCaseWith,
  aCheck,
  aScenario,
  aSight,
  lookAllowed,
  lookRefused,
  NOW,
  overrideAgreed,
  overrideAsked,
  ticked,
} from '../cases.ts';

const refusal = lookRefused('enable', aSight({ subscriptions: [], gap: 'account' }));
const texts = { reply: 'Hello {customer}.' };

function optionsOf(kase: Case) {
  return caseMenu(kase, progressOf(kase, NOW)).options.map(({ text, value }) => ({
    text: text.text,
    value: value ?? '',
  }));
}

function namesOf(kase: Case): string[] {
  return optionsOf(kase).map(({ text }) => text);
}

describe('the menu of a card', () => {
  it('has the history always, and the texts when there are some', () => {
    expect(namesOf(aCaseWith())).toEqual(['History']);
    expect(namesOf(aCaseWith(aCheck({ scenario: aScenario({ texts }) })))).toEqual(['History', 'Copy texts']);
  });

  it('offers an override only while a guarded step is locked by a look that said no', () => {
    const asked = overrideAsked('enable', 'Sales said so');
    const withOverride = ['History', 'Override locked step 2'];

    expect(namesOf(aCaseWith(refusal))).toEqual(withOverride);
    expect(namesOf(aCaseWith(refusal, lookAllowed('enable')))).toEqual(['History']);
    expect(namesOf(aCaseWith(refusal, asked))).toEqual(['History']);
    expect(namesOf(aCaseWith(refusal, asked, overrideAgreed('enable')))).toEqual(['History']);
    expect(namesOf(aCaseWith(refusal, lookAllowed('enable'), ticked('enable')))).toEqual(['History']);
  });

  it('says what was chosen, as ids', () => {
    const kase = aCaseWith(aCheck({ scenario: aScenario({ texts }) }), refusal);
    const values = optionsOf(kase).map(({ value }) => value);
    const caseId = 'c0123456789abcde';

    expect(values[0]).toBe('{"caseId":"c0123456789abcde","show":"history"}');
    expect(values.map(readMenuValue)).toEqual([
      { show: 'history', caseId },
      { show: 'texts', caseId },
      { show: 'override', caseId, stepId: 'enable' },
    ]);
  });

  it.each(['', '7', 'null', '{}', '{"caseId":"c1"}', '{"caseId":"c1","show":"money"}', '{"show":"history"}'])(
    'does not read %j',
    (value) => {
      expect(() => readMenuValue(value)).toThrow();
    },
  );

  it('fits into Slack for every guarded step of every scenario', () => {
    for (const scenario of scenarios) {
      const guarded = scenario.steps.filter(({ needs }) => needs?.verdict);
      const refusals = guarded.map(({ id }) => lookRefused(id, aSight({ gap: 'account' })));
      const ticks = scenario.steps.filter(({ needs }) => !needs?.verdict).map(({ id }) => ticked(id));

      expect(optionsOf(aCaseWith(aCheck({ scenario }), ...ticks, ...refusals)).length).toBeGreaterThan(0);
    }
  });
});
