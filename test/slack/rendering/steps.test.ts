import { describe, expect, it } from 'vitest';
import { validateBlocks } from '../../../scripts/sandbox/slack/validate-blocks.ts';
import type { Case, Check, StepEvent } from '../../../src/domain/case.ts';
import type { Step } from '../../../src/domain/scenario.ts';
import { fallbackText } from '../../../src/slack/block-kit/fallback-text.ts';
import { renderCaseCard } from '../../../src/slack/rendering/case-card.ts';
import {
  aCaseWithEvents,
  aCheck,
  aGuardAllowed,
  aGuardRefused,
  anAccountSnapshot,
  anEvidence,
  anOverrideApproval,
  anOverrideRequest,
  aScenario,
  aStepDone,
  aStepUndone,
  aStepWithoutLink,
  aTicket,
  foundAnswer,
  gapAnswer,
  LINKS,
  RENDERED_AT,
  resoldSubscriptionEvidence,
} from '../../builders/cases.ts';
import { controlsOf, textsOf } from '../rendering/rendered-blocks.ts';

const VERDICTS = ['direct', 'transition-complete'] as const;
const STEPS: readonly Step[] = [
  { id: 'confirm', text: 'Confirm the request in {ticket}.' },
  { id: 'chatter', text: 'Ask Sales in Chatter.', linkLabel: 'the link to the Chatter post' },
  { id: 'tick', text: 'Tick “Login activated”.', requires: { verdict: VERDICTS } },
  { id: 'save', text: 'Press Save.', requires: { steps: ['tick'] }, confirm: '{customer} asked for it?' },
];
const check = aCheck({
  scenario: aScenario({ steps: STEPS }),
  evidence: anEvidence({ ticket: foundAnswer(aTicket()) }),
});
const refusal = aGuardRefused(
  'tick',
  anAccountSnapshot({ subscriptions: [{ number: 'A-S00900021', verdict: 'reseller', channel: 'Reseller' }] }),
);

function caseAfter(...acts: readonly (StepEvent | Check)[]): Case {
  return aCaseWithEvents(check, ...acts);
}

/** The title and the rows of the folded steps, and the button of each, which for the next step is outside the fold. */
function renderSteps(kase: Case, now = RENDERED_AT) {
  const { blocks } = renderCaseCard(kase, LINKS, { now, handoff: null });
  expect(validateBlocks(blocks, 'message')).toEqual([]);
  const fold = blocks.find((block) => block.type === 'container' && block.block_id?.startsWith('steps:'));
  const [heading, ...texts] = textsOf(fold ? [fold] : []).map((text) =>
    text.replace(/<!date[^|]+\|\S+ (\S+) UTC>/g, '$1'),
  );
  const steps = kase.checks.at(-1)?.scenario.steps ?? [];
  const rows = steps.map(({ id }, index) => ({
    text: texts[index] ?? '',
    button: controlsOf(blocks).find(({ value }) => value?.includes(`"stepId":"${id}"`)),
  }));
  return { heading, rows, buttons: rows.map(({ button }) => button?.text?.text ?? null) };
}

function rowOf(kase: Case, number: number, now = RENDERED_AT) {
  return renderSteps(kase, now).rows[number - 1] ?? { text: '', button: undefined };
}

