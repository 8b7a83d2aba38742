import fc from 'fast-check';

/** What Slack makes bold, italic, struck or code of, as far as it is known. */
export const SLACK_EMPHASIS =
  /(?<![\p{L}\p{N}*_~])(?:\*(?=\S)[^*\n]*\S\*|_(?=\S)[^_\n]*\S_|~(?=\S)[^~\n]*\S~)(?![\p{L}\p{N}])|`[^`\n]+`/u;

/** What Slack makes a picture of. */
export const SLACK_EMOJI = /:[a-z0-9_+'-]+:/;

const SURROGATES = { first: 0xd800, count: 0x800 };

/**
 * Any code point but a surrogate, as the unit of a string. `binary` and `webUrl` of the library keep a table of all code
 * points, which takes 60 MB.
 */
export const ANY_CODE_POINT = fc
  .nat(0x10_ffff - SURROGATES.count)
  .map((at) => String.fromCodePoint(at < SURROGATES.first ? at : at + SURROGATES.count));

/** A URL whose path and query string have any characters that may stand there. */
export function anyUrl(): fc.Arbitrary<string> {
  const encoded = ANY_CODE_POINT.map(encodeURIComponent);
  const partWith = (literals: string) =>
    fc
      .array(fc.oneof(fc.constantFrom(...literals.split('')), encoded), { maxLength: 20 })
      .map((characters) => characters.join(''));
  const path = partWith("-._~!$&'()*+,;=:@/");
  const query = partWith("-._~!$&'()*+,;=:@/?");
  const scheme = fc.constantFrom('http', 'https');
  return fc
    .tuple(scheme, fc.domain(), path, query)
    .map(([name, host, at, more]) => `${name}://${host}/${at}?${more}`);
}

const HOSTILE_FRAGMENTS = [
  '<!channel>',
  '<!here|x>',
  '<@U0BOSS>',
  '<#C0SALES|sales>',
  '<https://evil.example|Zuora>',
  '@here',
  '*bold*',
  '_it_',
  '~no~',
  '`code`',
  '```',
  ':tada:',
  '> quote',
  '\n> quote',
  '&lt;!channel&gt;',
  '&amp;',
  '|',
  '{reseller}',
  '\u202Eevil\u202C',
  '\u0000',
  '\uD83D',
  '\uDE00',
  '👩‍👩‍👧‍👦',
  '🇬🇧',
  'é́́́',
  'שלום',
  'مرحبا',
  '中文',
  ' ',
];

/** Any string, markup and broken characters among them; now and then a very long one. No email address of ours. */
export function anyUntrustedText(): fc.Arbitrary<string> {
  const piece = fc.oneof(
    fc.constantFrom(...HOSTILE_FRAGMENTS),
    fc.string({ unit: ANY_CODE_POINT, maxLength: 12 }),
    fc.string({ unit: 'grapheme', maxLength: 12 }),
    fc.stringMatching(/^[*_~`:<>&|@A-Za-z0-9 ]{0,16}$/),
  );
  const pieces = fc.array(piece, { maxLength: 8 }).map((all) => all.join(''));
  const long = fc.tuple(piece, fc.integer({ min: 100, max: 10_000 })).map(([text, length]) => {
    return text.repeat(Math.ceil(length / Math.max(1, text.length))).slice(0, length);
  });
  return fc.oneof({ weight: 9, arbitrary: pieces }, { weight: 1, arbitrary: long });
}
