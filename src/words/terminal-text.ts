import type { AccountSnapshot } from '../domain/case.ts';

/** Escapes characters that move the cursor, end the line or reverse its direction. */
export function escapeForTerminal(line: string): string {
  return line.replace(
    /[\p{Cc}\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Quotes text that a person typed, and escapes it. */
export function quoteForTerminal(text: string): string {
  return escapeForTerminal(JSON.stringify(text));
}

/** Quotes the value of Zuora's channel field. */
export function quoteChannel(value: string | null): string {
  return value === null ? '(none)' : quoteForTerminal(value);
}

/** Lists when an account was read, what could not be read, and the verdict on each subscription. */
export function snapshotLines({ asOf, subscriptions, gap }: AccountSnapshot): string[] {
  return [
    `read at   ${asOf}${gap === null ? '' : `, could not read: ${gap}`}`,
    ...subscriptions.map(
      ({ number, verdict, channel }) => `found     ${number}  ${verdict}, channel ${quoteChannel(channel)}`,
    ),
  ];
}

export function indentLines(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}
