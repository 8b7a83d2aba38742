import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { validateMrkdwn } from '../../../scripts/sandbox/slack/validate-blocks.ts';
import type { RichText, TextFragment } from '../../../src/domain/text-fragments.ts';
import {
  bold,
  dayFragment,
  joinFragments,
  link,
  literalFragment,
  phrase,
  timeFragment,
  userFragment,
  valueFragment,
} from '../../../src/domain/text-fragments.ts';
import { toMrkdwn, toPlainText } from '../../../src/slack/block-kit/mrkdwn.ts';
import { anyUntrustedText, anyUrl, SLACK_EMOJI, SLACK_EMPHASIS } from '../../builders/untrusted-text.ts';
import { sampleSize } from '../../sample-size.ts';

const RUNS = { numRuns: sampleSize(2_000, 300) };
const MAX_LENGTH = 3_000;

function shown(name: string): string {
  return toMrkdwn(phrase`Bought through ${name}.`, MAX_LENGTH);
}

describe('a name from another system', () => {
  it.each([
    ['<!channel>', 'Bought through &lt;!channel&gt;.'],
    ['<@U0BOSS>', 'Bought through &lt;@U0BOSS&gt;.'],
    ['<https://evil.example|Quillmark>', 'Bought through &lt;https://evil.example|Quillmark&gt;.'],
    ['Orchard & Vale', 'Bought through Orchard &amp; Vale.'],
    ['*Direct*', 'Bought through ∗Direct∗.'],
    ['_Direct_', 'Bought through ＿Direct＿.'],
    ['~Reseller~', 'Bought through ∼Reseller∼.'],
    ['`code`', 'Bought through ˋcodeˋ.'],
    [':rotating_light:', 'Bought through ∶rotating_light:.'],
    ['new_name_2', 'Bought through new_name_2.'],
    ['two\nlines\r\n> quoted', 'Bought through two lines &gt; quoted.'],
    ['\u202Ednuorg\u202C back\u0000\u0007', 'Bought through dnuorg back.'],
    ['\uD83D broken', 'Bought through \uFFFD broken.'],
    ['  \u200B ', 'Bought through (blank).'],
  ])('%j is escaped', (name, expected) => {
    expect(shown(name)).toBe(expected);
  });

  it('does not start a quotation', () => {
    const text = toMrkdwn(phrase`${'> no quotation'}`, MAX_LENGTH);

    expect(text).toBe('› no quotation');
  });

  it.each([
    ['ines@harbour.example', 'i…@harbour.example'],
    ['Ines <ines@harbour.example>', 'Ines &lt;i…@harbour.example&gt;'],
    ['mailto:ines.c@harbour.example?x', 'mailto:i…@harbour.example?x'],
    ['ines\u200B@harbour.example', 'i…@harbour.example'],
    ['i…@harbour.example', 'i…@harbour.example'],
    ['ana@x.example,ines@harbour.example', 'a…@x.example,i…@harbour.example'],
    ['@here and @channel', '@here and @channel'],
  ])('%j is masked', (name, expected) => {
    expect(shown(name)).toBe(`Bought through ${expected}.`);
  });

  it('is not replaced as a placeholder and gets no markup', () => {
    const text = toMrkdwn(
      [
        { kind: 'text', text: 'Ask ' },
        { kind: 'value', text: '{reseller} *now*' },
      ],
      MAX_LENGTH,
    );

    expect(text).toBe('Ask {reseller} ∗now∗');
  });
});

describe('our own text fragments', () => {
  it('escape Slack’s three special characters', () => {
    expect(toMrkdwn([literalFragment('a < b & c')], MAX_LENGTH)).toBe('a &lt; b &amp; c');
  });

  it('add markup around contents, and nothing without contents', () => {
    const text = toMrkdwn(phrase`${bold(phrase`${'Halden'} `)} y${bold([])}`, MAX_LENGTH);

    expect(text).toBe('*Halden* y');
  });

  it('link only to http and https addresses', () => {
    const texts = [
      link('https://zuora.example/a?b=1&c=<2>', 'Zu|ora <x>'),
      link('javascript:alert(1)', 'Zuora'),
      link('not an address', 'Zuora'),
      link(null, 'Zuora'),
    ].map((part) => toMrkdwn([part], MAX_LENGTH));

    expect(texts).toEqual([
      '<https://zuora.example/a?b=1&amp;c=%3C2%3E|Zu¦ora &lt;x&gt;>',
      'Zuora',
      'Zuora',
      'Zuora',
    ]);
  });

  it('mention a person only by a valid Slack id', () => {
    expect(toMrkdwn(phrase`${userFragment('U0ANA')} ${userFragment('!channel')}`, MAX_LENGTH)).toBe(
      '<@U0ANA> !channel',
    );
  });

  it('show a time in the reader’s zone, and in UTC as fallback', () => {
    const at = timeFragment('2022-11-22T14:02:00.000Z');

    expect(toMrkdwn([at], MAX_LENGTH)).toBe(
      '<!date^1669125720^{date_short_pretty} {time}|2022-11-22 14:02 UTC>',
    );
    expect(toPlainText([at], MAX_LENGTH)).toBe('2022-11-22 14:02 UTC');
    expect(toMrkdwn([dayFragment('yesterday')], MAX_LENGTH)).toBe('yesterday');
  });

  it('contain no angle brackets as plain text', () => {
    expect(toPlainText(phrase`${bold(phrase`Reseller`)} · ${'<!channel> & co'}`, MAX_LENGTH)).toBe(
      'Reseller · ‹!channel› & co',
    );
  });
});

