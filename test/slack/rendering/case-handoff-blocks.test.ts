import type { KnownBlock } from '@slack/types';
import { describe, expect, it } from 'vitest';
import { validateBlocks } from '../../../scripts/sandbox/slack/validate-blocks.ts';
import type { Case } from '../../../src/domain/case.ts';
import type { Handoff } from '../../../src/domain/handoff.ts';
import type { HandoffEventDetails } from '../../../src/domain/handoff-events.ts';
import { stepProgressOf } from '../../../src/domain/step-progress.ts';
import { actions } from '../../../src/slack/block-kit/blocks.ts';
import {
  caseHandoffBlocks,
  draftHandoffButtons,
  isHandoffNextAction,
} from '../../../src/slack/rendering/case-handoff-blocks.ts';
import { aCase, aCaseWithEvents, aCheck, aScenario, aStepDone, RENDERED_AT } from '../../builders/cases.ts';
import {
  ASKED,
  aHandoff,
  aHandoffFacts,
  aHandoffInput,
  CLAIMED,
  HANDOFFS_BY_STATE,
} from '../../builders/handoffs.ts';
import { controlsOf, textsOf } from './rendered-blocks.ts';

const scenario = aScenario({
  steps: [
    { id: 'confirm', text: 'Confirm the request in {ticket}.' },
    { id: 'sales', text: 'Hand the case to Sales.', linkLabel: 'the link', startsHandoff: true },
    { id: 'wait', text: 'Wait.', requires: { steps: ['sales'] } },
  ],
});

function aSalesCase(...steps: readonly string[]): Case {
  return aCaseWithEvents(aCheck({ scenario }), ...steps.map((id) => aStepDone(id)));
}

function renderRow(handoff: Handoff | null, kase: Case = aSalesCase('confirm')) {
  const draft = draftHandoffButtons(handoff, kase, stepProgressOf(kase, RENDERED_AT));
  const blocks: KnownBlock[] = [
    ...caseHandoffBlocks(handoff, kase).map(({ block }) => block),
    ...(draft.length > 0 ? [actions(draft)] : []),
  ];
  expect(validateBlocks(blocks, 'message')).toEqual([]);
  const controls = controlsOf(blocks);
  return {
    said: textsOf(blocks).join('\n'),
    buttons: controls.filter(({ options }) => !options),
    menu: controls.flatMap(({ options = [] }) =>
      options.map(({ value }) => JSON.parse(value) as { handoffId: string; do: string }),
    ),
  };
}

