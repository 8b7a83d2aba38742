import { describe, expect, it } from '@jest/globals';
import { validateBlocks } from '../../scripts/sandbox/slack/validate-blocks.ts';
import type { Drawn } from '../../src/slack/limits.ts';
import { actions, button, context, fitBlocks, header, section, select } from '../../src/slack/limits.ts';
import { rich, words } from '../../src/slack/mrkdwn.ts';
import { textsOf } from './cards/drawn.ts';

const long = 'x'.repeat(5_000);

function lines(count: number, importance = 5): Drawn[] {
  return Array.from({ length: count }, (_, index) => ({
    block: section(rich`line ${String(index)}`),
    importance,
  }));
}

describe('what we build for Slack', () => {
  it('is within its limits whatever the words', () => {
    const press = button({ text: long, label: long, actionId: 'recheck', value: { caseId: 'c1' } });
    const options = Array.from({ length: 120 }, (_, index) => ({ text: long, value: String(index) }));
    const menu = select({ actionId: 'choose', placeholder: long, options, initial: '3' });

    const blocks = [
      header(rich`${long}`),
      section([words(long)], press),
      context(rich`${long}`),
      actions([press, menu], long),
    ];

    expect(validateBlocks(blocks, 'message')).toEqual([]);
    expect(menu.initial_option?.value).toBe('3');
  });

  it('is never empty', () => {
    expect(validateBlocks([header([]), section([]), context([])], 'message')).toEqual([]);
  });

  it('lets Slack make no links or names by itself', () => {
    expect(section(rich`www.evil.example #general @here`).text).toMatchObject({ verbatim: true });
    expect(header(rich`:tada:`).text).toMatchObject({ text: ':tada:', emoji: false });
  });

  it('refuses a value that would have to be cut', () => {
    const make = () => button({ text: 'x', label: 'x', actionId: 'x', value: { caseId: long } });

    expect(make).toThrow(RangeError);
  });
});

describe('the budget of a message', () => {
  it('leaves alone what fits', () => {
    expect(fitBlocks(lines(50), { max: 50 })).toHaveLength(50);
  });

  it('drops the least important first, and says how many', () => {
    const drawn = [...lines(3, 9), ...lines(60, 1), ...lines(2, 9)];

    const blocks = fitBlocks(drawn, { max: 50 });

    expect(blocks).toHaveLength(50);
    expect(textsOf(blocks).slice(-3)).toEqual(['…and 16 more, left out for length', 'line 0', 'line 1']);
  });

  it('counts the characters of the whole message', () => {
    const wordy = Array.from({ length: 6 }, (_, index) => ({
      block: section([words('a '.repeat(1_400))]),
      importance: index,
    }));

    const texts = textsOf(fitBlocks(wordy, { max: 50 }));

    expect(texts[0]).toBe('…and 2 more, left out for length');
    expect(texts.join('').length).toBeLessThanOrEqual(12_000);
  });
});
