import { describe, expect, it } from 'vitest';
import { validateMrkdwn } from '../../../scripts/sandbox/slack/validate-blocks.ts';
import { bold, link, literalFragment, phrase } from '../../../src/domain/text-fragments.ts';
import {
  actions,
  button,
  context,
  header,
  section,
  staticSelect,
} from '../../../src/slack/block-kit/blocks.ts';
import { fallbackText } from '../../../src/slack/block-kit/fallback-text.ts';

describe('the fallback text of blocks', () => {
  it('contains all texts in order and the chosen options, without buttons', () => {
    const press = button({ text: 'Press', actionId: 'press', accessibilityLabel: 'Press it' });
    const menu = staticSelect({
      actionId: 'proof',
      placeholder: 'Proof?',
      options: [
        { text: 'Proof: none', value: '1' },
        { text: 'Proof: <invoice>', value: '2' },
      ],
      initialValue: '2',
    });

    const text = fallbackText([
      header(phrase`Reseller · ${'*A&B*'}`),
      section(phrase`Bought through ${link('https://zuora.example/a', 'Quillmark')}`, press),
      actions([press]),
      actions([menu, press]),
      context(phrase`small print`),
    ]);

    expect(text).toBe(
      '*Reseller · ∗A&amp;B∗*\nBought through <https://zuora.example/a|Quillmark>\nProof: ‹invoice›\nsmall print',
    );
    expect(text).not.toContain('Press');
  });

  it('is cut at the end of a line when it is too long', () => {
    const text = fallbackText(
      Array.from({ length: 40 }, (_, index) =>
        section([literalFragment(`line ${index} ${'x'.repeat(100)}`)]),
      ),
    );

    expect(text.length).toBeLessThanOrEqual(2_400);
    expect(text).toMatch(/x\n…$/);
  });

  it('keeps markup closed when the first line alone is too long', () => {
    const text = fallbackText([
      section([
        bold([literalFragment('& '.repeat(1_200).slice(0, 900)), link('https://zuora.example/a', 'Q')]),
      ]),
      section([bold([literalFragment('y'.repeat(2_800))])]),
    ]);
    const single = fallbackText([section([bold([literalFragment('&'.repeat(560))])])]);

    expect([text, single].flatMap(validateMrkdwn)).toEqual([]);
    expect(Math.max(text.length, single.length)).toBeLessThanOrEqual(2_400);
    expect(single).toMatch(/;\*…$/);
  });
});
