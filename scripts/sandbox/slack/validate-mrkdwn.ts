const LABEL = '(\\|[^<>]*)?';

/** Contents allowed between `<` and `>` in a message. */
const TOKENS = [
  `(https?://|mailto:|tel:)[^\\s<>|]+${LABEL}`,
  `@[UW][A-Z0-9]+${LABEL}`,
  `#[CGD][A-Z0-9]+${LABEL}`,
  `!subteam\\^S[A-Z0-9]+${LABEL}`,
  '!date\\^-?\\d+\\^[^<>|^]+(\\^https?://[^\\s<>|]+)?\\|[^<>|]+',
  `!(here|channel|everyone)${LABEL}`,
].map((token) => new RegExp(`^${token}$`));

/**
 * Finds text that Slack would take, but show wrongly: a `<` or `>` that is no link, mention or date, and an `&`
 * that is not `&amp;`, `&lt;` or `&gt;`. A `>` that starts a line is a quotation. Not a text: nothing to say.
 */
export function validateMrkdwn(text: unknown): string[] {
  if (typeof text !== 'string') return [];
  const tokens = text.match(/<[^<>]*>/g) ?? [];
  const bad = tokens.filter((token) => !TOKENS.some((pattern) => pattern.test(token.slice(1, -1))));
  const rest = text.replace(/<[^<>]*>/g, '').replace(/^\s*(>>>|>)/gm, '');
  const labels = tokens
    .map((token) => token.slice(token.indexOf('|'), -1))
    .filter((label) => label.startsWith('|'));
  return [
    ...bad.map((token) => `not a link, mention or date: ${token}`),
    ...(/[<>]/.test(rest) ? ['has an unescaped < or >'] : []),
    ...([rest, ...labels].some((part) => /&(?!(amp|lt|gt);)/.test(part))
      ? ['has an unescaped or broken &']
      : []),
  ];
}
