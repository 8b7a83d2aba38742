import type { KnownBlock } from '@slack/types';
import { describe, expect, it } from 'vitest';
import { validateView } from '../../../scripts/sandbox/slack/validate-blocks.ts';
import type { StepEvent } from '../../../src/domain/case.ts';
import type { RequesterSide } from '../../../src/domain/case-facts.ts';
import type { Scenario, Step } from '../../../src/domain/scenario.ts';
import { renderCaseTextsModal } from '../../../src/slack/rendering/case-texts-modal.ts';
import {
  ACTED_AT,
  aCase,
  aCaseWithEvents,
  aCheck,
  anEvidence,
  aScenario,
  HALDEN,
  QUILLMARK,
  RENDERED_AT,
  resoldSubscriptionEvidence,
} from '../../builders/cases.ts';
import { textsOf } from './rendered-blocks.ts';

interface TextOptions {
  readonly name?: string;
  readonly requester?: RequesterSide;
  readonly events?: readonly StepEvent[];
}

const STEPS = [
  { id: 'understand', text: 'Ask {customer} what they wanted.' },
  { id: 'ask-sales', text: 'In Chatter: ask Sales to contact {customer}.', startsHandoff: true },
] as const;

const AFTER_SALES = { afterMacro: 'Added.', salesAnswered: '[Name] will write.', followUp: 'Following up.' };

/** An engineer ticks the step. */
function ticks(stepId: string, given: { value?: string; notApplicable?: string } = {}): StepEvent {
  const { value = null, ...reason } = given;
  return { kind: 'step-done', stepId, by: 'U0ANA', at: ACTED_AT, value, ...reason };
}

function textsOfScenario(
  texts: NonNullable<Scenario['texts']>,
  { name = HALDEN.name, requester = 'customer', events = [] }: TextOptions = {},
) {
  const subscriptions = [resoldSubscriptionEvidence({ subscriptionOwner: { ...HALDEN, name } })];
  const check = aCheck({
    scenario: aScenario({ texts, steps: STEPS }),
    evidence: anEvidence({ subscriptions }),
    requester,
  });
  const kase = events.length === 0 ? aCase(check) : aCaseWithEvents(check, ...events);
  const view = renderCaseTextsModal(kase, RENDERED_AT);
  expect(validateView(view)).toEqual([]);
  return view;
}

function fieldsOf({ blocks }: ReturnType<typeof renderCaseTextsModal>): [string, string | undefined][] {
  const known = blocks as readonly KnownBlock[];
  return known.flatMap((block): [string, string | undefined][] =>
    block.type === 'input' && block.element.type === 'plain_text_input'
      ? [[block.label.text, block.element.initial_value]]
      : [],
  );
}

