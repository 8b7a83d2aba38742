import type { KnownBlock } from '@slack/types';
import { describe, expect, it } from 'vitest';
import { validateView } from '../../../scripts/sandbox/slack/validate-blocks.ts';
import type { Scenario } from '../../../src/domain/scenario.ts';
import { renderCaseTextsModal } from '../../../src/slack/rendering/case-texts-modal.ts';
import {
  aCase,
  aCheck,
  anEvidence,
  aScenario,
  HALDEN,
  resoldSubscriptionEvidence,
} from '../../builders/cases.ts';
import { textsOf } from './rendered-blocks.ts';

function textsOfScenario(texts: NonNullable<Scenario['texts']>, name = HALDEN.name) {
  const subscriptions = [resoldSubscriptionEvidence({ subscriptionOwner: { ...HALDEN, name } })];
  const kase = aCase(aCheck({ scenario: aScenario({ texts }), evidence: anEvidence({ subscriptions }) }));
  const view = renderCaseTextsModal(kase);
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
  it('are filled with what is known, each in a field of its own', () => {
    const view = textsOfScenario({
      reply: 'Hello,\n\n{customer} bought through {reseller}.',
      note: 'Owner of {subscription}: {invoiceOwner}.',
    });

    expect(view.callback_id).toBe('case-texts');
    expect(fieldsOf(view)).toEqual([
      ['Public reply', 'Hello,\n\nHalden Mills bought through Quillmark Resale Ltd.'],
      ['Internal note', 'Owner of A-S00900001: Quillmark Resale Ltd.'],
    ]);
  });

  it('are sent by a person, which the form says', () => {
    const view = textsOfScenario({ note: 'Seen.' });

    expect(textsOf(view.blocks as never)).toEqual([
      'The bot does not send these texts. Copy what you need, review it, and send it yourself.',
    ]);
    expect(fieldsOf(view)).toHaveLength(1);
    expect(view.submit?.text).toBe('Close');
  });

  it('keep names from outside on one line, with addresses masked', () => {
    const view = textsOfScenario({ reply: 'To {customer}.' }, 'Halden\n\u202E<b> ines@harbour.example');

    expect(fieldsOf(view)[0]?.[1]).toBe('To Halden ‹b› i…@harbour.example.');
  });

  it('are cut where Slack takes no more', () => {
    const view = textsOfScenario({ reply: 'Wait. '.repeat(1_000) });

    expect(fieldsOf(view)[0]?.[1]?.length).toBeLessThanOrEqual(3_000);
  });

  it('may be gone when the card has moved on', () => {
    const view = renderCaseTextsModal(aCase());

    expect(validateView(view)).toEqual([]);
    expect(textsOf(view.blocks as never)[0]).toContain('This card no longer has texts to copy.');
    expect(view.submit).toBeUndefined();
  });
});
