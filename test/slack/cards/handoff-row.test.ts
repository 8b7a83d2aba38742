import { describe, expect, it } from '@jest/globals';
import type { KnownBlock } from '@slack/types';
import { validateBlocks } from '../../../scripts/sandbox/slack/validate-blocks.ts';
import type { Case } from '../../../src/domain/case.ts';
import type { Handoff, HandoffFact } from '../../../src/domain/handoff.ts';
import { progressOf } from '../../../src/domain/progress.ts';
import { handoffBlocks, handoffComesFirst } from '../../../src/slack/cards/handoff-row.ts';
import { aCase, aCaseWith, aCheck, aScenario, NOW, ticked } from '../cases.ts';
import { ASKED, aHandoff, CLAIMED, STATES, someHandoffFacts } from '../handoffs.ts';
import { controlsOf, textsOf } from './drawn.ts';

const scenario = aScenario({
  steps: [
    { id: 'confirm', text: 'Confirm the request in {ticket}.' },
    { id: 'sales', text: 'Hand the case to Sales.', asks: 'the link', handsOff: true },
    { id: 'wait', text: 'Wait.', needs: { steps: ['sales'] } },
  ],
});

function aSalesCase(...steps: readonly string[]): Case {
  return aCaseWith(aCheck({ scenario }), ...steps.map((id) => ticked(id)));
}

function drawn(handoff: Handoff | null, kase: Case = aSalesCase('confirm')) {
  const all = handoffBlocks(handoff, kase, progressOf(kase, NOW));
  const blocks: KnownBlock[] = all.map(({ block }) => block);
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
  it('begins with a button that drafts one, which stands out when that step comes next', () => {
    expect(drawn(null).buttons).toMatchObject([
      {
        action_id: 'draft-handoff',
        text: { text: 'Draft handoff' },
        value: '{"caseId":"c0123456789abcde"}',
        style: 'primary',
        accessibility_label: 'Draft handoff: A-S00900001',
      },
    ]);
    expect(drawn(null, aSalesCase()).buttons[0]?.style).toBeUndefined();
  });

  it('is nothing where no step hands the case over, or that step is done', () => {
    expect(drawn(null, aCase())).toEqual({ said: '', buttons: [], menu: [] });
    expect(drawn(null, aSalesCase('confirm', 'sales')).buttons).toEqual([]);
  });

  it.each([
    ['sending', /being sent to Sales \(EMEA\)…/, []],
    ['open', /with Sales \(EMEA\) since .+ An answer is expected by /, []],
    ['asked', /has a question[\s\S]+<@U0ROBIN> asks: “Which plan do they want\?”/, ['Answer!']],
    ['answered', /with Sales/, []],
    ['claimed', /with <@U0ROBIN> of Sales since /, []],
    ['claimed and asked', /has a question/, ['Answer!']],
    ['released', /nobody has claimed it yet/, []],
    ['lapsed', /nobody has claimed it yet/, []],
    ['done', /Done by <@U0ROBIN> .+ · outcome: quoted directly/, ['Draft another handoff']],
    ['declined', /Declined by <@U0ROBIN>/, ['Draft another handoff']],
    ['withdrawn', /Withdrawn by <@U0ANA>/, ['Draft another handoff']],
    ['refused', /not sent: I am not in that channel\. Invite me/, ['Edit and send again!']],
    ['unsure', /did not say whether the handoff arrived/, ['It is not there', 'Try again']],
    ['erased', /its data was erased\. Done by/, ['Draft another handoff']],
  ] as const)(
    'says what matters when it is %s, with what can be done (! stands out)',
    (name, words, expected) => {
      const { said, buttons } = drawn(STATES[name] ?? null);

      expect(said).toMatch(words);
      expect(buttons.map(({ text, style }) => `${text?.text}${style ? '!' : ''}`)).toEqual(expected);
      expect(
        buttons
          .map(({ value = '' }) => value)
          .filter((value) => !/^\{"(?:case|handoff)Id":"[\w-]+"\}$/.test(value)),
      ).toEqual([]);
    },
  );

  it('asks once more before a post counts as not there', () => {
    const [notThere] = drawn(STATES['unsure'] ?? null).buttons;

    expect(notThere).toMatchObject({
      action_id: 'handoff-not-there',
      confirm: { confirm: { text: 'It is not there' } },
    });
  });

  it.each([
    ['open', ['texts', 'link', 'look', 'withdraw']],
    ['sending', ['texts', 'link', 'withdraw']],
    ['refused', ['texts', 'link', 'withdraw']],
    ['done', ['texts', 'link', 'look']],
    ['declined', ['texts']],
    ['withdrawn', ['texts']],
    ['erased', []],
  ] as const)('has in its menu what makes sense when it is %s', (name, expected) => {
    const { menu } = drawn(STATES[name] ?? null);

    expect(menu.map((option) => option.do)).toEqual(expected);
    expect(menu.every(({ handoffId }) => handoffId === 'h0123456789abcde-1')).toBe(true);
  });

  it('offers no look where the customer does not leave a reseller, or a look has said yes', () => {
    const facts = someHandoffFacts({ firstReseller: false });
    const seen = { asOf: '2022-11-23T08:00:00.000Z', subscriptions: [], gap: null };
    const watched: HandoffFact = { kind: 'watched', allowed: true, seen };

    expect(drawn(aHandoff([], { facts })).menu.map((option) => option.do)).not.toContain('look');
    expect(drawn(aHandoff([watched])).menu.map((option) => option.do)).not.toContain('look');
  });

  it('comes first on the card only while the engineer has something to do with it', () => {
    const comesFirst = (handoff: Handoff | null, kase = aSalesCase('confirm')) =>
      handoffComesFirst(handoff, progressOf(kase, NOW));

    expect(Object.keys(STATES).filter((name) => comesFirst(STATES[name] ?? null))).toEqual([
      'asked',
      'claimed and asked',
      'refused',
      'unsure',
    ]);
    expect([comesFirst(null), comesFirst(null, aSalesCase()), comesFirst(null, aCase())]).toEqual([
      true,
      false,
      false,
    ]);
    expect(comesFirst(aHandoff([CLAIMED, ASKED]))).toBe(true);
  });
});
