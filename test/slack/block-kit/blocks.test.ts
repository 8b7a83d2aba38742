import { describe, expect, it } from 'vitest';
import { validateBlocks } from '../../../scripts/sandbox/slack/validate-blocks.ts';
import { literalFragment, phrase } from '../../../src/domain/text-fragments.ts';
import type { RankedBlock } from '../../../src/slack/block-kit/blocks.ts';
import {
  actions,
  button,
  context,
  fitBlocks,
  header,
  section,
  staticSelect,
} from '../../../src/slack/block-kit/blocks.ts';
import { textsOf } from '../rendering/rendered-blocks.ts';

const LONG_TEXT = 'x'.repeat(5_000);

function linesOfImportance(count: number, importance = 5): RankedBlock[] {
  return Array.from({ length: count }, (_, index) => ({
    block: section(phrase`line ${String(index)}`),
    importance,
  }));
}

describe('blocks', () => {
  it("stay within Slack's limits whatever the text", () => {
    const press = button({
      text: LONG_TEXT,
      accessibilityLabel: LONG_TEXT,
      actionId: 'recheck',
      value: { caseId: 'c1' },
    });
    const options = Array.from({ length: 120 }, (_, index) => ({ text: LONG_TEXT, value: String(index) }));
    const menu = staticSelect({ actionId: 'choose', placeholder: LONG_TEXT, options, initialValue: '3' });

    const blocks = [
      header(phrase`${LONG_TEXT}`),
      section([literalFragment(LONG_TEXT)], press),
      context(phrase`${LONG_TEXT}`),
      actions([press, menu], LONG_TEXT),
    ];

    expect(validateBlocks(blocks, 'message')).toEqual([]);
    expect(menu.initial_option?.value).toBe('3');
  });

  it('are never empty', () => {
    expect(validateBlocks([header([]), section([]), context([])], 'message')).toEqual([]);
  });

  it("disable Slack's own links, mentions and emoji", () => {
    expect(section(phrase`www.evil.example #general @here`).text).toMatchObject({ verbatim: true });
    expect(header(phrase`:tada:`).text).toMatchObject({ text: ':tada:', emoji: false });
  });

  it("throw when a button's value would have to be cut", () => {
    const make = () =>
      button({ text: 'x', accessibilityLabel: 'x', actionId: 'x', value: { caseId: LONG_TEXT } });

    expect(make).toThrow(RangeError);
  });
});

describe('fitBlocks', () => {
  it('keeps blocks that fit', () => {
    expect(fitBlocks(linesOfImportance(50), { max: 50 })).toHaveLength(50);
  });

  it('drops the least important blocks first, and counts them', () => {
    const drawn = [...linesOfImportance(3, 9), ...linesOfImportance(60, 1), ...linesOfImportance(2, 9)];

    const blocks = fitBlocks(drawn, { max: 50 });

    expect(blocks).toHaveLength(50);
    expect(textsOf(blocks).slice(-3)).toEqual(['…and 16 more, left out for length', 'line 0', 'line 1']);
  });

  it('counts the characters of the whole message', () => {
    const wordy = Array.from({ length: 6 }, (_, index) => ({
      block: section([literalFragment('a '.repeat(1_400))]),
      importance: index,
    }));

    const texts = textsOf(fitBlocks(wordy, { max: 50 }));

    expect(texts[0]).toBe('…and 2 more, left out for length');
    expect(texts.join('').length).toBeLessThanOrEqual(12_000);
  });
});
