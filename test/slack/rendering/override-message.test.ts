import { describe, expect, it } from 'vitest';
import { validateBlocks, validateMrkdwn } from '../../../scripts/sandbox/slack/validate-blocks.ts';
import type { Case } from '../../../src/domain/case.ts';
import { fallbackText } from '../../../src/slack/block-kit/fallback-text.ts';
import { renderOverrideRequest } from '../../../src/slack/rendering/override-message.ts';
import {
  aCaseWithEvents,
  aCheck,
  anOverrideApproval,
  anOverrideRequest,
  aScenario,
  aStepDone,
} from '../../builders/cases.ts';
import { controlsOf, textsOf } from './rendered-blocks.ts';

const check = aCheck({
  scenario: aScenario({
    steps: [{ id: 'tick', text: 'Enable the login of {customer}.', requires: { verdict: ['direct'] } }],
  }),
});
const asked = anOverrideRequest('tick', 'Sales confirmed it to ines@harbour.example');
const SOON = new Date('2022-11-22T14:10:00.000Z');
const MORE_THAN_A_DAY_LATER = new Date('2022-11-23T14:06:00.000Z');

function render(kase: Case, now = SOON) {
  const message = renderOverrideRequest(
    { kase, eventIndex: 1 },
    { key: 'override:c1:1', now, cardUrl: 'https://slack.example/card' },
  );
  expect(validateBlocks(message.blocks, 'message')).toEqual([]);
  expect([message.text, fallbackText(message.blocks)].flatMap(validateMrkdwn)).toEqual([]);
  return {
    said: textsOf(message.blocks).join('\n'),
    buttons: controlsOf(message.blocks).map(({ action_id }) => action_id),
    values: controlsOf(message.blocks).flatMap((control) => ('value' in control ? [control.value] : [])),
    metadata: message.metadata,
  };
}

describe('the request to approve an override', () => {
  it('shows the step, the reason without addresses, the deadline and the button', () => {
    const { said, buttons, values, metadata } = render(aCaseWithEvents(check, asked));

    expect(said).toMatch(/<@U0ANA> asks somebody else to approve an override/);
    expect(said).toMatch(/Reseller · A-S00900001: “Enable the login of Halden Mills\.”/);
    expect(said).toMatch(/Reason: Sales confirmed it to i…@harbour\.example/);
    expect(said).toMatch(/by <!date\^\d+\^[^|]+\|2022-11-23 14:05 UTC>/);
    expect(buttons).toEqual(['override-approve', 'open-link-card']);
    expect(values.join()).toContain('"request":1');
    expect(metadata).toEqual({ event_type: 'reseller_note', event_payload: { note_id: 'override:c1:1' } });
  });

  it.each<readonly [string, Case, Date, RegExp]>([
    [
      'it was approved',
      aCaseWithEvents(check, asked, anOverrideApproval('tick')),
      SOON,
      /Approved by <@U0BEN>/,
    ],
    [
      'the step was done after the approval',
      aCaseWithEvents(check, asked, anOverrideApproval('tick'), aStepDone('tick')),
      SOON,
      /Approved by <@U0BEN>/,
    ],
    ['it is a day old', aCaseWithEvents(check, asked), MORE_THAN_A_DAY_LATER, /has ended/],
    ['the case was checked again', aCaseWithEvents(check, asked, check), SOON, /has ended/],
    [
      'the case was checked again before the approval',
      aCaseWithEvents(check, asked, check, anOverrideApproval('tick')),
      SOON,
      /has ended/,
    ],
  ])('has no button to approve it once %s', (_, kase, now, outcome) => {
    const { said, buttons } = render(kase, now);

    expect(said).toMatch(outcome);
    expect(buttons).toEqual(['open-link-card']);
  });

  it('contains nothing about an erased case', () => {
    const { said, buttons } = render({ ...aCaseWithEvents(check, asked), erasedAt: SOON.toISOString() });

    expect(said).toMatch(/was erased/);
    expect(said).not.toMatch(/A-S0|Halden|Sales/);
    expect(buttons).toEqual([]);
  });
});
