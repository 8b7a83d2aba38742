import type { TextFragment } from '../domain/text-fragments.ts';
import { TOPICS } from '../domain/topics.ts';

/** What can be typed, with what it is for. */
export const HELP_EXAMPLES = [
  { example: '/reseller-check A-S00012345 direct-renewal', what: 'a subscription, with the topic' },
  { example: '/reseller-check #48211', what: 'a ticket, by number or link' },
  { example: '@Reseller Check A-S00012345', what: 'in a thread, where Slack allows no commands' },
] as const;

/** Labels of the buttons below the help. `checkCustomer` is the name of the global shortcut, which opens the same form. */
export const HELP_BUTTONS = { checkCustomer: 'Check a customer', myCases: 'My cases' } as const;

/** Returns what the bot does, followed by the examples, one per line. */
export function helpLines(): TextFragment[][] {
  return [
    'I tell you who sold a subscription and what that means for the ticket.',
    ...HELP_EXAMPLES.map(({ example, what }) => `• ${example} – ${what}`),
  ].map(literalLine);
}

export function helpTopicsLine(): TextFragment[] {
  return literalLine(`Topics: ${TOPICS.join(', ')}.`);
}

/** Shown once to everybody who writes to the bot, or opens its messages, for the first time. */
export function greetingText(): TextFragment[] {
  return literalLine(
    'Hello. Write a subscription number or a ticket link here, and I tell you who sold the subscription and what that means for the ticket.',
  );
}

function literalLine(text: string): TextFragment[] {
  return [{ kind: 'text', text }];
}
