import { describe, expect, it } from 'vitest';
import type { StepEvent } from '../../src/domain/case.ts';
import type { SettledBy, Step } from '../../src/domain/scenario.ts';
import { settledByInput, settledSteps } from '../../src/domain/settled-steps.ts';
import {
  aCaseWithEvents,
  aCheck,
  aGuardAllowed,
  anOverrideApproval,
  anOverrideRequest,
  aScenario,
  aStepDone,
  RENDERED_AT,
} from '../builders/cases.ts';
import { aHandoffInput } from '../builders/handoffs.ts';

const LINK = 'https://crm.example/0D5000000000001';
const STEPS: readonly Step[] = [
  { id: 'gather', text: 'Note plan and seats.', settledBy: 'plan-and-seats' },
  { id: 'wish', text: 'Ask for the written wish.', settledBy: 'written-wish' },
  {
    id: 'ask',
    text: 'Ask Sales.',
    startsHandoff: true,
    linkLabel: 'the link',
    requires: { steps: ['gather'] },
  },
  { id: 'login', text: 'Enable the login.', settledBy: 'written-wish', requires: { verdict: ['direct'] } },
  { id: 'mark', text: 'Mark the ticket.' },
  { id: 'case', text: 'Open a Case.', linkLabel: 'the link', settledBy: 'written-wish' },
  {
    id: 'both',
    text: 'Tell both.',
    settledBy: 'written-wish',
    requires: { steps: ['gather', 'mark'] },
  },
  {
    id: 'read',
    text: 'Look it up.',
    settledBy: 'written-wish',
    answer: 'Zuora: always invoiced to {customer}',
  },
];

function settledIds(kinds: readonly SettledBy[], link: string | null, ...events: StepEvent[]): string[] {
  const kase = aCaseWithEvents(aCheck({ scenario: aScenario({ steps: STEPS }) }), ...events);
  return settledSteps(kase, RENDERED_AT, { settled: new Set(kinds), link }).map(({ step }) => step.id);
}

describe('the steps that a handoff settles', () => {
  it('are those that ask for what the form contains', () => {
    expect(settledIds(['plan-and-seats'], null)).toEqual(['gather']);
    expect(settledIds(['written-wish'], null)).toEqual(['wish']);
    expect(settledIds([], null)).toEqual([]);
  });

  it('include a step that waits only for one settled at the same time', () => {
    expect(settledIds(['plan-and-seats', 'chatter-link'], LINK)).toEqual(['gather', 'ask']);
  });

  it('include the handoff once its link is known, even if an earlier step was undone meanwhile', () => {
    expect(settledIds(['chatter-link'], LINK)).toEqual(['ask']);
    expect(settledIds(['chatter-link'], null)).toEqual([]);
  });

  it('exclude completed and guarded steps', () => {
    expect(settledIds(['plan-and-seats', 'written-wish'], null, aStepDone('gather'))).toEqual(['wish']);
  });

  it('include an open step that asks for the link of the handoff, when there is one', () => {
    expect(settledIds(['chatter-link'], LINK, aStepDone('gather'))).toEqual(['ask']);
    expect(settledIds(['chatter-link'], null, aStepDone('gather'))).toEqual([]);
  });

  it('exclude a step that asks for another link', () => {
    expect(settledIds(['written-wish'], LINK)).toEqual(['wish']);
  });

  it('exclude a step that also waits for one that stays open', () => {
    expect(settledIds(['plan-and-seats', 'written-wish'], null)).toEqual(['gather', 'wish']);
  });

  it('exclude steps that the systems have answered', () => {
    expect(settledIds(['written-wish'], null)).toEqual(['wish']);
  });

  it.each([
    ['allowed', [aGuardAllowed('login')]],
    ['overridden', [anOverrideRequest('login', 'Zuora is down'), anOverrideApproval('login')]],
    ['about to be overridden', [anOverrideRequest('login', 'Zuora is down')]],
  ])('exclude a guarded step that is %s', (_, events) => {
    expect(settledIds(['written-wish'], null, ...events)).toEqual(['wish']);
  });

  it('have the link only where they ask for the one of the handoff', () => {
    const kase = aCaseWithEvents(aCheck({ scenario: aScenario({ steps: STEPS }) }));
    const settled = new Set<SettledBy>(['plan-and-seats', 'chatter-link']);

    expect(
      settledSteps(kase, RENDERED_AT, { settled, link: LINK }).map(({ step, link }) => [step.id, link]),
    ).toEqual([
      ['gather', null],
      ['ask', LINK],
    ]);
  });

  it('exclude a completed step when there is no link, whatever its value', () => {
    const done = [aStepDone('gather'), { ...aStepDone('ask'), value: LINK } as StepEvent];

    expect(settledIds(['chatter-link'], null, ...done)).toEqual([]);
    expect(settledIds(['plan-and-seats'], LINK, ...done)).toEqual([]);
  });

  it('include a completed step whose link has changed', () => {
    const done = [aStepDone('gather'), { ...aStepDone('ask'), value: LINK } as StepEvent];

    expect(settledIds(['chatter-link'], LINK, ...done)).toEqual([]);
    expect(settledIds(['chatter-link'], `${LINK}9`, ...done)).toEqual(['ask']);
  });
});

describe('what the form of a handoff settles', () => {
  it.each([
    [{}, ['chatter-link', 'written-wish', 'plan-and-seats']],
    [{ salesforceLink: null, seats: null }, ['written-wish']],
    [{ writtenWish: 'not-asked', plan: null }, ['chatter-link']],
  ] as const)('with %j: %j', (changes, kinds) => {
    expect([...settledByInput(aHandoffInput(changes))]).toEqual(kinds);
  });
});
