import { describe, expect, it } from 'vitest';
import { validateBlocks, validateMrkdwn } from '../../../scripts/sandbox/slack/validate-blocks.ts';
import { DEFAULT_PREFERENCES } from '../../../src/domain/user-preferences.ts';
import type { HomeTabContent } from '../../../src/ports/messenger.ts';
import { renderMineMessage } from '../../../src/slack/rendering/mine-message.ts';
import { ACTED_AT, aCase, LINKS, RENDERED_AT } from '../../builders/cases.ts';
import { ASKED, aHandoff, CLAIMED, POST_REFUSED } from '../../builders/handoffs.ts';
import { controlsOf, stringsIn, textsOf } from './rendered-blocks.ts';

const PLACES = {
  links: LINKS,
  permalinkOf: (key: string) => `https://team.slack.example/archives/${key.replace(':', '/')}`,
};

function mine(changes: Partial<HomeTabContent> = {}) {
  const page = {
    user: 'U0ANA',
    cases: [],
    handoffs: [],
    preferences: DEFAULT_PREFERENCES,
    asOf: RENDERED_AT,
    ...changes,
  };
  const drawn = renderMineMessage(page, PLACES);
  expect(validateBlocks(drawn.blocks, 'message')).toEqual([]);
  expect(validateMrkdwn(drawn.text)).toEqual([]);
  return { ...drawn, said: textsOf(drawn.blocks) };
}

describe('the answer to /reseller-check mine', () => {
  it('shows hints when there is nothing', () => {
    const { text, said } = mine();

    expect(text).toContain('Try /reseller-check A-S00012345');
    expect(said).toEqual([text]);
  });

  it('lists what waits, claims and cases, with links', () => {
    const handoffs = [aHandoff(), { ...aHandoff([CLAIMED]), id: 'h2' }];
    const { text, said } = mine({ handoffs, cases: [aCase()] });

    expect(text).toBe('You have 1 handoff waiting for Sales, 1 handoff claimed, 1 case.');
    expect(said[0]).toMatch(/^\*Waiting for Sales\*\n• \*Halden Mills .+\* · With Sales .+\|Open the card>$/);
    expect(said[1]).toMatch(/^\*My handoffs\*\n• \*Halden Mills .+\* · With <@U0ROBIN> .+\|Open the card>$/);
    expect(said[2]).toMatch(/^\*My cases\*\n• \*Reseller\* · A-S00900001 · .+\|Open the card>$/);
    expect(said[3]).toContain('Home tab');
  });

  it('omits empty lists', () => {
    expect(mine({ cases: [aCase()] }).said).toHaveLength(2);
  });

  it('names what waits for the reader, without quotes in the notification', () => {
    const { text, said } = mine({
      handoffs: [aHandoff([ASKED]), { ...aHandoff([POST_REFUSED], { posted: false }), id: 'h2' }],
    });

    expect(text).toBe('You have 2 handoffs waiting for you.');
    expect(said[0]).toMatch(
      /^\*Waiting for you\*\n• .+ · Sales asked a question .+\n• .+ · Not sent to Sales: /,
    );
  });

  it('lists five of each and counts the rest', () => {
    const handoffs = Array.from({ length: 8 }, (_, index) => ({ ...aHandoff(), id: `h${index}` }));
    const cases = Array.from({ length: 6 }, (_, index) => ({ ...aCase(), id: `c${index}` }));
    const { said } = mine({ handoffs, cases });

    expect(said[0]?.match(/• /g)).toHaveLength(5);
    expect(said[0]).toMatch(/\n…and 3 more$/);
    expect(said[1]).toMatch(/\n…and 1 more$/);
  });

  it('has no buttons, and no names of erased cases', () => {
    const handoffs = [aHandoff([ASKED, { kind: 'erased' }])];
    const drawn = mine({ handoffs, cases: [{ ...aCase(), erasedAt: ACTED_AT }] });

    expect(controlsOf(drawn.blocks)).toEqual([]);
    expect(stringsIn(drawn).join()).not.toMatch(/Halden|48211|Which plan/);
  });
});