describe('the steps of a card', () => {
  it('show how many are done, each with its button', () => {
    const { heading, buttons } = renderSteps(caseAfter(aStepDone('confirm')));

    expect(heading).toBe('All steps · 1 of 4 done');
    expect(buttons).toEqual(['Undo', 'Done…', 'Check now', null]);
  });

  it('have values with the ids of case and step, and labels that name the step', () => {
    expect(rowOf(caseAfter(), 1).button).toMatchObject({
      action_id: 'step-done',
      value: '{"caseId":"c0123456789abcde","stepId":"confirm","check":0}',
      accessibility_label: 'Done: step 1, Confirm the request in #48211.',
    });
    expect(rowOf(caseAfter(), 3).button).toMatchObject({
      action_id: 'step-check-now',
      value: '{"caseId":"c0123456789abcde","stepId":"tick","check":0}',
      accessibility_label: 'Check now: step 3, Tick “Login activated”.',
    });
  });

  it('show their number and text while they are open', () => {
    expect(rowOf(caseAfter(), 1).text).toBe('1. Confirm the request in #48211.');
  });

  it('show one line with who and when once they are done', () => {
    const { text, button } = rowOf(caseAfter(aStepDone('confirm')), 1);

    expect(text).toBe('✓ Confirm the request in #48211 · <@U0ANA> 14:05');
    expect(button).toMatchObject({
      action_id: 'step-undo',
      accessibility_label: 'Undo: step 1, Confirm the request in #48211.',
    });
  });

  it('show what the systems answered, without a button', () => {
    const steps = STEPS.map((step) =>
      step.id === 'confirm' ? { ...step, answer: 'Zuora shows {plan} with {seats} seats' } : step,
    );
    const kase = aCaseWithEvents(aCheck({ scenario: aScenario({ steps }) }));
    const { heading, buttons } = renderSteps(kase);

    expect(heading).toBe('All steps · 1 of 4 done');
    expect(buttons[0]).toBeNull();
    expect(rowOf(kase, 1).text).toBe(
      '✓ Confirm the request in the ticket · answered by the systems: Zuora shows Premium with 25 seats',
    );
  });

  it('are cut to one line once they are done', () => {
    const steps = [{ id: 'confirm', text: 'Confirm the request. '.repeat(9) }];
    const kase = aCaseWithEvents(aCheck({ scenario: aScenario({ steps }) }), aStepDone('confirm'));

    expect(rowOf(kase, 1).text).toMatch(/^✓ .{36,46}… · <@U0ANA> 14:05$/);
  });

  it('show a pasted link as a link', () => {
    const kase = caseAfter(aStepDone('chatter', 'https://crm.example/0D5000000000001'));

    expect(rowOf(kase, 2).text).toMatch(/14:05 · <https:\/\/crm\.example\/0D5000000000001\|link>$/);
  });

  it.each([
    ['https://crm.example/?mail=ines@harbour.example', 'https://crm.example/?mail=i'],
    ['https://crm.example/ines%40harbour.example', 'h…@harbour.example'],
    ['javascript:alert(1)', 'javascript:alert(1)'],
  ])('show no link for %s', (given, shown) => {
    const { text } = rowOf(caseAfter(aStepDone('chatter', given)), 2);

    expect(text).not.toContain('|link>');
    expect(text).not.toContain('ines');
    expect(text.replaceAll('∶', ':')).toContain(given.startsWith('javascript') ? shown : '…@harbour.example');
  });

  it('show why there is no link', () => {
    const done = aStepWithoutLink('chatter', 'bought on the web.');

    expect(rowOf(caseAfter(done), 2).text).toMatch(/14:05 · not applicable: bought on the web$/);
  });

  it('have an undo form only if they are guarded', () => {
    const { buttons } = renderSteps(caseAfter(aStepDone('confirm'), aStepDone('tick')));

    expect(buttons).toEqual(['Undo', 'Done…', 'Undo…', 'Done']);
  });

  it('are open again after an undo', () => {
    const kase = caseAfter(aStepDone('confirm'), aStepUndone('confirm', 'wrong step'));

    expect(rowOf(kase, 1)).toMatchObject({
      text: '1. Confirm the request in #48211.',
      button: { action_id: 'step-done' },
    });
  });

  it('ask for confirmation if the step has one', () => {
    const kase = caseAfter(aGuardAllowed('tick'), aStepDone('tick'));

    expect(rowOf(kase, 4).button).toMatchObject({
      confirm: {
        title: { text: 'Step 4' },
        text: { text: 'Halden Mills asked for it?' },
        confirm: { text: 'Yes, done' },
        deny: { text: 'Not yet' },
      },
    });
    expect(rowOf(kase, 1).button).not.toHaveProperty('confirm');
  });

  it('name the step that they wait for, without a button', () => {
    const { text, button } = rowOf(caseAfter(), 4);

    expect(text).toBe('4. Press Save.\nLocked until step 3 is done');
    expect(button).toBeUndefined();
  });

  it('are the same in the fallback text', () => {
    const brief = fallbackText(
      renderCaseCard(caseAfter(aStepDone('confirm'), refusal), LINKS, {
        now: RENDERED_AT,
        handoff: null,
      }).blocks,
    );

    expect(brief).toMatch(/All steps · 1 of 4 done\nTopic: .+\n✓ Confirm the request in #48211 · <@U0ANA>/);
    expect(brief).toContain('A-S00900021 is Reseller, channel “Reseller”');
    expect(brief).toContain('4. Press Save.\nLocked until step 3 is done');
  });

  it('of an older scenario are hidden', () => {
    const kase = caseAfter(aStepDone('confirm'), aStepDone('gone'), refusal, aGuardAllowed('gone'));

    expect(renderSteps(kase).heading).toBe('All steps · 1 of 4 done');
    expect(JSON.stringify(renderCaseCard(kase, LINKS, { now: RENDERED_AT, handoff: null }))).not.toContain(
      'gone',
    );
  });
});

describe('a guarded step', () => {
  it('is locked until a fresh check, whatever the card shows', () => {
    expect(rowOf(caseAfter(), 3).text).toBe(
      '3. Tick “Login activated”.\nLocked until a fresh check of Zuora shows “Direct” or “Direct (was reseller)” for every subscription.',
    );
  });

  it('shows what the last check found when it denied', () => {
    const { text, button } = rowOf(caseAfter(refusal), 3);

    expect(text).toContain('\n14:05: A-S00900021 is Reseller, channel “Reseller”');
    expect(text).toMatch(/\nLocked until a fresh check/);
    expect(button?.text?.text).toBe('Check now');
  });

  it.each([
    ['account', 'the account could not be read'],
    ['subscriptions', 'the subscriptions of the account could not be read'],
    ['history', 'the earlier invoice owners could not be read'],
  ] as const)('shows that a check could not read: %s', (what, said) => {
    const seen = anAccountSnapshot({ gap: what });

    expect(rowOf(caseAfter(aGuardRefused('tick', seen)), 3).text).toMatch(new RegExp(`14:05: ${said}$`));
  });

  it('shows when nothing was found, and when the channel is not known', () => {
    const nothing = anAccountSnapshot({ subscriptions: [] });
    const silent = anAccountSnapshot({
      subscriptions: [{ number: 'A-S1', verdict: 'unknown', channel: null }],
    });

    const [first, second] = [nothing, silent].map(
      (seen) => rowOf(caseAfter(aGuardRefused('tick', seen)), 3).text,
    );

    expect(first).toMatch(/14:05: no relevant subscription was found$/);
    expect(second).toMatch(/14:05: A-S1 is Unknown, channel not known$/);
  });

  it("names three subscriptions that don't qualify, and none that does", () => {
    const subscriptions = [
      { number: 'A-S0', verdict: 'direct', channel: 'Non-Reseller' } as const,
      ...[1, 2, 3, 4, 5].map((digit) => {
        return { number: `A-S${digit}`, verdict: 'direct', channel: 'Reseller' } as const;
      }),
    ];

    const { text } = rowOf(caseAfter(aGuardRefused('tick', anAccountSnapshot({ subscriptions }))), 3);

    expect(text).toContain('A-S3 is Direct, channel “Reseller”; 2 more that do not match');
    expect(text).not.toMatch(/A-S[045] /);
  });

  it('is unlocked by a check that allowed it, with result, time, person and expiry', () => {
    const { text, button } = rowOf(caseAfter(refusal, aGuardAllowed('tick')), 3);

    expect(text).toBe(
      "3. Tick “Login activated”.\nUnlocked until 14:20. <@U0ANA>'s check (14:05) found channel “Non-Reseller”.",
    );
    expect(button?.action_id).toBe('step-done');
  });

  it('shows for how many subscriptions the channel was read', () => {
    const one = { number: 'A-S1', verdict: 'direct', channel: 'Non-Reseller' } as const;
    const seen = anAccountSnapshot({ subscriptions: [one, { ...one, number: 'A-S2' }] });

    expect(rowOf(caseAfter(aGuardAllowed('tick', seen)), 3).text).toContain(
      'channel “Non-Reseller” for all 2 subscriptions',
    );
  });

  it('is locked again when the check has expired or the case was checked again', () => {
    const late = new Date('2022-11-22T14:21:00.000Z');

    const states = [
      rowOf(caseAfter(aGuardAllowed('tick')), 3, late),
      rowOf(caseAfter(aGuardAllowed('tick'), { ...check, trigger: 'recheck' }), 3),
    ];

    for (const { text, button } of states) {
      expect(text).toContain('Locked until');
      expect(button?.action_id).toBe('step-check-now');
    }
  });

  it('waits for a second person once an override is requested', () => {
    const { text, button } = rowOf(caseAfter(refusal, anOverrideRequest('tick', 'Sales confirmed it.')), 3);

    expect(text).toContain(
      '\nOverride requested by <@U0ANA>: Sales confirmed it. A second person must approve it by 14:05; the next check also ends it.',
    );
    expect(button).toMatchObject({
      action_id: 'override-approve',
      text: { text: 'Approve override' },
      accessibility_label: 'Approve override: step 3, Tick “Login activated”.',
    });
    expect(button?.style).toBeUndefined();
  });

  it('shows who overrode it, and that Zuora does not confirm it', () => {
    const kase = caseAfter(
      refusal,
      anOverrideRequest('tick', 'Sales confirmed it'),
      anOverrideApproval('tick'),
    );

    const { text, button } = rowOf(kase, 3);

    expect(text).toContain(
      '\nOverridden by <@U0ANA> and <@U0BEN>: Sales confirmed it. Not confirmed by Zuora.',
    );
    expect(button?.action_id).toBe('step-done');
    expect(button?.style).toBeUndefined();
  });

  it('shows the override when it is done, unless a later check allowed it', () => {
    const overridden = [refusal, anOverrideRequest('tick', 'Sales confirmed it'), anOverrideApproval('tick')];

    const [without, confirmed] = [
      caseAfter(...overridden, aStepDone('tick')),
      caseAfter(...overridden, aGuardAllowed('tick'), aStepDone('tick')),
    ].map((kase) => rowOf(kase, 3).text);

    expect(without).toMatch(/14:05 · overridden, not confirmed by Zuora$/);
    expect(confirmed).toMatch(/14:05$/);
  });

  it('shows a reason escaped, masked and cut', () => {
    const reason = `<!channel> *now* ines@harbour.example ${'x'.repeat(400)}`;

    const { text } = rowOf(caseAfter(refusal, anOverrideRequest('tick', reason)), 3);

    expect(text).toContain('&lt;!channel&gt; ∗now∗ i…@harbour.example xxx');
    expect(text).toMatch(/x…\. A second person must approve it by .+; the next check also ends it\.$/);
    expect(text.length).toBeLessThan(400);
  });

  it('shows no part of an address where the reason is cut', () => {
    const reason = `${'x'.repeat(194)} ines@harbour.example`;

    expect(rowOf(caseAfter(refusal, anOverrideRequest('tick', reason)), 3).text).not.toContain('ines');
  });

  it('contains the word "allowed" in no other state', () => {
    const others = [
      caseAfter(),
      caseAfter(refusal),
      caseAfter(refusal, anOverrideRequest('tick', 'Sales')),
      caseAfter(refusal, anOverrideRequest('tick', 'Sales'), anOverrideApproval('tick')),
      caseAfter(aGuardAllowed('tick'), aStepDone('tick')),
      caseAfter(
        aGuardAllowed('tick'),
        aStepDone('tick'),
        aStepUndone('tick', 'wrong'),
        aStepDone('confirm'),
        refusal,
      ),
    ];

    for (const kase of others) {
      expect(
        JSON.stringify(renderCaseCard(kase, LINKS, { now: RENDERED_AT, handoff: null })) +
          fallbackText(renderCaseCard(kase, LINKS, { now: RENDERED_AT, handoff: null }).blocks),
      ).not.toMatch(/allowed/i);
    }
  });
});

describe('the primary button', () => {
  const primaries = (kase: Case) =>
    controlsOf(renderCaseCard(kase, LINKS, { now: RENDERED_AT, handoff: null }).blocks)
      .filter(({ style }) => style === 'primary')
      .map((control) => control.accessibility_label?.replace(/,.*/, ''));

  it('is that of the first step that can be done', () => {
    const done = [aStepDone('confirm'), aStepDone('chatter')];

    expect(primaries(caseAfter())).toEqual(['Done: step 1']);
    expect(primaries(caseAfter(aStepDone('confirm')))).toEqual(['Done: step 2']);
    expect(primaries(caseAfter(...done, aGuardAllowed('tick')))).toEqual(['Done: step 3']);
    expect(primaries(caseAfter(...done, aGuardAllowed('tick'), aStepDone('tick')))).toEqual(['Done: step 4']);
  });

  it('is "Check now" when the next step is locked, and none behind it', () => {
    const steps = [...STEPS, { id: 'last', text: 'Save the Sold-To once more.' }];
    const open = aCheck({ scenario: aScenario({ steps }) });

    const kase = aCaseWithEvents(open, aStepDone('confirm'), aStepDone('chatter'), refusal);

    expect(primaries(kase)).toEqual(['Check now: step 3']);
  });

  it('is never an override', () => {
    const asked = [
      aStepDone('confirm'),
      aStepDone('chatter'),
      refusal,
      anOverrideRequest('tick', 'Sales said so'),
    ];

    expect(primaries(caseAfter(...asked))).toEqual([]);
    expect(primaries(caseAfter(...asked, anOverrideApproval('tick')))).toEqual([]);
  });

  it('is the one that starts the step, if the card has one', () => {
    const subscription = resoldSubscriptionEvidence();
    const silent = { ...subscription, subscription: gapAnswer('timeout') };
    const primaryFor = (begunBy: Step['begunBy']) =>
      [silent, subscription].map((one) => {
        const evidence = anEvidence({ subscriptions: [one] });
        const scenario = aScenario({ steps: [{ id: 'look', text: 'Look.', ...(begunBy && { begunBy }) }] });
        return primaries(aCaseWithEvents(aCheck({ evidence, scenario }))).join();
      });

    expect(primaryFor('recheck')).toEqual(['Re-check: A-S00900001', 'Done: step 1']);
    expect(primaryFor('open-zuora')).toEqual(['Zuora', 'Zuora']);
    expect(primaryFor(undefined)).toEqual(['Done: step 1', 'Done: step 1']);
  });

  it('is "Copy reply" while the next step is to send it, until one was sent', () => {
    const texts = { reply: 'Hello {customer}.' };
    const steps: Step[] = [
      { id: 'ask', text: 'Ask {customer}.', sendsReply: true },
      { id: 'tell', text: 'Tell {customer}.', sendsReply: true },
    ];
    const asked = aCheck({ scenario: aScenario({ steps, texts }) });
    const withoutReply = aCheck({ scenario: aScenario({ steps }) });

    expect(primaries(aCaseWithEvents(asked))).toEqual(['Copy reply: A-S00900001']);
    expect(primaries(aCaseWithEvents(asked, aStepDone('ask')))).toEqual(['Done: step 2']);
    expect(primaries(aCaseWithEvents(withoutReply))).toEqual(['Done: step 1']);
  });
});

describe('a step that a choice completes', () => {
  const buttonsOf = (steps: readonly Step[], changes: Partial<Check> = {}) =>
    controlsOf(
      renderCaseCard(aCaseWithEvents(aCheck({ scenario: aScenario({ steps }), ...changes })), LINKS, {
        now: RENDERED_AT,
        handoff: null,
      }).blocks,
    ).flatMap(({ text, style }) =>
      text ? [style === undefined ? text.text : `${text.text} (${style})`] : [],
    );

  it('has a plain "Done" next to the menu when no option may fit', () => {
    const steps = [{ id: 's', text: 'Choose the topic if one fits.', chooses: 'topic' }] as const;

    expect(buttonsOf(steps)).toEqual(['Done', 'Re-check']);
  });

  it('has no "Done" when every option completes it', () => {
    const proof = { id: 's', text: 'Choose.', chooses: 'proof', isDoneByChoice: true } as const;
    const next = { id: 't', text: 'Wait.' };

    expect(buttonsOf([proof, next], { topic: 'contact-change' })).toEqual(['Done', 'Re-check']);
    expect(buttonsOf([next, proof], { topic: 'contact-change' })).toEqual(['Done (primary)', 'Re-check']);
  });
});

describe('a step that asks to choose a fact', () => {
  const choosing = (chooses: 'topic' | 'proof') =>
    renderCaseCard(
      aCaseWithEvents(aCheck({ scenario: aScenario({ steps: [{ id: 's', text: 'Choose.', chooses }] }) })),
      LINKS,
      { now: RENDERED_AT, handoff: null },
    ).blocks;
  const menusIn = (blocks: ReturnType<typeof choosing>) =>
    controlsOf(blocks).flatMap(({ action_id }) => (action_id.startsWith('choose-') ? [action_id] : []));

  it('has its menu next to it, and not again in the list of steps', () => {
    const row = choosing('topic').filter(({ type }) => type === 'actions');

    expect(menusIn(row)).toEqual(['choose-topic']);
    expect(menusIn(choosing('topic'))).toEqual(['choose-topic', 'choose-requester']);
  });

  it('has no menu for a fact that the card does not have', () => {
    expect(menusIn(choosing('proof'))).toEqual(['choose-topic', 'choose-requester']);
    expect(menusIn(choosing('proof').filter(({ type }) => type === 'actions'))).toEqual([]);
  });
});
