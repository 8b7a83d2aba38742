import { describe, expect, it } from 'vitest';
import type { StepEvent } from '../../src/domain/case.ts';
import type { SettledBy, Step } from '../../src/domain/scenario.ts';
import { settledByInput, settledSteps } from '../../src/domain/settled-steps.ts';
import { aCaseWithEvents, aCheck, aScenario, aStepDone, RENDERED_AT } from '../builders/cases.ts';
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
  { id: 'announce', text: 'Tell the channel.', settledBy: 'posted' },
  { id: 'login', text: 'Enable the login.', settledBy: 'posted', requires: { verdict: ['direct'] } },
  { id: 'mark', text: 'Mark the ticket.' },
];

function settledIds(kinds: readonly SettledBy[], link: string | null, ...events: StepEvent[]): string[] {
  const kase = aCaseWithEvents(aCheck({ scenario: aScenario({ steps: STEPS }) }), ...events);
  return settledSteps(kase, RENDERED_AT, { settled: new Set(kinds), link }).map(({ step }) => step.id);
}

describe('the steps that a handoff settles', () => {
  it('are those that ask for what the form held', () => {
    expect(settledIds(['plan-and-seats'], null)).toEqual(['gather']);
    expect(settledIds(['written-wish'], null)).toEqual(['wish']);
    expect(settledIds([], null)).toEqual([]);
  });

  it('include a step that waits only for one settled at the same time', () => {
    expect(settledIds(['plan-and-seats', 'chatter-link'], LINK)).toEqual(['gather', 'ask']);
    expect(settledIds(['chatter-link'], LINK)).toEqual([]);
  });

  it('leave out what is done, and what a guard locks', () => {
    expect(settledIds(['plan-and-seats', 'posted'], null, aStepDone('gather'))).toEqual(['announce']);
  });

  it('include a done step whose link has changed', () => {
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