describe('the handoff on the card of its case', () => {
  it('starts with a button that drafts one, which is primary when that step is next', () => {
    expect(renderRow(null).buttons).toMatchObject([
      {
        action_id: 'draft-handoff',
        text: { text: 'Draft handoff' },
        value: '{"caseId":"c0123456789abcde"}',
        style: 'primary',
        accessibility_label: 'Draft handoff: A-S00900001',
      },
    ]);
    expect(renderRow(null, aSalesCase()).buttons[0]?.style).toBeUndefined();
  });

  it('is absent when no step hands the case over, or that step is done', () => {
    expect(renderRow(null, aCase())).toEqual({ said: '', buttons: [], menu: [] });
    expect(renderRow(null, aSalesCase('confirm', 'sales')).buttons).toEqual([]);
  });

  it.each([
    ['sending', /sending to Sales \(EMEA\)…/, []],
    ['open', /with Sales \(EMEA\) since .+ An answer is expected by /, []],
    ['unlinked', /nobody has claimed it yet\. Not handed over yet: no Chatter/, ['Add Salesforce link!']],
    ['asked', /asked a question[\s\S]+<@U0ROBIN> asks: “Which plan do they want\?”/, ['Answer!']],
    ['answered', /with Sales/, []],
    ['claimed', /with <@U0ROBIN> of Sales since /, []],
    ['claimed and asked', /asked a question/, ['Answer!']],
    ['released', /nobody has claimed it yet/, []],
    ['lapsed', /nobody has claimed it yet/, []],
    ['done', /Closed by <@U0ROBIN> .+ · outcome: quoted directly/, ['Draft another handoff']],
    ['declined', /Declined by <@U0ROBIN>/, ['Draft another handoff']],
    ['withdrawn', /Withdrawn by <@U0ANA>/, ['Draft another handoff']],
    ['refused', /not sent: I am not in that channel\. Invite me/, ['Edit and send again!']],
    [
      'outcomeUnknown',
      /did not confirm whether the handoff was posted/,
      ['Post is missing', 'Edit and send again'],
    ],
    ['erased', /its data was erased\. Closed by/, ['Draft another handoff']],
  ] as const)('shows status and buttons when it is %s (! marks the primary one)', (name, words, expected) => {
    const { said, buttons } = renderRow(HANDOFFS_BY_STATE[name] ?? null);

    expect(said).toMatch(words);
    expect(buttons.map(({ text, style }) => `${text?.text}${style ? '!' : ''}`)).toEqual(expected);
    expect(
      buttons
        .map(({ value = '' }) => value)
        .filter((value) => !/^\{"(?:case|handoff)Id":"[\w-]+"(?:,"do":"link")?\}$/.test(value)),
    ).toEqual([]);
  });

  it('shows the figures of the licence page, with the true-up and what is missing', () => {
    const counts = { usersInLicence: 100, billableUsers: null, maximumUsers: 130, usersOverLicence: null };
    const handoff = aHandoff([], { input: aHandoffInput({ counts }) });

    expect(renderRow(handoff).said).toContain(
      'Users in licence: 100 · Maximum users: 130\nTrue-up: 130 maximum users minus 100 users in licence = 30.\nNot known: billable users and users over licence.',
    );
  });

  it('asks for confirmation before a post counts as missing', () => {
    const [notThere] = renderRow(HANDOFFS_BY_STATE['outcomeUnknown'] ?? null).buttons;

    expect(notThere).toMatchObject({
      action_id: 'handoff-post-missing',
      confirm: { confirm: { text: 'Post is missing' } },
    });
  });

  it.each([
    ['open', ['texts', 'link', 'check-now', 'withdraw']],
    ['sending', ['texts', 'link', 'withdraw']],
    ['refused', ['texts', 'link', 'withdraw']],
    ['done', ['texts', 'link', 'check-now']],
    ['declined', ['texts']],
    ['withdrawn', ['texts']],
    ['erased', []],
  ] as const)('has the menu items that apply when it is %s', (name, expected) => {
    const { menu } = renderRow(HANDOFFS_BY_STATE[name] ?? null);

    expect(menu.map((option) => option.do)).toEqual(expected);
    expect(menu.every(({ handoffId }) => handoffId === 'h0123456789abcde-1')).toBe(true);
  });

  it("has no login check when the customer doesn't leave a reseller, or when a check has allowed the login", () => {
    const facts = aHandoffFacts({ firstBoughtFromReseller: false });
    const seen = { asOf: '2022-11-23T08:00:00.000Z', subscriptions: [], gap: null };
    const watched: HandoffEventDetails = { kind: 'login-checked', loginAllowed: true, snapshot: seen };

    expect(renderRow(aHandoff([], { facts })).menu.map((option) => option.do)).not.toContain('check-now');
    expect(renderRow(aHandoff([watched])).menu.map((option) => option.do)).not.toContain('check-now');
  });

  it('comes first on the card only while the engineer has something to do with it', () => {
    const comesFirst = (handoff: Handoff | null, kase = aSalesCase('confirm')) =>
      isHandoffNextAction(handoff, stepProgressOf(kase, RENDERED_AT));

    expect(
      Object.keys(HANDOFFS_BY_STATE).filter((name) => comesFirst(HANDOFFS_BY_STATE[name] ?? null)),
    ).toEqual(['unlinked', 'asked', 'claimed and asked', 'refused', 'outcomeUnknown']);
    expect([comesFirst(null), comesFirst(null, aSalesCase()), comesFirst(null, aCase())]).toEqual([
      true,
      false,
      false,
    ]);
    expect(comesFirst(aHandoff([CLAIMED, ASKED]))).toBe(true);
  });
});
