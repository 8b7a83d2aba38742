import { describe, expect, it } from 'vitest';
import { validateBlocks, validateMrkdwn } from '../../../scripts/sandbox/slack/validate-blocks.ts';
import type { Handoff } from '../../../src/domain/handoff.ts';
import { fallbackText } from '../../../src/slack/block-kit/fallback-text.ts';
import { renderReminder } from '../../../src/slack/rendering/reminder-message.ts';
import { LINKS } from '../../builders/cases.ts';
import { aHandoff, CLAIMED, HANDOFFS_BY_STATE } from '../../builders/handoffs.ts';
import { controlsOf, textsOf } from '../rendering/rendered-blocks.ts';

function reminder(handoffs: readonly Handoff[]) {
  const drawn = renderReminder({ handoffs, key: 'reminder:C0SALES:slot' }, LINKS);
  expect(validateBlocks(drawn.blocks, 'message')).toEqual([]);
  expect([drawn.text, fallbackText(drawn.blocks)].flatMap(validateMrkdwn)).toEqual([]);
  return { ...drawn, said: textsOf(drawn.blocks) };
}

describe('the reminder to a Sales channel', () => {
  it('lists unclaimed handoffs, each with its own button', () => {
    const { said, text, blocks, metadata } = reminder([aHandoff(), { ...aHandoff(), id: 'h2' }]);

    expect(text).toBe('2 handoffs from Support are waiting to be claimed.');
    expect(said[1]).toMatch(
      /^Halden Mills wants to renew directly · A-S00900001 · since <!date.+ · an answer was expected by <!date.+ · <.+\|ticket #48211>$/,
    );
    expect(controlsOf(blocks)).toMatchObject([
      {
        action_id: 'handoff-claim',
        value: '{"handoffId":"h0123456789abcde-1"}',
        accessibility_label: 'Claim: A-S00900001, Halden Mills',
      },
      { action_id: 'handoff-claim', value: '{"handoffId":"h2"}' },
    ]);
    expect(metadata).toEqual({
      event_type: 'reseller_reminder',
      event_payload: { reminder_id: 'reminder:C0SALES:slot' },
    });
  });

  it('lists ten and counts the rest', () => {
    const { said, blocks } = reminder(
      Array.from({ length: 13 }, (_, index) => ({ ...aHandoff(), id: `h${index}` })),
    );

    expect(controlsOf(blocks)).toHaveLength(10);
    expect(said.at(-1)).toBe('…and 3 more');
  });

  it('has no button for a claimed handoff, and names nobody whose data is erased', () => {
    const { blocks, said } = reminder([aHandoff([CLAIMED]), HANDOFFS_BY_STATE['erased'] ?? aHandoff()]);

    expect(controlsOf(blocks)).toEqual([]);
    expect(said[2]).not.toMatch(/Halden|48211/);
    expect(reminder([aHandoff()]).text).toBe('A handoff from Support is waiting to be claimed.');
  });
});
