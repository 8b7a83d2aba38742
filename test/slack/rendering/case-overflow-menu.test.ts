import { describe, expect, it } from 'vitest';
import type { Case } from '../../../src/domain/case.ts';
import type { Scenario } from '../../../src/domain/scenario.ts';
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

function optionsOf(kase: Case, withCopy = false) {
  return caseOverflowMenu(kase, stepProgressOf(kase, RENDERED_AT), { withCopy }).options.map(
    ({ text, value }) => ({
      text: text.text,
      value: value ?? '',
    }),
  );
}

function namesOf(kase: Case, withCopy = false): string[] {
  return optionsOf(kase, withCopy).map(({ text }) => text);
}

describe('the menu of a card', () => {
  it('always has the history, and the texts when the card has no button for them', () => {
    const withTexts = (some: NonNullable<Scenario['texts']>) =>
      aCaseWithEvents(aCheck({ scenario: aScenario({ texts: some }) }));

    expect(namesOf(aCaseWithEvents(), true)).toEqual(['History', 'Wrong verdict?']);
    expect(namesOf(withTexts(texts), true)).toEqual(['History', 'Copy reply', 'Wrong verdict?']);
    expect(namesOf(withTexts({ note: 'Checked.' }), true)).toEqual([
      'History',
      'Copy note',
      'Wrong verdict?',
    ]);
    expect(namesOf(withTexts(texts))).toEqual(['History', 'Wrong verdict?']);
  });

  it('has an override only while a guarded step is locked by a check that denied it', () => {
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

  it('returns what was chosen, as ids', () => {
    const kase = aCaseWithEvents(aCheck({ scenario: aScenario({ texts }) }), refusal);
    const values = optionsOf(kase, true).map(({ value }) => value);
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
    'ignores %j',
    (value) => {
      expect(() => parseCaseMenuValue(value)).toThrow();
    },
  );

  it('is valid for Slack for every guarded step of every scenario', () => {
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