describe('the texts to copy', () => {
  it('contain known values, each text in a field of its own', () => {
    const view = textsOfScenario({
      reply: 'Hello,\n\n{customer} bought through {reseller}.',
      note: 'Owner of {subscription}: {invoiceOwner}.',
    });

    expect(view.callback_id).toBe('case-texts');
    expect(fieldsOf(view)).toEqual([
      [
        'Public reply to the customer, before Sales is asked',
        'Hello,\n\nHalden Mills bought through Quillmark Resale Ltd.',
      ],
      ['Internal note with the steps ticked so far', 'Owner of A-S00900001: Quillmark Resale Ltd.'],
    ]);
  });

  it.each(['reseller', 'unknown'] as const)(
    'do not name the reseller to a requester who is %s',
    (requester) => {
      const view = textsOfScenario(
        { reply: 'Bought through {reseller}.', note: '{reseller}' },
        { requester },
      );

      expect(fieldsOf(view).map(([, text]) => text)).toEqual([
        'Bought through the reseller.',
        QUILLMARK.name,
      ]);
    },
  );

  it('are labelled with whom they are for, and when', () => {
    const texts = { reply: 'One.', colleagueReply: 'Two.', note: 'Three.', ...AFTER_SALES };
    const labelsFor = (requester: RequesterSide) =>
      fieldsOf(textsOfScenario(texts, { requester, events: [ticks('ask-sales')] })).map(([label]) => label);

    expect(labelsFor('reseller')).toEqual([
      'Public reply to the reseller, before Sales is asked',
      'Reply to the colleague, in the internal request',
      'Public reply with the “Pass to Sales” macro',
      'Public reply when Sales has answered',
      'Public reply two working days later',
      'Internal note with the steps ticked so far',
    ]);
    expect(labelsFor('unknown')[0]).toBe('Public reply (requester not known), before Sales is asked');
  });

  it('include the texts after the macro only once Sales was asked', () => {
    const before = fieldsOf(
      textsOfScenario({ reply: 'One.', ...AFTER_SALES }, { events: [ticks('understand')] }),
    );

    expect(before.map(([, text]) => text)).toEqual(['One.']);
  });

  it('add what the systems answered to the note only', () => {
    const steps = [{ id: 'gather', text: 'Note the plan.', answer: '{plan}, {seats} seats' }];
    const texts = { reply: 'Hello.', note: 'Seen.' };
    const kase = aCaseWithEvents(aCheck({ scenario: aScenario({ texts, steps }) }), ticks('gather'));

    expect(fieldsOf(renderCaseTextsModal(kase, RENDERED_AT)).map(([, text]) => text)).toEqual([
      'Hello.',
      'Seen.\nDone:\n- 2022-11-22 14:05 UTC: Note the plan.\nShown by the systems on 2022-11-22 14:02 UTC:\n- Premium, 25 seats',
    ]);
  });

  it('list completed steps with time and link in the note only', () => {
    const noteWith = (...events: StepEvent[]) =>
      fieldsOf(textsOfScenario({ note: 'Seen.' }, { events }))[0]?.[1];

    expect(noteWith(ticks('ask-sales', { value: 'https://sf.example/0D5' }))).toBe(
      'Seen.\nDone:\n- 2022-11-22 14:05 UTC: In Chatter: ask Sales to contact Halden Mills. https://sf.example/0D5',
    );
    expect(noteWith(ticks('understand'), ticks('ask-sales', { notApplicable: 'bought on the web' }))).toMatch(
      /: Ask Halden Mills what they wanted\.\n.*Not applicable: bought on the web$/,
    );
    expect(fieldsOf(textsOfScenario({ note: 'Seen.' }))[0]?.[1]).toBe('Seen.');
  });

  it('are for a person to send, and the form says so', () => {
    const view = textsOfScenario({ note: 'Seen.' });

    expect(textsOf(view.blocks as never)).toEqual([
      'The bot does not send these texts. Copy what you need, review it, and send it yourself.',
    ]);
    expect(fieldsOf(view)).toHaveLength(1);
    expect(view.submit?.text).toBe('Close');
  });

  it('have a button that completes the next step when that is to send the reply', () => {
    const asking = { id: 'understand', text: 'Ask {customer} what they wanted.', sendsReply: true } as const;
    const viewOf = (step: Step, ...events: StepEvent[]) =>
      renderCaseTextsModal(
        aCaseWithEvents(
          aCheck({ scenario: aScenario({ texts: { reply: 'Hello.' }, steps: [step] }) }),
          ...events,
        ),
        RENDERED_AT,
      );
    const view = viewOf(asking);

    expect(validateView(view)).toEqual([]);
    expect(view.submit?.text).toBe('Mark as sent');
    expect(textsOf(view.blocks as never)[0]).toMatch(
      /send it yourself\. “Mark as sent” ticks the step: Ask Halden Mills what they wanted\.$/,
    );
    expect(JSON.parse(view.private_metadata ?? '')).toMatchObject({ stepId: 'understand' });
    for (const other of [
      viewOf(asking, ticks('understand')),
      viewOf({ ...asking, confirm: 'Have you asked?' }),
      viewOf({ ...asking, linkLabel: 'the link' }),
      viewOf({ ...asking, requires: { verdict: ['direct'] } }),
      viewOf({ id: 'understand', text: asking.text }),
    ]) {
      expect(other.submit?.text).toBe('Close');
      expect(other.private_metadata).not.toContain('stepId');
    }
  });

  it('keep names on one line, with addresses masked', () => {
    const view = textsOfScenario(
      { reply: 'To {customer}.' },
      { name: 'Halden\n\u202E<b> ines@harbour.example' },
    );

    expect(fieldsOf(view)[0]?.[1]).toBe('To Halden ‹b› i…@harbour.example.');
  });

  it("are cut at Slack's limit", () => {
    const view = textsOfScenario({ reply: 'Wait. '.repeat(1_000) });

    expect(fieldsOf(view)[0]?.[1]?.length).toBeLessThanOrEqual(3_000);
  });

  it('are replaced by a message when the card has changed', () => {
    const view = renderCaseTextsModal(aCase(), RENDERED_AT);

    expect(validateView(view)).toEqual([]);
    expect(textsOf(view.blocks as never)[0]).toContain('This card no longer has texts to copy.');
    expect(view.submit).toBeUndefined();
  });
});
