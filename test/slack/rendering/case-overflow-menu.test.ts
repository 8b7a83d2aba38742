import { describe, expect, it } from 'vitest';
import type { Case } from '../../../src/domain/case.ts';
import { stepProgressOf } from '../../../src/domain/step-progress.ts';
import { caseOverflowMenu, parseCaseMenuValue } from '../../../src/slack/rendering/case-overflow-menu.ts';
import {
  aCaseWithEvents,
  aCheck,
  aGuardAllowed,
  aGuardRefused,
  anAccountSnapshot,
  anOverrideApproval,
  anOverrideRequest,
  aScenario,
  aStepDone,
  RENDERED_AT,
} from '../../builders/cases.ts';
import { ALL_SCENARIOS } from '../../builders/policy.ts';

const refusal = aGuardRefused('enable', anAccountSnapshot({ subscriptions: [], gap: 'account' }));
const texts = { reply: 'Hello {customer}.' };

function optionsOf(kase: Case) {
  return caseOverflowMenu(kase, stepProgressOf(kase, RENDERED_AT)).options.map(({ text, value }) => ({
    text: text.text,
    value: value ?? '',
  }));
}

function namesOf(kase: Case): string[] {
  return optionsOf(kase).map(({ text }) => text);
}

describe('the menu of a card', () => {
  it('has the history always, and the texts when there are some', () => {
    expect(namesOf(aCaseWithEvents())).toEqual(['History', 'Wrong verdict?']);
    expect(namesOf(aCaseWithEvents(aCheck({ scenario: aScenario({ texts }) })))).toEqual([
      'History',
      'Copy texts',
      'Wrong verdict?',
    ]);
  });

  it('offers an override only while a guarded step is locked by a look that said no', () => {
    const asked = anOverrideRequest('enable', 'Sales said so');
    const withOverride = ['History', 'Override locked step 2', 'Wrong verdict?'];

    expect(namesOf(aCaseWithEvents(refusal))).toEqual(withOverride);
    expect(namesOf(aCaseWithEvents(refusal, aGuardAllowed('enable')))).toEqual(['History', 'Wrong verdict?']);
    expect(namesOf(aCaseWithEvents(refusal, asked))).toEqual(['History', 'Wrong verdict?']);
    expect(namesOf(aCaseWithEvents(refusal, asked, anOverrideApproval('enable')))).toEqual([
      'History',
      'Wrong verdict?',
    ]);
    expect(namesOf(aCaseWithEvents(refusal, aGuardAllowed('enable'), aStepDone('enable')))).toEqual([
      'History',
      'Wrong verdict?',
    ]);
  });

  it('says what was chosen, as ids', () => {
    const kase = aCaseWithEvents(aCheck({ scenario: aScenario({ texts }) }), refusal);
    const values = optionsOf(kase).map(({ value }) => value);
    const caseId = 'c0123456789abcde';

    expect(values[0]).toBe('{"caseId":"c0123456789abcde","show":"history"}');
    expect(values.map(parseCaseMenuValue)).toEqual([
      { show: 'history', caseId },
      { show: 'texts', caseId },
      { show: 'override', caseId, stepId: 'enable' },
      { show: 'dispute', caseId },
    ]);
  });

  it.each(['', '7', 'null', '{}', '{"caseId":"c1"}', '{"caseId":"c1","show":"money"}', '{"show":"history"}'])(
    'does not read %j',
    (value) => {
      expect(() => parseCaseMenuValue(value)).toThrow();
    },
  );

  it('fits into Slack for every guarded step of every scenario', () => {
    for (const scenario of ALL_SCENARIOS) {
      const guarded = scenario.steps.filter(({ requires }) => requires?.verdict);
      const refusals = guarded.map(({ id }) => aGuardRefused(id, anAccountSnapshot({ gap: 'account' })));
      const ticks = scenario.steps
        .filter(({ requires }) => !requires?.verdict)
        .map(({ id }) => aStepDone(id));

      expect(optionsOf(aCaseWithEvents(aCheck({ scenario }), ...ticks, ...refusals)).length).toBeGreaterThan(
        0,
      );
    }
  });
});