describe('a text that is too long', () => {
  it('is shortened in the name, not in our words', () => {
    const text = toMrkdwn(phrase`Do not send the licence to ${'Q'.repeat(500)}, whatever they say.`, 80);

    expect(text).toMatch(/^Do not send the licence to Q+…, whatever they say\.$/);
    expect(text).toHaveLength(80);
  });

  it('is shortened in the longest name first', () => {
    const text = toMrkdwn(phrase`${'Halden Mills'} bought through ${'Q'.repeat(500)}.`, 60);

    expect(text).toContain('Halden Mills bought through Q');
  });

  it('ends in an ellipsis when only our own words are left to cut', () => {
    expect(toMrkdwn([literalFragment('one two three')], 8)).toBe('one two…');
  });

  it('keeps its markup closed', () => {
    expect(toMrkdwn([bold([literalFragment('one two three four')])], 12)).toBe('*one two t*…');
  });

  it('omits a link that does not fit', () => {
    const text = toMrkdwn(
      [literalFragment('See '), link('https://zuora.example/very/long/address', 'Zuora')],
      30,
    );

    expect(text).toBe('See …');
  });

  it('is never cut within a character', () => {
    expect(toMrkdwn([literalFragment('&&&')], 9)).toBe('&amp;…');
    expect(toMrkdwn([literalFragment('🦊🦊🦊')], 5)).toBe('🦊🦊…');
  });
});

describe('any combination of fragments', () => {
  const leaf: fc.Arbitrary<TextFragment> = fc.oneof(
    fc.stringMatching(/^[A-Za-z ,.&<>]{0,40}$/).map(literalFragment),
    anyUntrustedText().map(valueFragment),
    anyUntrustedText().map((label) => link('https://zuora.example/a?b=1&c=2', label)),
    anyUrl().map((url) => link(url, 'open')),
    fc.constantFrom('U0ANA', 'W1', '!here').map(userFragment),
    fc.constant(dayFragment('2022-11-22T14:02:00.000Z')),
  );
  const part = fc.oneof(
    leaf,
    fc.array(leaf, { maxLength: 3 }).map((inside) => bold(inside)),
  );
  const text: fc.Arbitrary<RichText> = fc.array(part, { maxLength: 8 }).map((all) =>
    joinFragments(
      all.map((one) => [one]),
      ' · ',
    ),
  );

  it('stays within its limit, and contains only our own markup', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 400 }), (all, limit) => {
        const drawn = toMrkdwn(all, limit);

        expect(drawn.length).toBeLessThanOrEqual(limit);
        expect(validateMrkdwn(drawn)).toEqual([]);
        expect(drawn).not.toMatch(/\p{Surrogate}/u);
        expect(tokensIn(drawn).filter((token) => !OWN_TOKENS.test(token))).toEqual([]);
      }),
      RUNS,
    );
  });

  it('gives no formatting to a name, wherever it is cut', () => {
    fc.assert(
      fc.property(anyUntrustedText(), fc.integer({ min: 5, max: 200 }), (name, limit) => {
        const drawn = toMrkdwn(phrase`${name} and ${name}`, limit);

        expect(drawn).not.toMatch(SLACK_EMPHASIS);
        expect(drawn).not.toMatch(SLACK_EMOJI);
        expect(drawn).not.toMatch(/[\p{Cc}\u202A-\u202E\u2066-\u2069]/u);
      }),
      RUNS,
    );
  });

  it('stays within its limit as plain text', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 200 }), (all, limit) => {
        const drawn = toPlainText(all, limit);

        expect(drawn.length).toBeLessThanOrEqual(limit);
        expect(drawn).not.toMatch(/\p{Surrogate}/u);
      }),
      RUNS,
    );
  });

  it('masks an address anywhere in a name', () => {
    fc.assert(
      fc.property(
        anyUntrustedText(),
        anyUntrustedText(),
        fc.integer({ min: 5, max: 300 }),
        (before, after, limit) => {
          const name = `${before} canary.local@harbour.example ${after}`;

          expect(toMrkdwn(phrase`${name}`, limit)).not.toContain('anary');
          expect(toPlainText(phrase`${name}`, limit)).not.toContain('anary');
        },
      ),
      RUNS,
    );
  });
});

const OWN_TOKENS = /^<(https?:\/\/[^|]+\|[^|]+|@[UW][A-Z0-9]+|!date\^\d+\^[^|]+\|[^|]+)>$/;

function tokensIn(text: string): string[] {
  return text.match(/<[^>]*>/g) ?? [];
}
