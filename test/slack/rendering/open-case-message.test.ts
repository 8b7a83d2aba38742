import { describe, expect, it } from 'vitest';
import { validateBlocks, validateMrkdwn } from '../../../scripts/sandbox/slack/validate-blocks.ts';
import type { Case } from '../../../src/domain/case.ts';
import type { Handoff } from '../../../src/domain/handoff.ts';
import type { OpenCaseOptions } from '../../../src/slack/rendering/open-case-message.ts';
import { renderOpenCase } from '../../../src/slack/rendering/open-case-message.ts';
import { aCaseShown, aCaseWithEvents, aCheck, aScenario, aStepDone } from '../../builders/cases.ts';
import { aHandoff } from '../../builders/handoffs.ts';
import { controlsOf, textsOf } from './rendered-blocks.ts';

const check = aCheck({
  scenario: aScenario({
    steps: [
      { id: 'ask', text: 'Ask {customer}.' },
      { id: 'tell', text: 'Tell {customer} who sells to them.' },
    ],
  }),
});
const again = {
  kind: 'subscription',
  number: 'A-S00900001',
  ticket: { kind: 'ticket', host: 'help.example', id: '48211' },
  topic: 'sign-in',
  thread: '1669125600.000100',
} as const;
const OPTIONS: OpenCaseOptions = {
  now: new Date('2022-11-22T14:10:00.000Z'),
  viewer: 'U0CYD',
  channel: 'C0SUPPORT',
  cardUrl: 'https://slack.example/archives/C0SUPPORT/p1',
  again,
};

function render(kase: Case, options: Partial<OpenCaseOptions> = {}, handoff: Handoff | null = null) {
  const { text, blocks } = renderOpenCase({ kase, handoff }, { ...OPTIONS, ...options });
  expect(validateBlocks(blocks, 'message')).toEqual([]);
  expect(validateMrkdwn(text)).toEqual([]);
  return { said: textsOf(blocks).join('\n'), controls: controlsOf(blocks) };
}

describe('the open case of a request', () => {
  it('shows who works on it, its progress and the next step', () => {
    const ticked = { ...aStepDone('ask'), by: 'U0BEN' };
    const { said } = render(aCaseWithEvents(check, ticked));

    expect(said).toContain('There is an open case for subscription A-S00900001');
    expect(said).toMatch(/Opened by <@U0ANA> <!date.+ · last worked on by <@U0BEN> <!date/);
    expect(said).toContain('1 of 2 steps done · next: step 2 “Tell Halden Mills who sells to them.”');
    expect(said).not.toContain('Handoff:');
  });

  it('names nobody who was only shown the case', () => {
    expect(render(aCaseWithEvents(check, aCaseShown())).said).not.toContain('last worked on by');
  });

  it('shows the state of the handoff', () => {
    expect(render(aCaseWithEvents(check), {}, aHandoff()).said).toMatch(/^Handoff: .+/m);
  });

  it('has buttons to open the card and to check again, with ids only', () => {
    expect(render(aCaseWithEvents(check)).controls).toMatchObject([
      { action_id: 'open-link-card', url: OPTIONS.cardUrl },
      { action_id: 'start-anew', value: JSON.stringify(again) },
    ]);
  });

  it('tells other people in whose direct messages the card is', () => {
    const kase = aCaseWithEvents(check);

    expect(render(kase, { channel: 'U0ANA', cardUrl: null }).said).toContain('direct messages of <@U0ANA>');
    expect(render(kase, { channel: 'U0ANA', cardUrl: null }).controls).toHaveLength(1);
    expect(render(kase, { channel: 'U0ANA', viewer: 'U0ANA' }).said).not.toContain('direct messages of');
  });
});
