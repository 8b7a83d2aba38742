import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { validateBlocks, validateMrkdwn } from '../../../scripts/sandbox/slack/validate-blocks.ts';
import { TOPICS } from '../../../src/domain/reference.ts';
import { VERDICTS } from '../../../src/domain/verdict.ts';
import { OUTCOMES } from '../../../src/domain/whole-verdict.ts';
import type { Digest } from '../../../src/ports.ts';
import { digestMessage } from '../../../src/slack/cards/digest.ts';
import { size } from '../../size.ts';
import { controlsOf, stringsIn } from './drawn.ts';

const EMPTY: Digest = {
  from: '2022-11-14T08:00:00.000Z',
  to: '2022-11-21T08:00:00.000Z',
  verdicts: {},
  topics: {},
  submitted: 0,
  ended: {},
  untilClaim: null,
  untilEnd: null,
  unanswered: 0,
};

const BUSY: Digest = {
  ...EMPTY,
  verdicts: { reseller: 12, direct: 3 },
  topics: { 'direct-renewal': 11, 'sign-in': 4 },
  submitted: 5,
  ended: { done: 3, declined: 1 },
  untilClaim: 2.5,
  untilEnd: 9,
  unanswered: 2,
};

function message(digest: Digest) {
  const drawn = digestMessage('digest:2022-11-21', digest);
  expect(validateBlocks(drawn.blocks, 'message')).toEqual([]);
  expect([drawn.text, drawn.brief].flatMap(validateMrkdwn)).toEqual([]);
  expect(drawn.brief.length).toBeLessThanOrEqual(2_400);
  return drawn;
}

function fieldsOf(digest: Digest): string[][] {
  return message(digest).blocks.flatMap((block) =>
    block.type === 'section' && block.fields ? [block.fields.map(({ text }) => text)] : [],
  );
}

describe('the weekly digest', () => {
  it('sets the figures side by side', () => {
    expect(fieldsOf(BUSY)).toEqual([
      ['*Verdicts*\nReseller: 12\nDirect: 3', '*Topics*\nrenew directly: 11\ncannot sign in: 4'],
      [
        '*Handoffs*\nSubmitted: 5\nDone: 3\nDeclined: 1',
        '*How long a handoff waited (median)*\nUntil somebody claimed it: 2.5 working hours\nUntil it was done: 9 working hours',
      ],
    ]);
  });

  it('says the week in one sentence where only a sentence is shown', () => {
    expect(message(BUSY).text).toBe(
      'Reseller Check: the week in figures. Since the last figures: 15 checks, 5 handoffs submitted, 4 handoffs ended. 2 handoffs are unanswered now, past the time by which an answer was expected.',
    );
  });

  it('says everything once more for a channel that takes no blocks', () => {
    const { brief } = message(BUSY);

    expect(brief).toContain('*Reseller Check: the week in figures*\n<!date^1668412800^{date_short}|');
    expect(brief).toContain('Since the last figures: 15 checks');
    for (const field of fieldsOf(BUSY).flat()) expect(brief).toContain(field);
  });

  it('has no rows, and no noughts, for a week in which nothing happened', () => {
    const { blocks, text } = message(EMPTY);

    expect(blocks.map(({ type }) => type)).toEqual(['header', 'context', 'section']);
    expect(text).toMatch(/A quiet week: nothing was checked/);
    expect(text).not.toMatch(/\d/);
  });

  it('can be found again by its key, and asks nobody to press anything', () => {
    const { metadata, blocks } = message(BUSY);

    expect(metadata).toEqual({
      event_type: 'reseller_digest',
      event_payload: { digest_id: 'digest:2022-11-21' },
    });
    expect(controlsOf(blocks)).toEqual([]);
  });

  it('is taken by Slack whatever the figures are', () => {
    const tally = (words: readonly string[]) => fc.dictionary(fc.constantFrom(...words), fc.nat(99_999));
    const hours = fc.option(fc.double({ min: 0, max: 9_999, noNaN: true }));
    const figures = fc.record({
      from: fc.constant(EMPTY.from),
      to: fc.constant(EMPTY.to),
      verdicts: tally([...VERDICTS, ...OUTCOMES, '*bold* <!channel>']),
      topics: tally(TOPICS),
      submitted: fc.nat(),
      ended: tally(['done', 'declined', 'withdrawn']),
      untilClaim: hours,
      untilEnd: hours,
      unanswered: fc.nat(),
    });

    fc.assert(
      fc.property(figures, (digest) => {
        const { blocks, text, brief } = message(digest);
        const said = [...stringsIn(blocks), text, brief].join('\n');

        expect(blocks.length).toBeLessThanOrEqual(5);
        expect(said).not.toMatch(/: 0$|: 0\n|\b0 (?:check|handoff)|<!channel|\*bold\*|NaN|undefined/m);
      }),
      { numRuns: size(300, 60) },
    );
  });
});
