import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { validateBlocks, validateMrkdwn } from '../../../scripts/sandbox/slack/validate-blocks.ts';
import { OVERALL_ONLY_VERDICTS } from '../../../src/domain/overall-verdict.ts';
import { TOPICS } from '../../../src/domain/topics.ts';
import { VERDICTS } from '../../../src/domain/verdict.ts';
import type { WeeklyDigest } from '../../../src/ports/messenger.ts';
import { fallbackText } from '../../../src/slack/block-kit/fallback-text.ts';
import { renderDigest } from '../../../src/slack/rendering/digest-message.ts';
import { sampleSize } from '../../sample-size.ts';
import { controlsOf, stringsIn } from './rendered-blocks.ts';

const EMPTY: WeeklyDigest = {
  from: '2022-11-14T08:00:00.000Z',
  to: '2022-11-21T08:00:00.000Z',
  checksByVerdict: {},
  checksByTopic: {},
  disputedByVerdict: {},
  unusualLookups: [],
  handoffsSubmitted: 0,
  handoffsEndedByState: {},
  medianHoursToClaim: null,
  medianHoursToDone: null,
  overdueHandoffs: 0,
};

const BUSY: WeeklyDigest = {
  ...EMPTY,
  checksByVerdict: { reseller: 12, direct: 3 },
  checksByTopic: { 'direct-renewal': 11, 'sign-in': 4 },
  handoffsSubmitted: 5,
  handoffsEndedByState: { done: 3, declined: 1 },
  medianHoursToClaim: 2.5,
  medianHoursToDone: 9,
  overdueHandoffs: 2,
};

function message(digest: WeeklyDigest) {
  const drawn = renderDigest('digest:2022-11-21', digest);
  expect(validateBlocks(drawn.blocks, 'message')).toEqual([]);
  expect([drawn.text, fallbackText(drawn.blocks)].flatMap(validateMrkdwn)).toEqual([]);
  expect(fallbackText(drawn.blocks).length).toBeLessThanOrEqual(2_400);
  return drawn;
}

function fieldsOf(digest: WeeklyDigest): string[][] {
  return message(digest).blocks.flatMap((block) =>
    block.type === 'section' && block.fields ? [block.fields.map(({ text }) => text)] : [],
  );
}

describe('the weekly digest', () => {
  it('shows the numbers side by side', () => {
    expect(fieldsOf(BUSY)).toEqual([
      ['*Verdicts*\nReseller: 12\nDirect: 3', '*Verdicts nobody called wrong*\nAll: 15 of 15 (100 %)'],
      ['*Topics*\nrenew directly: 11\ncannot sign in: 4', '*Handoffs*\nSubmitted: 5\nClosed: 3\nDeclined: 1'],
      ['*Handoff times (median)*\nTime to claim: 2.5 working hours\nTime to close: 9 working hours'],
    ]);
  });

  it('contains the week in one sentence as notification', () => {
    expect(message(BUSY).text).toMatch(
      /^Reseller Check: weekly summary\. <!date\^1668412800\^.+> to <!date.+>: 15 checks, 5 handoffs submitted, 4 handoffs ended\. 2 handoffs were overdue on <!date\^1669017600\^.+>\.$/,
    );
  });

  it('contains everything in the fallback text', () => {
    const text = fallbackText(message(BUSY).blocks);

    expect(text).toContain('*Reseller Check: weekly summary*\n<!date^1668412800^{date_short}|');
    expect(text).toContain(': 15 checks');
    for (const field of fieldsOf(BUSY).flat()) expect(text).toContain(field);
  });

  it('omits rows and zeros for a week without events', () => {
    const { blocks, text } = message(EMPTY);

    expect(blocks.map(({ type }) => type)).toEqual(['header', 'section']);
    expect(text).toMatch(/: no checks/);
    expect(text.replace(/<!date[^>]+>/g, '')).not.toMatch(/\d/);
  });

  it('has its key in the metadata, and no buttons', () => {
    const { metadata, blocks } = message(BUSY);

    expect(metadata).toEqual({
      event_type: 'reseller_digest',
      event_payload: { digest_id: 'digest:2022-11-21' },
    });
    expect(controlsOf(blocks)).toEqual([]);
  });

  it('is valid for Slack whatever the numbers are', () => {
    const tally = (words: readonly string[]) => fc.dictionary(fc.constantFrom(...words), fc.nat(99_999));
    const hours = fc.option(fc.double({ min: 0, max: 9_999, noNaN: true }));
    const figures = fc.record({
      from: fc.constant(EMPTY.from),
      to: fc.constant(EMPTY.to),
      checksByVerdict: tally([...VERDICTS, ...OVERALL_ONLY_VERDICTS, '*bold* <!channel>']),
      checksByTopic: tally(TOPICS),
      disputedByVerdict: tally([...VERDICTS, '*bold* <!channel>']),
      unusualLookups: fc.array(fc.record({ by: fc.constantFrom('U0ANA', 'U0BEN'), cases: fc.nat() }), {
        maxLength: 200,
      }),
      handoffsSubmitted: fc.nat(),
      handoffsEndedByState: tally(['done', 'declined', 'withdrawn']),
      medianHoursToClaim: hours,
      medianHoursToDone: hours,
      overdueHandoffs: fc.nat(),
    });

    fc.assert(
      fc.property(figures, (digest) => {
        const { blocks, text } = message(digest);
        const said = [...stringsIn(blocks), text, fallbackText(blocks)].join('\n');

        expect(blocks.length).toBeLessThanOrEqual(6);
        expect(said).not.toMatch(/: 0$|: 0\n|\b0 (?:check|handoff)|<!channel|\*bold\*|NaN|undefined/m);
      }),
      { numRuns: sampleSize(300, 60) },
    );
  });
});
