import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { fallbackText } from '../../../src/slack/block-kit/fallback-text.ts';
import { renderCaseCard } from '../../../src/slack/rendering/case-card.ts';
import { renderHandoffPost } from '../../../src/slack/rendering/handoff-post.ts';
import { adviceFor } from '../../builders/advice.ts';
import { aCase, LINKS, RENDERED_AT } from '../../builders/cases.ts';
import { aHandoff } from '../../builders/handoffs.ts';
import { conflict, direct, mixed, resold } from '../../builders/situations.ts';

const HASHES = '../../../scripts/sandbox/pictures/rendered.sha256';

/** What the pictures of the documents show, as blocks and as text. */
const PICTURED = {
  reseller: adviceFor(resold()).check,
  direct: adviceFor(direct()).check,
  conflict: adviceFor(conflict()).check,
  mixed: adviceFor(mixed()).check,
};

describe('The pictures in the documents', () => {
  it('were renewed after the last change of a card or post: npm run pictures', async () => {
    const cards = Object.entries(PICTURED).map(([name, check]) => {
      const { blocks } = renderCaseCard(aCase(check), LINKS, { now: RENDERED_AT, handoff: null });
      return [name, hashOf({ blocks, text: fallbackText(blocks) })];
    });
    const post = ['handoff-post', hashOf(renderHandoffPost(aHandoff(), LINKS, RENDERED_AT).blocks)];
    const lines = [...cards, post].map(([name, hash]) => `${hash}  ${name}\n`).join('');

    await expect(lines).toMatchFileSnapshot(HASHES);
  });
});

function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);
}
