import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { validateBlocks } from '../../../scripts/sandbox/slack/validate-blocks.ts';
import type { Reference } from '../../../src/domain/reference.ts';
import { renderReopenFormMessage } from '../../../src/slack/rendering/check-form.ts';
import { renderReferenceChoice } from '../../../src/slack/rendering/reference-choice.ts';
import { anyUntrustedText } from '../../builders/untrusted-text.ts';
import { sampleSize } from '../../sample-size.ts';
import { controlsOf, textsOf } from './rendered-blocks.ts';

describe('the question which reference to check', () => {
  const choices: Reference[] = [
    { kind: 'subscription', number: 'A-S00900001' },
    { kind: 'email', address: 'ines@harbour.example' },
    { kind: 'ticket', host: 'support.gitlab.com', id: '48211' },
  ];

  it('has a button with each reference', () => {
    const [first, second] = controlsOf(renderReferenceChoice(choices).blocks);

    expect(first).toMatchObject({
      action_id: 'choose-reference',
      accessibility_label: 'Check subscription A-S00900001',
    });
    expect(JSON.parse(first?.value ?? '')).toEqual({ kind: 'subscription', number: 'A-S00900001' });
    expect(JSON.parse(second?.value ?? '')).toEqual({
      kind: 'ticket',
      host: 'support.gitlab.com',
      id: '48211',
    });
  });

  it('masks an address and has no button for it', () => {
    const message = renderReferenceChoice(choices);

    expect(controlsOf(message.blocks)).toHaveLength(2);
    expect(textsOf(message.blocks)).toContain('*i…@harbour.example*');
    expect(JSON.stringify(message)).not.toContain('ines');
  });

  it('lists five and counts the others', () => {
    const many = Array.from(
      { length: 9 },
      (_, index): Reference => ({ kind: 'account', number: `A0090000${index}` }),
    );

    const { blocks } = renderReferenceChoice(many);

    expect(controlsOf(blocks)).toHaveLength(5);
    expect(textsOf(blocks).at(-1)).toContain('…and 4 more');
  });

  it('is valid for Slack whatever the address', () => {
    fc.assert(
      fc.property(fc.array(anyUntrustedText(), { maxLength: 7 }), (addresses) => {
        const message = renderReferenceChoice(addresses.map((address) => ({ kind: 'email', address })));

        expect(validateBlocks(message.blocks, 'message')).toEqual([]);
        expect(message.text.length).toBeLessThan(1_000);
        expect(JSON.stringify(message)).not.toMatch(/<[!@#]/);
      }),
      { numRuns: sampleSize(1_000, 150) },
    );
  });
});

describe('the message about a form that came too late', () => {
  it('has a button that opens the form again', () => {
    const { text, blocks } = renderReopenFormMessage();

    expect(validateBlocks(blocks, 'message')).toEqual([]);
    expect(text).toContain('Press the button');
    expect(controlsOf(blocks)[0]?.action_id).toBe('open-check-form');
  });
});
